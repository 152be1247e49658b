#include "probe.h"
#include <dirent.h>

struct entry {
	uint64_t ino;
	int64_t next;
	unsigned short length;
	unsigned char type;
	char name[];
};

static unsigned char records[1 << 17];

static long list(int fd, size_t size)
{
	return syscall(SYS_getdents64, fd, records, size);
}

/* Names add up the same in any order: each filesystem has its own. */
static void all(const char *path, size_t size)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY), dots = 0;
	unsigned long count = 0;
	uint64_t sum = 0, types = 0;
	long length, at;

	while ((length = list(fd, size)) > 0) {
		for (at = 0; at < length;) {
			const struct entry *e = (void *)(records + at);

			dots += strcmp(e->name, ".") == 0 || strcmp(e->name, "..") == 0;
			sum += digest(e->name, strlen(e->name));
			types += digest(e->name, strlen(e->name)) * e->type;
			count++;
			at += e->length;
		}
	}
	ask("%s by %zu bytes", path, size);
	if (length < 0)
		number(-1);
	else
		answer("%lu names, %d dots, %016llx %016llx", count, dots, (unsigned long long)sum, (unsigned long long)types);
	ask("%s by %zu bytes, once more at the end", path, size); number(list(fd, size));
	close(fd);
}

static void numbers(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *e;
	struct stat s;
	int wrong = 0;

	while (folder && (e = readdir(folder)) != NULL) {
		if (fstatat(dirfd(folder), e->d_name, &s, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) {
			/* Above the root is another filesystem's number. */
			if (strcmp(path, ".") == 0 && e->d_name[1] == '.')
				continue;
			ask("%s number of %s is that of stat", path, e->d_name); answer("%d", e->d_ino == s.st_ino);
		} else {
			wrong += e->d_ino != s.st_ino || e->d_type != IFTODT(s.st_mode);
		}
	}
	ask("%s numbers and types unlike those of stat", path); answer("%d", wrong);
	closedir(folder);
}

/* Every place of a listing can be gone back to, in any order. */
static void places(const char *path)
{
	static struct { long place; char name[256]; } seen[6000];
	DIR *folder = opendir(path);
	struct dirent *e;
	size_t count = 0, i, wrong = 0, alike = 0;

	for (;;) {
		seen[count].place = telldir(folder);
		if ((e = readdir(folder)) == NULL || count + 1 == COUNT(seen))
			break;
		strcpy(seen[count++].name, e->d_name);
	}
	for (i = 0; i < count; i++) {
		size_t pick = i * 2654435761u % count;

		seekdir(folder, seen[pick].place);
		e = readdir(folder);
		wrong += e == NULL || strcmp(e->d_name, seen[pick].name) != 0;
		alike += i > 0 && seen[i].place == seen[i - 1].place;
	}
	ask("%s places", path); answer("%zu, %zu lead elsewhere, %zu twice", count, wrong, alike);
	rewinddir(folder);
	for (i = 0; (e = readdir(folder)) != NULL; i++)
		wrong += i < count && strcmp(e->d_name, seen[i].name) != 0;
	ask("%s once more from the start", path); answer("%zu, %zu unlike", i, wrong);
	closedir(folder);
}

static void offsets(void)
{
	static const struct word list_of[] = {
		{ "0", 0 }, { "1", 1 }, { "2", 2 }, { "-1", -1 }, { "2^31", 1LL << 31 }, { "2^40", 1LL << 40 }, { "2^63-1", INT64_MAX },
	};
	size_t i;

	for (i = 0; i < COUNT(list_of); i++) {
		int fd = open("types", O_RDONLY | O_DIRECTORY);

		ask("lseek to %s", list_of[i].name); outcome(lseek(fd, list_of[i].value, SEEK_SET));
		ask("a list after lseek to %s ends", list_of[i].name);
		answer("%d", list(fd, sizeof(records)) >= 0);
		close(fd);
	}
}

static void refused(void)
{
	int file = open("types/file", O_RDONLY), folder = open("types", O_RDONLY), path = open("types", O_PATH), other;

	ask("list a file"); number(list(file, 4096));
	ask("list O_PATH"); number(list(path, 4096));
	ask("list into nowhere"); number(syscall(SYS_getdents64, folder, NULL, 4096));
	ask("opendir of a file"); outcome(opendir("types/file") ? 0 : -1);
	ask("opendir of a link"); outcome(opendir("types/link-dir") ? 0 : -1);
	ask("opendir of a link that leads nowhere"); outcome(opendir("types/dangling") ? 0 : -1);
	ask("fsync"); outcome(fsync(folder));
	other = dup(folder);
	ask("a duplicate shares the place");
	answer("%d", list(folder, sizeof(records)) > 0 && list(other, sizeof(records)) == 0);
	close(file); close(folder); close(path); close(other);
}

void probe_directory(void)
{
	static const char *const paths[] = { ".", "types", "types/empty", "wide", "names", "hard" };
	static const size_t sizes[] = { 0, 1, 23, 24, 32, 280, 4096, 65536 };
	size_t i, j;

	for (i = 0; i < COUNT(paths); i++) {
		for (j = 0; j < COUNT(sizes); j++)
			all(paths[i], sizes[j]);
		numbers(paths[i]);
		places(paths[i]);
	}
	offsets();
	refused();
}
