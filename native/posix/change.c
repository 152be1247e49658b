#include "probe.h"
#include <linux/fs.h>
#include <sys/time.h>
#include <sys/xattr.h>
#include <utime.h>

static char too_long[300];

/* Where changes are tried: what is there, what is not, and what cannot be reached. */
static const struct { const char *name, *path; } subjects[] = {
	{ "root", "." }, { "file", "types/file" }, { "directory", "types/dir" }, { "empty-directory", "types/empty" }, { "link", "types/link" },
	{ "link-to-directory", "types/link-dir" }, { "dangling", "types/dangling" }, { "loop", "types/loop" }, { "fifo", "types/fifo" },
	{ "chr", "types/chr" }, { "missing", "types/missing" }, { "below-missing", "types/missing/x" }, { "below-file", "types/file/x" },
	{ "missing/", "types/missing/" }, { "file/", "types/file/" }, { "directory/", "types/dir/" }, { "dot", "types/dir/." },
	{ "dotdot", "types/dir/.." }, { "nothing", "" }, { "too-long", too_long }, { "no-access", "modes/dir-0700/inside" },
	{ "new-in-no-access", "modes/dir-0755/new" },
};

static void names(const char *name, const char *path, const char *who)
{
	ask("mkdir %s%s", name, who); outcome(mkdir(path, 0755));
	ask("mknod fifo %s%s", name, who); outcome(mknod(path, S_IFIFO | 0600, 0));
	ask("mknod chr %s%s", name, who); outcome(mknod(path, S_IFCHR | 0600, 0x103));
	ask("mknod file %s%s", name, who); outcome(mknod(path, S_IFREG | 0600, 0));
	ask("creat %s%s", name, who); outcome(open(path, O_WRONLY | O_CREAT | O_EXCL | O_NONBLOCK, 0600) < 0 ? -1 : 0);
	ask("unlink %s%s", name, who); outcome(unlink(path));
	ask("rmdir %s%s", name, who); outcome(rmdir(path));
	ask("symlink %s%s", name, who); outcome(symlink("x", path));
	ask("link to %s%s", name, who); outcome(link("types/file", path));
	ask("link from %s%s", name, who); outcome(link(path, "types/new"));
	ask("link across from %s%s", name, who); outcome(linkat(AT_FDCWD, path, open(scratch, O_PATH), "across", 0));
}

static void renames(const char *name, const char *path, const char *who)
{
	static const struct word flags[] = {
		{ "0", 0 }, W(RENAME_NOREPLACE), W(RENAME_EXCHANGE), W(RENAME_WHITEOUT), { "both", RENAME_NOREPLACE | RENAME_EXCHANGE }, { "unknown", 64 },
	};
	int outside = open(scratch, O_PATH);
	size_t i;

	for (i = 0; i < COUNT(flags); i++) {
		ask("rename %s to new %s%s", name, flags[i].name, who);
		outcome(renameat2(AT_FDCWD, path, AT_FDCWD, "types/new", (unsigned)flags[i].value));
		ask("rename %s to file %s%s", name, flags[i].name, who);
		outcome(renameat2(AT_FDCWD, path, AT_FDCWD, "types/file", (unsigned)flags[i].value));
	}
	ask("rename to itself %s%s", name, who); outcome(rename(path, path));
	ask("rename file to %s%s", name, who); outcome(rename("types/file", path));
	ask("rename across from %s%s", name, who); outcome(renameat(AT_FDCWD, path, outside, "across"));
	close(outside);
}

static void attributes(const char *name, const char *path, const char *who)
{
	struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } }, kept[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
	struct timespec given[2] = { { 1, 2 }, { 3, 4 } }, wrong[2] = { { 1, -5 }, { 1, 2000000000 } };

	ask("chmod %s%s", name, who); outcome(chmod(path, 0600));
	ask("chmod without following %s%s", name, who); outcome(syscall(452, AT_FDCWD, path, 0600, AT_SYMLINK_NOFOLLOW));
	ask("chown %s%s", name, who); outcome(chown(path, 1, 1));
	ask("chown to nobody else %s%s", name, who); outcome(chown(path, -1, -1));
	ask("lchown %s%s", name, who); outcome(lchown(path, 1, 1));
	ask("utimensat null %s%s", name, who); outcome(utimensat(AT_FDCWD, path, NULL, 0));
	ask("utimensat now %s%s", name, who); outcome(utimensat(AT_FDCWD, path, now, 0));
	ask("utimensat omit %s%s", name, who); outcome(utimensat(AT_FDCWD, path, kept, 0));
	ask("utimensat given %s%s", name, who); outcome(utimensat(AT_FDCWD, path, given, AT_SYMLINK_NOFOLLOW));
	ask("utimensat wrong %s%s", name, who); outcome(utimensat(AT_FDCWD, path, wrong, 0));
	ask("truncate %s%s", name, who); outcome(truncate(path, 0));
	ask("truncate to -1 %s%s", name, who); outcome(truncate(path, -1));
	ask("truncate to 2^62 %s%s", name, who); outcome(truncate(path, 1LL << 62));
}

static void xattrs(const char *name, const char *path, const char *who)
{
	static const char *const keys[] = { "user.new", "user.a", "trusted.new", "security.new", "system.new", "system.posix_acl_access", "nope", "" };
	static const struct word flags[] = { { "0", 0 }, W(XATTR_CREATE), W(XATTR_REPLACE), { "unknown", 8 } };
	size_t i, j;

	for (i = 0; i < COUNT(keys); i++) {
		for (j = 0; j < COUNT(flags); j++) {
			ask("setxattr %s '%s' %s%s", name, keys[i], flags[j].name, who);
			outcome(setxattr(path, keys[i], "v", 1, (int)flags[j].value));
		}
		ask("lsetxattr %s '%s'%s", name, keys[i], who); outcome(lsetxattr(path, keys[i], "v", 1, 0));
		ask("removexattr %s '%s'%s", name, keys[i], who); outcome(removexattr(path, keys[i]));
		ask("lremovexattr %s '%s'%s", name, keys[i], who); outcome(lremovexattr(path, keys[i]));
	}
	ask("setxattr of 64 KiB and one %s%s", name, who); outcome(setxattr(path, "user.big", tree, 65537, 0));
}

static void everywhere(const char *who)
{
	size_t i;

	for (i = 0; i < COUNT(subjects); i++) {
		names(subjects[i].name, subjects[i].path, who);
		renames(subjects[i].name, subjects[i].path, who);
		attributes(subjects[i].name, subjects[i].path, who);
		xattrs(subjects[i].name, subjects[i].path, who);
	}
}

static void by_user(const struct user *user)
{
	char who[64];

	snprintf(who, sizeof(who), " as %s", user->name);
	everywhere(who);
}

void probe_change(void)
{
	memset(too_long, 'x', sizeof(too_long) - 1);
	everywhere("");
	as_user(&users[5], by_user);
}
