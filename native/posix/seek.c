#include "probe.h"

static const char *const subjects[] = {
	"plain/0", "plain/1", "plain/4096", "plain/4097", "plain/1048577", "sparse/start", "sparse/middle", "sparse/end", "sparse/all", "types/dir",
};

static const struct word whences[] = { W(SEEK_SET), W(SEEK_CUR), W(SEEK_END), W(SEEK_DATA), W(SEEK_HOLE), { "99", 99 } };

static void everywhere(int fd, const char *name, off_t size)
{
	const struct word offsets[] = {
		{ "-2^63", INT64_MIN }, { "-1", -1 }, { "0", 0 }, { "1", 1 }, { "4095", 4095 }, { "4096", 4096 }, { "65536", 65536 }, { "524288", 524288 },
		{ "end-1", size - 1 }, { "end", size }, { "end+1", size + 1 }, { "2^40+1", (1LL << 40) + 1 }, { "2^63-2", INT64_MAX - 1 },
		{ "2^63-1", INT64_MAX },
	};
	size_t i, j;

	for (i = 0; i < COUNT(whences); i++) {
		for (j = 0; j < COUNT(offsets); j++) {
			lseek(fd, 0, SEEK_SET);
			ask("%s %s %s", name, whences[i].name, offsets[j].name);
			number(lseek(fd, offsets[j].value, (int)whences[i].value));
		}
	}
}

/* The extents as cp and tar find them. */
static void extents(int fd, const char *name)
{
	off_t data, hole = 0;
	int left = 20;

	ask("%s extents", name);
	putchar('\t');
	while (left-- > 0 && (data = lseek(fd, hole, SEEK_DATA)) >= 0 && (hole = lseek(fd, data, SEEK_HOLE)) >= 0)
		printf("%lld-%lld ", (long long)data, (long long)hole);
	printf("%s\n", strerrorname_np(errno));
}

void probe_seek(void)
{
	size_t i;

	for (i = 0; i < COUNT(subjects); i++) {
		int fd = open(subjects[i], O_RDONLY);
		struct stat status;

		if (fstat(fd, &status) != 0)
			continue;
		/* A directory's size is each filesystem's own. */
		everywhere(fd, subjects[i], S_ISDIR(status.st_mode) ? 4096 : status.st_size);
		if (S_ISREG(status.st_mode))
			extents(fd, subjects[i]);
		close(fd);
	}
}
