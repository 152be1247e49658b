#include "probe.h"
#include <dirent.h>
#include <ftw.h>
#include <linux/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

static int fact(const char *file, const struct stat *s, int type, struct FTW *where)
{
	const char *path = shown(file);

	(void)where;
	/* The 5,000 names are alike: three say it. */
	if (strncmp(path, "./wide/", 7) == 0 && strncmp(path, "./wide/name-000", 15) != 0)
		return 0;
	ask("%s type and mode", path); answer("%o", s->st_mode);
	ask("%s owner", path); answer("%u:%u", s->st_uid, s->st_gid);
	ask("%s links", path); answer("%lu", (unsigned long)s->st_nlink);
	ask("%s mtime", path); answer("%lld", (long long)s->st_mtim.tv_sec);
	ask("%s nanoseconds", path); answer("%ld", s->st_mtim.tv_nsec);
	ask("%s rdev", path); answer("%u:%u", major(s->st_rdev), minor(s->st_rdev));
	ask("%s blksize", path); answer("%ld", (long)s->st_blksize);
	if (!S_ISDIR(s->st_mode)) {
		ask("%s size", path); answer("%lld", (long long)s->st_size);
	}
	if (S_ISREG(s->st_mode)) {
		ask("%s blocks", path); answer("%lld", (long long)s->st_blocks);
	}
	if (type == FTW_DNR || type == FTW_NS) {
		ask("%s can be visited", path); answer("no");
	}
	return 0;
}

static void hard_links(void)
{
	struct stat a, b, c;

	if (stat("hard/a", &a) != 0 || stat("hard/b", &b) != 0 || stat("hard/below/c", &c) != 0)
		return;
	ask("hard links share a number"); answer("%d", a.st_ino == b.st_ino && b.st_ino == c.st_ino && a.st_dev == c.st_dev);
}

static void by_descriptor(void)
{
	static const struct word flags[] = { W(O_RDONLY), W(O_PATH), { "O_PATH|O_NOFOLLOW", O_PATH | O_NOFOLLOW } };
	struct stat s;
	size_t i;

	for (i = 0; i < COUNT(flags); i++) {
		int fd = open("types/link", (int)flags[i].value);

		ask("fstat of types/link by %s", flags[i].name);
		if (fstat(fd, &s) != 0)
			number(-1);
		else
			answer("%o", s.st_mode);
		ask("fstatat \"\" AT_EMPTY_PATH by %s", flags[i].name); outcome(fstatat(fd, "", &s, AT_EMPTY_PATH));
		ask("fstatat \"\" by %s", flags[i].name); outcome(fstatat(fd, "", &s, 0));
		close(fd);
	}
	ask("fstatat with unknown flags"); outcome(fstatat(AT_FDCWD, "plain/1", &s, 0x40000000));
	ask("stat into nowhere"); outcome(syscall(SYS_newfstatat, AT_FDCWD, "plain/1", NULL, 0));
}

static void masks(void)
{
	static const struct word list[] = {
		W(STATX_TYPE), W(STATX_MODE), W(STATX_NLINK), W(STATX_UID), W(STATX_GID), W(STATX_ATIME), W(STATX_MTIME), W(STATX_CTIME),
		W(STATX_INO), W(STATX_SIZE), W(STATX_BLOCKS), W(STATX_BASIC_STATS), W(STATX_BTIME), W(STATX_MNT_ID),
		{ "STATX_DIOALIGN", 0x2000 }, { "STATX_MNT_ID_UNIQUE", 0x4000 }, { "STATX_SUBVOL", 0x8000 }, { "STATX_WRITE_ATOMIC", 0x10000 },
		{ "0", 0 }, { "reserved", (long)STATX__RESERVED },
	};
	static const struct word syncs[] = { W(AT_STATX_SYNC_AS_STAT), W(AT_STATX_FORCE_SYNC), W(AT_STATX_DONT_SYNC), { "both", 0x6000 } };
	static const char *const paths[] = { "plain/1", "types/dir", "types/link", "types/fifo", "types/chr" };
	struct statx x;
	size_t i, j;

	for (i = 0; i < COUNT(paths); i++) {
		for (j = 0; j < COUNT(list); j++) {
			ask("statx %s %s", paths[i], list[j].name);
			if (syscall(SYS_statx, AT_FDCWD, paths[i], AT_SYMLINK_NOFOLLOW, (unsigned)list[j].value, &x) != 0)
				number(-1);
			else
				/* More than was asked may be told; what was asked must be. */
				answer("%lx", (unsigned long)(x.stx_mask & list[j].value));
		}
		for (j = 0; j < COUNT(syncs); j++) {
			ask("statx %s %s", paths[i], syncs[j].name);
			outcome(syscall(SYS_statx, AT_FDCWD, paths[i], (int)syncs[j].value, STATX_BASIC_STATS, &x));
		}
		if (syscall(SYS_statx, AT_FDCWD, paths[i], AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &x) != 0)
			continue;
		ask("statx %s attributes", paths[i]); answer("%llx", (unsigned long long)x.stx_attributes);
		ask("statx %s attributes known", paths[i]); answer("%llx", (unsigned long long)x.stx_attributes_mask);
	}
}

static void filesystem(void)
{
	struct statfs s;
	struct statvfs v;

	if (statfs(".", &s) != 0 || statvfs(".", &v) != 0)
		return;
	ask("statfs bsize"); answer("%ld", (long)s.f_bsize);
	ask("statfs blocks are counted"); answer("%d", s.f_blocks > 0);
	ask("statfs free"); answer("%llu %llu", (unsigned long long)s.f_bfree, (unsigned long long)s.f_bavail);
	ask("statfs files are counted"); answer("%d", s.f_files > 0);
	ask("statfs free files"); answer("%llu", (unsigned long long)s.f_ffree);
	ask("statfs namelen"); answer("%ld", (long)s.f_namelen);
	ask("statfs has a number"); answer("%d", s.f_fsid.__val[0] != 0 || s.f_fsid.__val[1] != 0);
	ask("statvfs flags"); answer("%lx", v.f_flag & (ST_RDONLY | ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_SYNCHRONOUS | ST_MANDLOCK));
	ask("statfs of a link that leads nowhere"); outcome(statfs("types/dangling", &s));
	ask("statfs of nothing"); outcome(statfs("types/missing", &s));
	ask("statfs through a file"); outcome(statfs("types/file/below", &s));
}

void probe_stat(void)
{
	nftw(".", fact, 64, FTW_PHYS | FTW_MOUNT);
	hard_links();
	by_descriptor();
	masks();
	filesystem();
}
