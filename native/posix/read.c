#include "probe.h"
#include <sys/uio.h>

static const char *const files[] = {
	"plain/0", "plain/1", "plain/4095", "plain/4096", "plain/4097", "plain/1048577",
	"sparse/start", "sparse/middle", "sparse/end", "sparse/all",
};

static unsigned char buffer[2 << 20];

static void at(int fd, const char *name, const struct word *offset, size_t length)
{
	ssize_t result;

	memset(buffer, 0xaa, sizeof(buffer));
	ask("pread %s at %s, %zu bytes", name, offset->name, length);
	result = pread(fd, buffer, length, offset->value);
	if (result < 0)
		number(-1);
	else
		answer("%zd %016llx", result, (unsigned long long)digest(buffer, (size_t)result));
}

static void places(int fd, const char *name)
{
	static const size_t lengths[] = { 0, 1, 4095, 4096, 4097, 131073, sizeof(buffer) };
	struct stat status;
	size_t i, j;

	if (fstat(fd, &status) != 0)
		return;
	const off_t size = status.st_size;
	const struct word offsets[] = {
		{ "-1", -1 }, { "0", 0 }, { "1", 1 }, { "the middle", size / 2 }, { "end-1", size - 1 }, { "end", size }, { "end+1", size + 1 },
		{ "end+4096", size + 4096 }, { "2^31", 1LL << 31 }, { "2^32+1", (1LL << 32) + 1 }, { "2^63-4097", INT64_MAX - 4096 },
		{ "2^63-1", INT64_MAX },
	};
	for (i = 0; i < COUNT(offsets); i++)
		for (j = 0; j < COUNT(lengths); j++)
			at(fd, name, &offsets[i], lengths[j]);
}

static void whole(int fd, const char *name, size_t step)
{
	uint64_t hash = 0;
	size_t total = 0;
	ssize_t length;

	lseek(fd, 0, SEEK_SET);
	while ((length = read(fd, buffer, step)) > 0) {
		total += (size_t)length;
		hash = hash * 31 + digest(buffer, (size_t)length);
	}
	ask("read %s by %zu", name, step);
	answer("%zu %016llx %ld", total, (unsigned long long)hash, (long)length);
}

static void vectors(int fd)
{
	static const struct word flags[] = {
		{ "0", 0 }, { "HIPRI", 1 }, { "DSYNC", 2 }, { "SYNC", 4 }, { "NOWAIT", 8 }, { "APPEND", 16 }, { "ATOMIC", 64 }, { "DONTCACHE", 128 },
		{ "unknown", 1 << 20 },
	};
	struct iovec many[1025], two[2] = { { buffer, 3 }, { buffer + 3, 4094 } };
	size_t i;

	for (i = 0; i < COUNT(many); i++)
		many[i] = (struct iovec){ buffer + i, 1 };
	ask("readv of none"); number(readv(fd, two, 0));
	ask("readv of two"); number(readv(fd, two, 2));
	ask("readv of 1025"); number(readv(fd, many, 1025));
	ask("readv of -1"); number(readv(fd, many, -1));
	two[0].iov_len = SIZE_MAX;
	ask("readv of a negative length"); number(readv(fd, two, 2));
	two[0].iov_len = 3;
	for (i = 0; i < COUNT(flags); i++) {
		ask("preadv2 %s", flags[i].name);
		number(preadv2(fd, two, 2, 4096, (int)flags[i].value));
	}
}

static void refused(void)
{
	int file = open("plain/4096", O_RDONLY), folder = open("types/dir", O_RDONLY), path = open("plain/4096", O_PATH);

	ask("read into nowhere"); number(read(file, NULL, 10));
	ask("read a directory"); number(read(folder, buffer, 10));
	ask("pread a directory"); number(pread(folder, buffer, 10, 0));
	ask("read O_PATH"); number(read(path, buffer, 10));
	ask("write to O_RDONLY"); number(write(file, buffer, 10));
	ask("pwrite to O_RDONLY"); number(pwrite(file, buffer, 10, 0));
	ask("read of 2^63"); number(read(file, buffer, (size_t)1 << 63));
	close(file); close(folder); close(path);
}

static void direct(void)
{
	static const struct { size_t shift, length; off_t offset; } tries[] = {
		{ 0, 4096, 0 }, { 0, 4096, 4096 }, { 0, 512, 512 }, { 0, 4096, 1 }, { 1, 4096, 0 }, { 0, 100, 0 }, { 0, 1 << 20, 1 << 20 },
		{ 0, 2 << 20, 0 },
	};
	unsigned char *aligned = aligned_alloc(4096, (2 << 20) + 4096);
	int fd = open("plain/1048577", O_RDONLY | O_DIRECT);
	size_t i;

	ask("O_DIRECT can be opened"); outcome(fd < 0 ? -1 : 0);
	for (i = 0; fd >= 0 && i < COUNT(tries); i++) {
		ask("O_DIRECT %zu bytes at %lld, memory off by %zu", tries[i].length, (long long)tries[i].offset, tries[i].shift);
		number(pread(fd, aligned + tries[i].shift, tries[i].length, tries[i].offset));
	}
	close(fd);
	free(aligned);
}

void probe_read(void)
{
	size_t i;

	for (i = 0; i < COUNT(files); i++) {
		int fd = open(files[i], O_RDONLY);

		places(fd, files[i]);
		whole(fd, files[i], 7);
		whole(fd, files[i], 4096);
		whole(fd, files[i], 100000);
		if (i == 5)
			vectors(fd);
		close(fd);
	}
	refused();
	direct();
}
