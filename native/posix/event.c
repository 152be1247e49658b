#include "probe.h"
#include <dirent.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/select.h>

/* What was told since the last time, in its order. */
static void told(int notify, const char *watch, const char *doing)
{
	char events[4096] __attribute__((aligned(8)));
	ssize_t length = read(notify, events, sizeof(events)), at;

	ask("watch on %s is told of %s", watch, doing);
	putchar('\t');
	for (at = 0; at < length;) {
		struct inotify_event *event = (void *)(events + at);

		printf("%x%s%s ", event->mask, event->len ? ":" : "", event->len ? event->name : "");
		at += (ssize_t)sizeof(*event) + event->len;
	}
	puts("end");
}

static void watched(const char *watch)
{
	int notify = inotify_init1(IN_NONBLOCK), fd;
	struct stat s;
	char byte;
	DIR *folder;

	ask("inotify_add_watch %s", watch); outcome(inotify_add_watch(notify, watch, IN_ALL_EVENTS));
	fd = open("types/file", O_RDONLY);
	told(notify, watch, "open");
	ask("a byte under watch on %s", watch); number(read(fd, &byte, 1));
	told(notify, watch, "read");
	mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	told(notify, watch, "mmap");
	close(fd);
	told(notify, watch, "close");
	stat("types/file", &s);
	told(notify, watch, "stat");
	chmod("types/file", 0600);
	unlink("types/file");
	creat("types/new", 0600);
	told(notify, watch, "refused changes");
	folder = opendir("types");
	while (readdir(folder) != NULL)
		;
	closedir(folder);
	told(notify, watch, "listing");
	close(notify);
}

static void watches(void)
{
	static const char *const paths[] = { "types/link", "types/dangling", "types/missing", "types/fifo", "modes/dir-0700" };
	int notify = inotify_init1(IN_NONBLOCK), first, second;
	size_t i;

	for (i = 0; i < COUNT(paths); i++) {
		ask("watch %s", paths[i]); outcome(inotify_add_watch(notify, paths[i], IN_OPEN));
		ask("watch %s itself", paths[i]); outcome(inotify_add_watch(notify, paths[i], IN_OPEN | IN_DONT_FOLLOW));
		ask("watch %s as a folder", paths[i]); outcome(inotify_add_watch(notify, paths[i], IN_OPEN | IN_ONLYDIR));
	}
	first = inotify_add_watch(notify, "hard/a", IN_OPEN);
	second = inotify_add_watch(notify, "hard/below/c", IN_OPEN);
	ask("two names of a file are one watch"); answer("%d", first == second);
	close(notify);
}

static void marks(void)
{
	static const struct word classes[] = { { "NOTIF", 0 }, { "CONTENT", FAN_CLASS_CONTENT }, { "FID", FAN_REPORT_FID } };
	static const struct word scopes[] = { { "inode", 0 }, { "mount", FAN_MARK_MOUNT }, { "filesystem", FAN_MARK_FILESYSTEM } };
	size_t i, j;

	for (i = 0; i < COUNT(classes); i++) {
		for (j = 0; j < COUNT(scopes); j++) {
			int notify = fanotify_init(FAN_NONBLOCK | (unsigned)classes[i].value, O_RDONLY);
			char byte, events[4096] __attribute__((aligned(8)));
			int fd;

			ask("fanotify %s of %s", classes[i].name, scopes[j].name);
			if (notify < 0 || fanotify_mark(notify, FAN_MARK_ADD | (unsigned)scopes[j].value, FAN_OPEN | FAN_CLOSE_NOWRITE | FAN_ACCESS, AT_FDCWD, "plain/1")) {
				number(-1);
				close(notify);
				continue;
			}
			fd = open("plain/1", O_RDONLY);
			if (read(fd, &byte, 1) != 1)
				return;
			close(fd);
			answer("%s", read(notify, events, sizeof(events)) > 0 ? "told" : "silent");
			close(notify);
		}
	}
}

static void readiness(void)
{
	static const char *const paths[] = { "types/file", "types/dir", "types/fifo" };
	size_t i;

	for (i = 0; i < COUNT(paths); i++) {
		int fd = open(paths[i], O_RDONLY | O_NONBLOCK), queue = epoll_create1(0);
		struct pollfd asked = { fd, POLLIN | POLLOUT | POLLPRI | POLLHUP, 0 };
		struct epoll_event event = { EPOLLIN, { 0 } };
		struct timeval none = { 0, 0 };
		fd_set set;

		FD_ZERO(&set);
		FD_SET(fd, &set);
		ask("poll %s", paths[i]);
		if (poll(&asked, 1, 0) < 0)
			number(-1);
		else
			answer("%x", asked.revents);
		ask("select %s", paths[i]); number(select(fd + 1, &set, NULL, NULL, &none));
		ask("epoll %s", paths[i]); outcome(epoll_ctl(queue, EPOLL_CTL_ADD, fd, &event));
		ask("F_GETFL %s", paths[i]); answer("%x", fcntl(fd, F_GETFL));
		ask("F_SETFL O_DIRECT %s", paths[i]); outcome(fcntl(fd, F_SETFL, O_DIRECT));
		ask("F_SETFL O_APPEND %s", paths[i]); outcome(fcntl(fd, F_SETFL, O_APPEND));
		ask("F_SETFL O_ASYNC %s", paths[i]); outcome(fcntl(fd, F_SETFL, O_ASYNC));
		ask("F_GET_SEALS %s", paths[i]); number(fcntl(fd, F_GET_SEALS));
		ask("F_GET_RW_HINT %s", paths[i]);
		uint64_t hint = 0;
		outcome(fcntl(fd, F_GET_RW_HINT, &hint));
		close(queue);
		close(fd);
	}
}

void probe_event(void)
{
	watched("types/file");
	watched("types");
	watches();
	marks();
	readiness();
}
