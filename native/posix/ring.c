#include "probe.h"
#include <linux/io_uring.h>
#include <sys/mman.h>

static struct {
	int fd;
	char *rings;
	struct io_uring_sqe *requests;
	struct io_uring_params parameters;
} ring;

static int set_up(void)
{
	struct io_uring_params *p = &ring.parameters;
	size_t size;

	ring.fd = (int)syscall(SYS_io_uring_setup, 4, p);
	if (ring.fd < 0)
		return -1;
	if (!(p->features & IORING_FEAT_SINGLE_MMAP)) {
		errno = ENOSYS;
		return -1;
	}
	size = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe) + p->sq_off.array + p->sq_entries * sizeof(unsigned);
	ring.rings = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, IORING_OFF_SQ_RING);
	ring.requests = mmap(NULL, p->sq_entries * sizeof(*ring.requests), PROT_READ | PROT_WRITE, MAP_SHARED, ring.fd, IORING_OFF_SQES);
	return ring.rings == MAP_FAILED || ring.requests == MAP_FAILED ? -1 : 0;
}

/* One request, waited for. */
static void request(const char *what, unsigned char opcode, int fd, const void *address, unsigned length, uint64_t offset)
{
	struct io_uring_params *p = &ring.parameters;
	unsigned *tail = (void *)(ring.rings + p->sq_off.tail), *array = (void *)(ring.rings + p->sq_off.array);
	unsigned *head = (void *)(ring.rings + p->cq_off.head), slot = *tail & (p->sq_entries - 1);
	struct io_uring_cqe *done = (void *)(ring.rings + p->cq_off.cqes);

	ring.requests[slot] = (struct io_uring_sqe){ .opcode = opcode, .fd = fd, .addr = (uintptr_t)address, .len = length, .off = offset };
	array[slot] = slot;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	ask("%s", what);
	if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) < 0) {
		number(-1);
		return;
	}
	done += *head & (p->cq_entries - 1);
	if (done->res < 0)
		answer("%s", strerrorname_np(-done->res));
	else
		answer("%d", opcode == IORING_OP_OPENAT ? 0 : done->res);
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
}

void probe_ring(void)
{
	static char bytes[8192];
	static struct statx x;
	int fd = open("plain/4097", O_RDONLY);

	if (set_up() != 0) {
		ask("io_uring");
		number(-1);
		return;
	}
	request("read", IORING_OP_READ, fd, bytes, 100, 0);
	request("read at the end", IORING_OP_READ, fd, bytes, 100, 4097);
	request("read over the end", IORING_OP_READ, fd, bytes, sizeof(bytes), 1);
	ask("bytes of it"); answer("%016llx", (unsigned long long)digest(bytes, 4096));
	request("write", IORING_OP_WRITE, fd, bytes, 1, 0);
	request("fsync", IORING_OP_FSYNC, fd, NULL, 0, 0);
	request("openat", IORING_OP_OPENAT, AT_FDCWD, "types/file", 0, 0);
	request("openat of nothing", IORING_OP_OPENAT, AT_FDCWD, "types/missing", 0, 0);
	request("mkdirat", IORING_OP_MKDIRAT, AT_FDCWD, "types/new", 0755, 0);
	request("unlinkat", IORING_OP_UNLINKAT, AT_FDCWD, "types/file", 0, 0);
	request("statx", IORING_OP_STATX, AT_FDCWD, "types/file", 0x7ff, (uintptr_t)&x);
	request("fadvise", IORING_OP_FADVISE, fd, NULL, 0, 0);
}
