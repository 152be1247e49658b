#include "probe.h"
#include <dirent.h>

static const char *const subjects[] = {
	"modes/file-0000", "modes/file-0004", "modes/file-0040", "modes/file-0400", "modes/file-0444", "modes/file-0600", "modes/file-0640",
	"modes/file-0644", "modes/file-0711", "modes/file-0755", "modes/group-0640", "modes/group-0060", "modes/group-0770",
	"modes/owned-0600", "modes/owned-0077", "modes/setuid", "modes/setgid", "modes/dir-0000", "modes/dir-0700", "modes/dir-0700/inside",
	"modes/dir-0711", "modes/dir-0711/inside", "modes/dir-0744", "modes/dir-0744/inside", "modes/dir-0755", "modes/dir-0755/inside",
	"modes/dir-1777", "modes/dir-1777/inside", "modes/dir-2775", "modes/group-dir-0750", "modes/group-dir-0750/inside",
	"modes/link-to-0600", "modes/link-through-0700", "modes/fifo-0600", "modes/missing",
	"acl/file", "acl/dir", "acl/dir/file", "acl/group", "acl/denied", "acl/masked", "acl/masked-group", "acl/walk", "acl/walk/inside",
};

static void may(const char *path, const char *who)
{
	static const struct word ways[] = { W(F_OK), W(R_OK), W(W_OK), W(X_OK), { "RW", R_OK | W_OK }, { "RX", R_OK | X_OK }, { "8", 8 } };
	static const struct word flags[] = {
		{ "", 0 }, { " AT_EACCESS", AT_EACCESS }, { " AT_SYMLINK_NOFOLLOW", AT_SYMLINK_NOFOLLOW }, { " unknown", 0x40000 },
	};
	size_t i, j;

	for (i = 0; i < COUNT(ways); i++) {
		for (j = 0; j < COUNT(flags); j++) {
			ask("access %s %s%s as %s", path, ways[i].name, flags[j].name, who);
			outcome(syscall(SYS_faccessat2, AT_FDCWD, path, (int)ways[i].value, (int)flags[j].value));
		}
	}
}

static void does(const char *path, const char *who)
{
	static const struct word flags[] = { W(O_RDONLY), W(O_WRONLY), W(O_RDWR), W(O_PATH), W(O_NOATIME), W(O_CREAT), W(O_TRUNC) };
	struct stat s;
	char byte;
	size_t i;
	int fd;

	for (i = 0; i < COUNT(flags); i++) {
		ask("open %s %s as %s", path, flags[i].name, who);
		fd = open(path, (int)flags[i].value | O_NONBLOCK, 0600);
		if (fd < 0) {
			number(-1);
			continue;
		}
		answer("ok");
		ask("read %s %s as %s", path, flags[i].name, who); number(read(fd, &byte, 1));
		close(fd);
	}
	ask("stat %s as %s", path, who); outcome(stat(path, &s));
	ask("chdir %s as %s", path, who); outcome(chdir(path));
	if (chdir(tree) != 0)
		return;
	ask("opendir %s as %s", path, who); outcome(opendir(path) ? 0 : -1);
	ask("execute %s as %s", path, who);
	fflush(stdout);
	/* What may be executed is no program: ENOEXEC says that it might. */
	execl(path, path, NULL);
	number(-1);
}

static void by_user(const struct user *user)
{
	size_t i;

	for (i = 0; i < COUNT(subjects); i++) {
		may(subjects[i], user->name);
		does(subjects[i], user->name);
	}
}

void probe_identity(void)
{
	size_t i;

	for (i = 0; i < user_count; i++)
		as_user(&users[i], by_user);
}
