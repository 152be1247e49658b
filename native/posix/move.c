#include "probe.h"
#include <sys/sendfile.h>

static int sink(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
}

static void told(long moved, int fd)
{
	if (moved < 0)
		number(-1);
	else
		answer("%ld %016llx", moved, (unsigned long long)digest_of(fd));
}

static void out(int fd)
{
	int to = sink("sendfile");
	off_t offset = 1000, end = 1048577, far = 1LL << 40, before = -1;
	loff_t from = 5, into = 0;

	ask("sendfile at 1000"); told(sendfile(to, fd, &offset, 300000), to);
	ask("sendfile moves the offset"); answer("%lld", (long long)offset);
	ask("sendfile at the end"); number(sendfile(to, fd, &end, 100));
	ask("sendfile far behind"); number(sendfile(to, fd, &far, 100));
	ask("sendfile at -1"); number(sendfile(to, fd, &before, 100));
	close(to);
	to = sink("copy");
	ask("copy_file_range to another filesystem"); told(copy_file_range(fd, &from, to, &into, 70000, 0), to);
	from = 1048577;
	ask("copy_file_range at the end"); number(copy_file_range(fd, &from, to, &into, 10, 0));
	ask("copy_file_range with flags"); number(copy_file_range(fd, &from, to, &into, 10, 1));
	close(to);
}

static void in(int fd)
{
	int other = sink("source"), self = open("plain/4096", O_RDONLY);
	off_t offset = 0;
	loff_t from = 0, into = 0;

	if (write(other, "text", 4) != 4)
		return;
	ask("sendfile into it"); number(sendfile(fd, other, &offset, 4));
	ask("copy_file_range into it"); number(copy_file_range(other, &from, fd, &into, 4, 0));
	ask("copy_file_range within it"); number(copy_file_range(self, &from, fd, &into, 4, 0));
	close(other);
	close(self);
}

static void pipes(int fd)
{
	loff_t at = 4000, end = 1048577;
	int ends[2], folder = open("types/dir", O_RDONLY);
	char bytes[8192];
	ssize_t length;

	if (pipe2(ends, O_NONBLOCK) != 0)
		return;
	ask("splice to a pipe");
	length = splice(fd, &at, ends[1], NULL, 5000, 0);
	if (length < 0)
		number(-1);
	else
		answer("%zd %016llx", length, (unsigned long long)digest(bytes, (size_t)read(ends[0], bytes, sizeof(bytes))));
	ask("splice at the end"); number(splice(fd, &end, ends[1], NULL, 5000, 0));
	ask("splice a directory"); number(splice(folder, NULL, ends[1], NULL, 10, 0));
	if (write(ends[1], "text", 4) != 4)
		return;
	ask("splice into it"); number(splice(ends[0], NULL, fd, NULL, 4, 0));
	ask("tee from it"); number(tee(fd, ends[1], 10, 0));
	close(ends[0]);
	close(ends[1]);
	close(folder);
}

static void advise(int fd)
{
	static const struct word advices[] = {
		W(POSIX_FADV_NORMAL), W(POSIX_FADV_SEQUENTIAL), W(POSIX_FADV_RANDOM), W(POSIX_FADV_NOREUSE), W(POSIX_FADV_WILLNEED),
		W(POSIX_FADV_DONTNEED), { "99", 99 },
	};
	int folder = open("types/dir", O_RDONLY);
	size_t i;

	for (i = 0; i < COUNT(advices); i++) {
		ask("posix_fadvise %s", advices[i].name);
		errno = posix_fadvise(fd, 0, 0, (int)advices[i].value);
		outcome(errno ? -1 : 0);
		ask("posix_fadvise %s of a directory", advices[i].name);
		errno = posix_fadvise(folder, 0, 0, (int)advices[i].value);
		outcome(errno ? -1 : 0);
	}
	ask("posix_fadvise of a negative length");
	errno = posix_fadvise(fd, 0, -1, POSIX_FADV_NORMAL);
	outcome(errno ? -1 : 0);
	ask("readahead"); outcome(readahead(fd, 0, 1 << 20));
	ask("readahead behind the end"); outcome(readahead(fd, 1LL << 40, 10));
	ask("readahead of a directory"); outcome(readahead(folder, 0, 10));
	close(folder);
}

void probe_move(void)
{
	int fd = open("plain/1048577", O_RDONLY);

	out(fd);
	in(fd);
	pipes(fd);
	advise(fd);
	close(fd);
}
