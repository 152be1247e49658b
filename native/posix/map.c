#include "probe.h"
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>

static sigjmp_buf back;

static void caught(int signal)
{
	siglongjmp(back, signal);
}

/* What reading, or writing, one byte of memory does. */
static void touch(const char *what, volatile unsigned char *byte, int write)
{
	int signal;

	ask("%s", what);
	signal = sigsetjmp(back, 1);
	if (signal != 0) {
		answer("SIG%s", sigabbrev_np(signal));
		return;
	}
	if (write)
		*byte = 0x5a;
	answer("%02x", *byte);
}

static void protections(const char *name, int flags, const char *flag_name)
{
	static const struct word accesses[] = { { "O_RDONLY", O_RDONLY }, { "O_PATH", O_PATH } };
	static const struct word bits[] = {
		W(PROT_NONE), W(PROT_READ), W(PROT_WRITE), W(PROT_EXEC), { "R|W", PROT_READ | PROT_WRITE }, { "R|X", PROT_READ | PROT_EXEC },
	};
	size_t i, j;

	for (i = 0; i < COUNT(accesses); i++) {
		int fd = open(name, (int)accesses[i].value);

		for (j = 0; j < COUNT(bits); j++) {
			void *place = mmap(NULL, 4096, (int)bits[j].value, flags, fd, 0);

			ask("%s %s %s %s", name, accesses[i].name, bits[j].name, flag_name);
			outcome(place == MAP_FAILED ? -1 : 0);
			if (place != MAP_FAILED)
				munmap(place, 4096);
		}
		close(fd);
	}
}

static void contents(void)
{
	int fd = open("plain/4097", O_RDONLY);
	unsigned char *shared = mmap(NULL, 5 * 4096, PROT_READ, MAP_SHARED, fd, 0);
	unsigned char *own = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	unsigned char byte;

	touch("first byte", shared, 0);
	touch("last byte", shared + 4096, 0);
	touch("behind the end in the last page", shared + 4097, 0);
	touch("a page behind the end", shared + 2 * 4096, 0);
	touch("four pages behind the end", shared + 4 * 4096, 0);
	touch("write to a shared page", shared, 1);
	touch("write to a page of one's own", own, 1);
	ask("the file after that");
	answer("%zd %d", pread(fd, &byte, 1, 0), byte == 0x5a);
	ask("mprotect to writable, shared"); outcome(mprotect(shared, 4096, PROT_READ | PROT_WRITE));
	ask("mprotect to executable"); outcome(mprotect(shared, 4096, PROT_READ | PROT_EXEC));
	ask("msync"); outcome(msync(shared, 4096, MS_SYNC));
	ask("mlock"); outcome(mlock(shared, 4096));
	munmap(shared, 5 * 4096);
	munmap(own, 2 * 4096);
	close(fd);
}

static void advices(void)
{
	static const struct word list[] = {
		W(MADV_NORMAL), W(MADV_RANDOM), W(MADV_SEQUENTIAL), W(MADV_WILLNEED), W(MADV_DONTNEED), W(MADV_REMOVE), W(MADV_FREE), W(MADV_COLD),
		W(MADV_PAGEOUT), W(MADV_POPULATE_READ), W(MADV_POPULATE_WRITE), W(MADV_HUGEPAGE), W(MADV_MERGEABLE),
	};
	int fd = open("plain/1048577", O_RDONLY);
	void *place = mmap(NULL, 1 << 20, PROT_READ, MAP_SHARED, fd, 0);
	size_t i;

	for (i = 0; i < COUNT(list); i++) {
		ask("madvise %s", list[i].name);
		outcome(madvise(place, 1 << 20, (int)list[i].value));
	}
	ask("contents after all advice");
	answer("%016llx", (unsigned long long)digest(place, 1 << 20));
	close(fd);
}

void probe_map(void)
{
	int fd = open("plain/4097", O_RDONLY);

	signal(SIGBUS, caught);
	signal(SIGSEGV, caught);
	protections("plain/4097", MAP_SHARED, "MAP_SHARED");
	protections("plain/4097", MAP_PRIVATE, "MAP_PRIVATE");
	protections("plain/4097", MAP_SHARED_VALIDATE | MAP_SYNC, "MAP_SYNC");
	protections("plain/0", MAP_SHARED, "MAP_SHARED");
	protections("types/dir", MAP_SHARED, "MAP_SHARED");
	protections("bin/static", MAP_PRIVATE | MAP_DENYWRITE, "MAP_DENYWRITE");
	ask("offset not on a page"); outcome(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 1) == MAP_FAILED ? -1 : 0);
	ask("offset behind the end"); outcome(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 1 << 20) == MAP_FAILED ? -1 : 0);
	ask("length 0"); outcome(mmap(NULL, 0, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0);
	close(fd);
	contents();
	advices();
}
