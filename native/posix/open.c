#include "probe.h"

static const char *const subjects[] = {
	"types/file", "types/dir", "types/link", "types/link-dir", "types/dangling", "types/loop", "types/fifo", "types/chr", "types/blk",
	"types/missing", "types/file/below", "types/missing/below", "types/dir/", "types/file/", "types/missing/",
};

static const struct word access_modes[] = { W(O_RDONLY), W(O_WRONLY), W(O_RDWR), { "3", 3 } };

static const struct word modifiers[] = {
	{ "CREAT", O_CREAT }, { "EXCL", O_EXCL }, { "TRUNC", O_TRUNC }, { "APPEND", O_APPEND }, { "DIRECTORY", O_DIRECTORY },
	{ "NOFOLLOW", O_NOFOLLOW }, { "PATH", O_PATH }, { "DIRECT", O_DIRECT }, { "TMPFILE", O_TMPFILE & ~O_DIRECTORY },
	{ "NOATIME", O_NOATIME },
};

/* Every combination; never waiting for the other end of the fifo. */
static void combine(const char *subject)
{
	size_t mode, set, i;

	for (mode = 0; mode < COUNT(access_modes); mode++) {
		for (set = 0; set < 1u << COUNT(modifiers); set++) {
			int flags = (int)access_modes[mode].value | O_NONBLOCK | O_CLOEXEC, fd;

			ask("%s %s", subject, access_modes[mode].name);
			for (i = 0; i < COUNT(modifiers); i++) {
				if (set & (1u << i)) {
					printf("+%s", modifiers[i].name);
					flags |= (int)modifiers[i].value;
				}
			}
			fd = open(subject, flags, 0600);
			outcome(fd < 0 ? -1 : 0);
			if (fd >= 0)
				close(fd);
		}
	}
}

/* openat2(2) resolves in ways of its own. */
static void resolve(void)
{
	static const struct word ways[] = {
		{ "NO_XDEV", 1 }, { "NO_MAGICLINKS", 2 }, { "NO_SYMLINKS", 4 }, { "BENEATH", 8 }, { "IN_ROOT", 16 }, { "CACHED", 32 },
	};
	static const char *const paths[] = { "types/file", "types/link", "types/absolute", "types/../types/file", "../x", "types/dangling" };
	struct { uint64_t flags, mode, resolve; } how = { O_RDONLY, 0, 0 };
	size_t i, j;

	for (i = 0; i < COUNT(ways); i++) {
		for (j = 0; j < COUNT(paths); j++) {
			long fd;

			how.resolve = (uint64_t)ways[i].value;
			ask("openat2 %s %s", ways[i].name, paths[j]);
			fd = syscall(SYS_openat2, AT_FDCWD, paths[j], &how, sizeof(how));
			outcome(fd < 0 ? -1 : 0);
			if (fd >= 0)
				close((int)fd);
		}
	}
}

void probe_open(void)
{
	size_t i;

	for (i = 0; i < COUNT(subjects); i++)
		combine(subjects[i]);
	resolve();
}
