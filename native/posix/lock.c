#include "probe.h"
#include <signal.h>
#include <sys/file.h>

/* What another process gets while this one holds its lock. */
static void elsewhere(const char *held, const char *path)
{
	static const struct word ways[] = { W(LOCK_SH), W(LOCK_EX), W(LOCK_UN) };
	static const struct word commands[] = { W(F_SETLK), W(F_OFD_SETLK) };
	static const struct word types[] = { W(F_RDLCK), W(F_WRLCK) };
	size_t i, j;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int fd = open(path, O_RDONLY);

		for (i = 0; i < COUNT(ways); i++) {
			ask("%s while %s is held: flock %s", path, held, ways[i].name);
			outcome(flock(fd, (int)ways[i].value | LOCK_NB));
			flock(fd, LOCK_UN);
		}
		for (i = 0; i < COUNT(commands); i++) {
			for (j = 0; j < COUNT(types); j++) {
				struct flock lock = { .l_type = (short)types[j].value, .l_whence = SEEK_SET, .l_start = 5, .l_len = 10 };

				ask("%s while %s is held: %s %s", path, held, commands[i].name, types[j].name);
				outcome(fcntl(fd, (int)commands[i].value, &lock));
			}
		}
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void whole_files(const char *path)
{
	int fd = open(path, O_RDONLY);

	ask("%s flock LOCK_SH", path); outcome(flock(fd, LOCK_SH));
	elsewhere("LOCK_SH", path);
	ask("%s flock LOCK_EX after it", path); outcome(flock(fd, LOCK_EX | LOCK_NB));
	elsewhere("LOCK_EX", path);
	ask("%s flock LOCK_UN", path); outcome(flock(fd, LOCK_UN));
	ask("%s flock 99", path); outcome(flock(fd, 99));
	close(fd);
}

static void ranges(const char *path)
{
	static const struct word commands[] = { W(F_SETLK), W(F_SETLKW), W(F_OFD_SETLK), W(F_OFD_SETLKW) };
	static const struct word types[] = { W(F_RDLCK), W(F_WRLCK), W(F_UNLCK), { "99", 99 } };
	size_t i, j;
	int fd = open(path, O_RDONLY);

	for (i = 0; i < COUNT(commands); i++) {
		for (j = 0; j < COUNT(types); j++) {
			struct flock lock = { .l_type = (short)types[j].value, .l_whence = SEEK_SET, .l_len = 10 };
			struct flock asked = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 100 };

			ask("%s %s %s", path, commands[i].name, types[j].name); outcome(fcntl(fd, (int)commands[i].value, &lock));
			ask("%s F_GETLK after %s %s", path, commands[i].name, types[j].name); outcome(fcntl(fd, F_GETLK, &asked));
			ask("%s F_GETLK after %s %s finds", path, commands[i].name, types[j].name); answer("%d", asked.l_type);
		}
		struct flock held = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_len = 10 };
		fcntl(fd, (int)commands[i].value, &held);
		elsewhere(commands[i].name, path);
		held.l_type = F_UNLCK;
		fcntl(fd, (int)commands[i].value, &held);
	}
	close(fd);
}

static void leases(const char *path)
{
	static const struct word types[] = { W(F_RDLCK), W(F_WRLCK), W(F_UNLCK), { "99", 99 } };
	int fd = open(path, O_RDONLY);
	size_t i;

	signal(SIGIO, SIG_IGN);
	for (i = 0; i < COUNT(types); i++) {
		ask("%s F_SETLEASE %s", path, types[i].name); outcome(fcntl(fd, F_SETLEASE, types[i].value));
		ask("%s F_GETLEASE after %s", path, types[i].name); number(fcntl(fd, F_GETLEASE));
	}
	ask("%s F_NOTIFY", path); outcome(fcntl(fd, F_NOTIFY, 1));
	fcntl(fd, F_NOTIFY, 0);
	close(fd);
}

void probe_lock(void)
{
	static const char *const subjects[] = { "types/file", "types/dir" };
	size_t i;

	for (i = 0; i < COUNT(subjects); i++) {
		whole_files(subjects[i]);
		ranges(subjects[i]);
		leases(subjects[i]);
	}
}
