#include "probe.h"
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/quota.h>
#include <sys/swap.h>
#include <sys/xattr.h>

/* By descriptors that can only be read: what is refused, and by which word. */
static void by_descriptor(const char *name)
{
	static const struct word modes[] = {
		{ "0", 0 }, { "KEEP_SIZE", 1 }, { "PUNCH_HOLE", 3 }, { "COLLAPSE", 8 }, { "ZERO", 16 }, { "INSERT", 32 }, { "UNSHARE", 64 }, { "unknown", 1 << 20 },
	};
	struct timespec given[2] = { { 1, 2 }, { 3, 4 } };
	int fd = open(name, O_RDONLY | O_NONBLOCK), path = open(name, O_PATH);
	size_t i;

	ask("ftruncate %s", name); outcome(ftruncate(fd, 0));
	ask("ftruncate to -1 %s", name); outcome(ftruncate(fd, -1));
	ask("fchmod %s", name); outcome(fchmod(fd, 0600));
	ask("fchmod O_PATH %s", name); outcome(fchmod(path, 0600));
	ask("fchown %s", name); outcome(fchown(fd, 1, 1));
	ask("futimens %s", name); outcome(futimens(fd, given));
	ask("fsetxattr %s", name); outcome(fsetxattr(fd, "user.x", "v", 1, 0));
	ask("fremovexattr %s", name); outcome(fremovexattr(fd, "user.a"));
	ask("write %s", name); outcome(write(fd, "x", 1));
	ask("write of nothing %s", name); outcome(write(fd, "x", 0));
	for (i = 0; i < COUNT(modes); i++) {
		ask("fallocate %s %s", modes[i].name, name);
		outcome(fallocate(fd, (int)modes[i].value, 0, 4096));
	}
	ask("posix_fallocate %s", name);
	errno = posix_fallocate(fd, 0, 10);
	outcome(errno ? -1 : 0);
	close(fd);
	close(path);
}

static void controls(const char *name)
{
	static const struct word list[] = {
		W(FS_IOC_GETFLAGS), W(FS_IOC_SETFLAGS), W(FS_IOC_FSGETXATTR), W(FS_IOC_FSSETXATTR), W(FS_IOC_GETVERSION), W(FS_IOC_SETVERSION),
		W(FS_IOC_GETFSLABEL), W(FS_IOC_SETFSLABEL), W(FIBMAP), W(FIGETBSZ), W(FITRIM), W(FIFREEZE), W(FITHAW), W(FIONREAD), W(FIOCLEX), W(FIONBIO),
		W(FIOASYNC), W(FIOQSIZE), W(FICLONE), W(FICLONERANGE), W(FIDEDUPERANGE), W(TCGETS), W(BLKGETSIZE64),
		{ "FS_IOC_ENABLE_VERITY", 0x40806685 }, { "FS_IOC_MEASURE_VERITY", 0xc0046686 }, { "FS_IOC_GET_ENCRYPTION_POLICY", 0x400c6615 },
		{ "FS_IOC_GETFSUUID", 0x80111500 }, { "unknown", 0x7777 },
	};
	static unsigned char argument[4096];
	struct fiemap *map = (struct fiemap *)argument;
	int fd = open(name, O_RDONLY | O_NONBLOCK);
	size_t i;

	for (i = 0; i < COUNT(list); i++) {
		memset(argument, 0, sizeof(argument));
		ask("ioctl %s %s", list[i].name, name);
		outcome(ioctl(fd, (unsigned long)list[i].value, argument));
	}
	memset(argument, 0, sizeof(argument));
	map->fm_length = FIEMAP_MAX_OFFSET;
	map->fm_extent_count = 16;
	ask("ioctl FS_IOC_FIEMAP %s", name); outcome(ioctl(fd, FS_IOC_FIEMAP, map));
	close(fd);
}

static void syncs(void)
{
	int file = open("plain/4097", O_RDONLY), path = open("plain/4097", O_PATH);

	ask("fsync"); outcome(fsync(file));
	ask("fdatasync"); outcome(fdatasync(file));
	ask("syncfs"); outcome(syncfs(file));
	ask("sync_file_range"); outcome(sync_file_range(file, 0, 4096, SYNC_FILE_RANGE_WRITE));
	ask("fsync O_PATH"); outcome(fsync(path));
	ask("syncfs O_PATH"); outcome(syncfs(path));
	close(file);
	close(path);
}

static void administration(void)
{
	struct if_dqblk block;
	int format;
	char path[4096];

	/* The device of a mount that has one would be asked; by the tree itself it is the same question for all. */
	int fd = open(".", O_RDONLY);
	ask("quotactl_fd Q_GETFMT"); outcome(syscall(443, fd, QCMD(Q_GETFMT, USRQUOTA), 0, &format));
	ask("quotactl_fd Q_GETQUOTA"); outcome(syscall(443, fd, QCMD(Q_GETQUOTA, USRQUOTA), 0, &block));
	ask("quotactl_fd Q_SYNC"); outcome(syscall(443, fd, QCMD(Q_SYNC, USRQUOTA), 0, NULL));
	close(fd);
	ask("swapon of a file"); outcome(swapon("plain/1048577", 0));
	ask("swapon of a directory"); outcome(swapon("types/dir", 0));
	ask("acct"); outcome(acct("plain/1"));
	snprintf(path, sizeof(path), "%s/types/new", tree);
	ask("bind a socket");
	outcome(syscall(SYS_mknodat, AT_FDCWD, path, S_IFSOCK | 0600, 0));
}

void probe_control(void)
{
	static const char *const subjects[] = { "types/file", "types/dir", "types/fifo", "xattr/file" };
	size_t i;

	for (i = 0; i < COUNT(subjects); i++) {
		by_descriptor(subjects[i]);
		controls(subjects[i]);
	}
	syncs();
	administration();
}
