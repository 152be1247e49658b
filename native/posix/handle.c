#include "probe.h"
#include <linux/stat.h>

/* Handles are what NFS servers and fanotify keep of a file. */
static void handle(const char *name)
{
	union { struct file_handle handle; char room[sizeof(struct file_handle) + MAX_HANDLE_SZ]; } it = { .handle = { .handle_bytes = 0 } };
	int mount_id = 0, mount_fd = open(".", O_RDONLY), fd;
	struct statx x;
	struct stat a, b;

	ask("name_to_handle_at %s without room", name);
	outcome(name_to_handle_at(AT_FDCWD, name, &it.handle, &mount_id, 0));
	it.handle.handle_bytes = MAX_HANDLE_SZ + 1;
	ask("name_to_handle_at %s, too much room", name);
	outcome(name_to_handle_at(AT_FDCWD, name, &it.handle, &mount_id, 0));
	it.handle.handle_bytes = MAX_HANDLE_SZ;
	ask("name_to_handle_at %s", name);
	if (name_to_handle_at(AT_FDCWD, name, &it.handle, &mount_id, 0) != 0) {
		number(-1);
		return;
	}
	answer("ok");
	ask("mount number of %s is that of statx", name);
	answer("%d", syscall(SYS_statx, AT_FDCWD, name, AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &x) == 0 && (int)x.stx_mnt_id == mount_id);
	ask("open_by_handle_at %s", name);
	fd = open_by_handle_at(mount_fd, &it.handle, O_PATH);
	outcome(fd < 0 ? -1 : 0);
	ask("open_by_handle_at %s is the same file", name);
	answer("%d", lstat(name, &a) == 0 && fstat(fd, &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev);
	close(fd);
	ask("open_by_handle_at %s for writing", name);
	fd = open_by_handle_at(mount_fd, &it.handle, O_RDWR | O_NONBLOCK);
	outcome(fd < 0 ? -1 : 0);
	close(fd);
	it.handle.f_handle[0] ^= 0x55;
	it.handle.f_handle[1] ^= 0x55;
	it.handle.f_handle[it.handle.handle_bytes - 1] ^= 0x55;
	ask("open_by_handle_at %s, bits changed", name);
	fd = open_by_handle_at(mount_fd, &it.handle, O_PATH);
	outcome(fd < 0 ? -1 : 0);
	close(fd);
	close(mount_fd);
}

void probe_handle(void)
{
	static const char *const subjects[] = { ".", "types/file", "types/dir", "types/link", "types/fifo", "types/missing" };
	size_t i;

	for (i = 0; i < COUNT(subjects); i++)
		handle(subjects[i]);
}
