#include "probe.h"

static char long_name[310], long_path[5000];

static void looked_up(const char *name, const char *path)
{
	struct stat s;
	char target[16];
	int fd;

	ask("stat %s", name);
	if (stat(path, &s) != 0)
		number(-1);
	else
		answer("%o", s.st_mode);
	ask("lstat %s", name);
	if (lstat(path, &s) != 0)
		number(-1);
	else
		answer("%o", s.st_mode);
	ask("open %s", name);
	fd = open(path, O_RDONLY | O_NONBLOCK);
	outcome(fd < 0 ? -1 : 0);
	if (fd >= 0)
		close(fd);
	ask("access %s", name); outcome(access(path, F_OK));
	ask("chdir %s", name); outcome(chdir(path));
	if (chdir(tree) != 0)
		return;
	ask("readlink %s", name); number(readlink(path, target, sizeof(target)));
}

static void plain_ones(void)
{
	static const char *const paths[] = {
		"", ".", "..", "./", "../", "/", ".//.", "types", "types/", "types/.", "types/..", "types/../..", "types/file", "types/file/",
		"types/file/.", "types/file/..", "types/file/x", "types//file", "types/./file", "types/dir/../file", "types/missing",
		"types/missing/", "types/missing/..", "types/missing/x", "types/link", "types/link/", "types/link/x", "types/link/..",
		"types/link-dir", "types/link-dir/", "types/link-dir/..", "types/link-dir/inside", "types/dangling", "types/dangling/",
		"types/dangling/x", "types/loop", "types/loop/", "types/loop/x", "types/loop-a", "types/loop-b", "types/long", "types/long/x",
		"types/fifo", "types/fifo/", "types/fifo/x", "types/chr", "types/chr/", "types/blk", "types/chr-big", "types/hops-40",
		"types/hops-41", "names/.hidden", "names/-dash", "names/ space ", "names/new\nline", "names/\xff\xfe", "names/back\\slash",
		"names/\"quote\"", "names/tab\t", "names/\x01", "names/.wh", "names/\xc3\xa4", "names/a\xcc\x88", "names/NAME", "names/name",
	};
	size_t i;

	for (i = 0; i < COUNT(paths); i++)
		looked_up(*paths[i] ? shown(paths[i]) : "nothing", paths[i]);
}

static void long_ones(void)
{
	static const size_t names[] = { 254, 255, 256, 299 }, paths[] = { 4094, 4095, 4096, 4999 };
	size_t i;
	char name[64];

	for (i = 0; i < COUNT(names); i++) {
		memset(long_name, 'n', sizeof(long_name));
		long_name[6 + names[i]] = 0;
		snprintf(name, sizeof(name), "name of %zu", names[i]);
		memcpy(long_name, "names/", 6);
		looked_up(name, long_name);
	}
	for (i = 0; i < COUNT(paths); i++) {
		memset(long_path, '/', sizeof(long_path));
		memcpy(long_path, "types", 5);
		memcpy(long_path + paths[i] - 4, "file", 5);
		snprintf(name, sizeof(name), "path of %zu", paths[i]);
		looked_up(name, long_path);
	}
}

static void links(void)
{
	static const char *const names[] = { "types/link", "types/absolute", "types/dangling", "types/long", "types/loop", "types/file", "types/dir" };
	static const long sizes[] = { -1, 0, 1, 4, 5, 4095, 4096, 65536 };
	static char target[65536];
	size_t i, j;
	int fd;

	for (i = 0; i < COUNT(names); i++) {
		for (j = 0; j < COUNT(sizes); j++) {
			ssize_t length;

			ask("readlink %s into %ld", names[i], sizes[j]);
			length = syscall(SYS_readlinkat, AT_FDCWD, names[i], target, sizes[j]);
			if (length < 0)
				number(-1);
			else
				answer("%zd %016llx", length, (unsigned long long)digest(target, (size_t)length));
		}
	}
	fd = open("types/link", O_PATH | O_NOFOLLOW);
	ask("readlinkat \"\" of O_PATH"); number(readlinkat(fd, "", target, 100));
	close(fd);
}

/* Down the deep folder, a name at a time, and what getcwd says there. */
static void depth(void)
{
	static char place[8192];
	int levels = 0;
	const char *found;

	if (chdir("deep") != 0)
		return;
	while (chdir("d") == 0)
		levels++;
	ask("depth"); answer("%d", levels);
	ask("below the depth"); number(-1);
	found = getcwd(place, sizeof(place));
	ask("getcwd down there");
	answer("%s", found ? found + strlen(tree) : strerrorname_np(errno));
	for (; levels >= 0 && chdir("..") == 0; levels--)
		;
	found = getcwd(place, sizeof(place));
	ask("and back"); answer("%s", found ? found + strlen(tree) : strerrorname_np(errno));
}

void probe_path(void)
{
	plain_ones();
	long_ones();
	links();
	depth();
}
