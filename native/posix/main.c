#include "probe.h"
#include <grp.h>
#include <signal.h>
#include <stdarg.h>

/* No group takes a second; one that hangs must not hang the caller. */
enum { PATIENCE = 30 };

const char *tree, *scratch;
static const char *group_name;

static const struct room rooms[] = {
	{ "open", probe_open }, { "read", probe_read }, { "seek", probe_seek }, { "map", probe_map }, { "move", probe_move },
	{ "stat", probe_stat }, { "path", probe_path }, { "directory", probe_directory }, { "change", probe_change },
	{ "control", probe_control }, { "xattr", probe_xattr }, { "identity", probe_identity }, { "exec", probe_exec },
	{ "lock", probe_lock }, { "event", probe_event }, { "mount", probe_mount }, { "handle", probe_handle },
	{ "ring", probe_ring }, { "crowd", probe_crowd }, { "remount", probe_remount },
};

/* 2000 is the group of modes/group-*, 1001 the user whom the ACLs name. */
const struct user users[] = {
	{ "root", 0, 0, 0, { 0 } },
	{ "owner", 1000, 1000, 0, { 0 } },
	{ "member", 1002, 1002, 1, { 2000 } },
	{ "named", 1001, 1001, 0, { 0 } },
	{ "named-group", 1003, 1003, 1, { 2001 } },
	{ "stranger", 65534, 65534, 0, { 0 } },
};
const size_t user_count = COUNT(users);

void ask(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	printf("%s ", group_name);
	vprintf(format, list);
	va_end(list);
}

void answer(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	putchar('\t');
	vprintf(format, list);
	putchar('\n');
	va_end(list);
}

void outcome(long result)
{
	answer("%s", result == -1 ? strerrorname_np(errno) : "ok");
}

void number(long result)
{
	if (result == -1)
		answer("%s", strerrorname_np(errno));
	else
		answer("%ld", result);
}

const char *shown(const char *path)
{
	static char text[3 * 4096 + 1];
	char *end = text;

	*end = 0;
	for (; *path; path++)
		end += sprintf(end, (unsigned char)*path - 0x21u < 0x5e ? "%c" : "\\%02x", (unsigned char)*path);
	return text;
}

uint64_t digest(const void *bytes, size_t length)
{
	const unsigned char *next = bytes;
	uint64_t hash = 0xcbf29ce484222325;

	while (length-- > 0)
		hash = (hash ^ *next++) * 0x100000001b3;
	return hash;
}

uint64_t digest_of(int fd)
{
	static unsigned char block[1 << 16];
	uint64_t hash = 0;
	ssize_t length;
	off_t offset = 0;

	while ((length = pread(fd, block, sizeof(block), offset)) > 0) {
		hash = hash * 31 + digest(block, (size_t)length);
		offset += length;
	}
	return length < 0 ? 0 : hash;
}

/* Runs work in a child and tells how it ended if that was not well. Nothing buffered may be written twice. */
static pid_t start(void)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child < 0) {
		perror("fork");
		exit(1);
	}
	if (child == 0)
		alarm(PATIENCE);
	return child;
}

static void finish(pid_t child, const char *whose)
{
	int status = 0;

	waitpid(child, &status, 0);
	if (status == 0)
		return;
	ask("end of %s", whose);
	answer("%s", WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "failed");
}

void as_user(const struct user *user, void (*work)(const struct user *))
{
	pid_t child = start();

	if (child == 0) {
		if (setgroups(user->groups, user->group) != 0 || setresgid(user->gid, user->gid, user->gid) != 0 ||
		    setresuid(user->uid, user->uid, user->uid) != 0)
			_exit(1);
		work(user);
		fflush(stdout);
		_exit(0);
	}
	finish(child, user->name);
}

static void run(const struct room *room)
{
	pid_t child;

	group_name = room->name;
	child = start();
	if (child == 0) {
		if (chdir(tree) != 0)
			_exit(1);
		room->run();
		fflush(stdout);
		_exit(0);
	}
	finish(child, "group");
}

int main(int argc, char **argv)
{
	size_t i;

	/* What the tree's set-user-id program does: it says who it is. */
	if (argc == 2 && strcmp(argv[1], "--who") == 0) {
		printf("%u %u %u %u\n", getuid(), geteuid(), getgid(), getegid());
		return 0;
	}
	if (argc < 3) {
		fprintf(stderr, "usage: posix_probe TREE SCRATCH [GROUP...]\n");
		return 2;
	}
	tree = argv[1];
	scratch = argv[2];
	umask(022);
	for (i = 0; i < COUNT(rooms); i++) {
		int wanted = argc == 3, j;

		for (j = 3; j < argc; j++)
			wanted |= strcmp(argv[j], rooms[i].name) == 0;
		if (wanted)
			run(&rooms[i]);
	}
	return 0;
}
