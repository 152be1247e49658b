#include "probe.h"
#include <sys/xattr.h>

static unsigned char value[70000];

static const char *const subjects[] = {
	"xattr/file", "xattr/dir", "xattr/link", "xattr/big", "xattr/capability", "xattr/empty-value", "xattr/fifo", "types/file", "types/dangling",
	"acl/file", "acl/dir", "acl/dir/file", "types/missing", "types/file/x", "",
};

static const char *const keys[] = {
	"user.a", "user.binary", "user.empty", "user.long", "user.big", "user.missing", "trusted.t", "trusted.missing", "security.capability",
	"security.missing", "system.posix_acl_access", "system.posix_acl_default", "system.missing", "user.", "user", "nope.x", "",
	"user.ocifs", "trusted.overlay.opaque", "user.0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567"
	"89012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
	"678901234567890123456789012345678901234567890123456789",
};

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list(const char *path, const char *who)
{
	static char names[65536];
	char *sorted[200];
	size_t count = 0, i;
	ssize_t length, whole = llistxattr(path, NULL, 0);

	ask("list of %s%s, asked for its size", path, who); number(whole);
	ask("list of %s%s into 1", path, who); number(llistxattr(path, names, 1));
	if (whole > 0) {
		ask("list of %s%s into one less", path, who); number(llistxattr(path, names, (size_t)whole - 1));
		ask("list of %s%s into its size", path, who); number(llistxattr(path, names, (size_t)whole));
	}
	length = llistxattr(path, names, sizeof(names));
	for (i = 0; length > 0 && i < (size_t)length; i += strlen(names + i) + 1)
		sorted[count++] = names + i;
	qsort(sorted, count, sizeof(*sorted), compare);
	ask("list of %s%s", path, who);
	putchar('\t');
	for (i = 0; i < count; i++)
		printf("%s ", sorted[i]);
	printf("%s\n", length < 0 ? strerrorname_np(errno) : "ok");
	ask("list of %s%s, followed", path, who); number(listxattr(path, names, sizeof(names)));
}

static void get(const char *path, const char *key, const char *who)
{
	ssize_t length, whole = lgetxattr(path, key, NULL, 0);

	ask("%s '%s'%s size", path, key, who); number(whole);
	ask("%s '%s'%s into 1", path, key, who); number(lgetxattr(path, key, value, 1));
	if (whole > 0) {
		ask("%s '%s'%s into one less", path, key, who); number(lgetxattr(path, key, value, (size_t)whole - 1));
		ask("%s '%s'%s into its size", path, key, who); number(lgetxattr(path, key, value, (size_t)whole));
	}
	ask("%s '%s'%s value", path, key, who);
	length = lgetxattr(path, key, value, 65536);
	if (length < 0)
		number(-1);
	else
		answer("%zd %016llx", length, (unsigned long long)digest(value, (size_t)length));
	ask("%s '%s'%s followed", path, key, who); number(getxattr(path, key, value, sizeof(value)));
}

static void everything(const char *who)
{
	size_t i, j;

	for (i = 0; i < COUNT(subjects); i++) {
		list(subjects[i], who);
		for (j = 0; j < COUNT(keys); j++)
			get(subjects[i], keys[j], who);
	}
}

static void by_user(const struct user *user)
{
	char who[64];

	snprintf(who, sizeof(who), " as %s", user->name);
	everything(who);
}

void probe_xattr(void)
{
	int fd = open("xattr/file", O_RDONLY), path = open("xattr/file", O_PATH);

	everything("");
	as_user(&users[5], by_user);
	ask("fgetxattr"); number(fgetxattr(fd, "user.a", value, sizeof(value)));
	ask("flistxattr gives names"); answer("%d", flistxattr(fd, (char *)value, sizeof(value)) > 0);
	ask("fgetxattr O_PATH"); number(fgetxattr(path, "user.a", value, sizeof(value)));
	ask("flistxattr O_PATH"); number(flistxattr(path, (char *)value, sizeof(value)));
	ask("getxattr into nowhere"); number(getxattr("xattr/file", "user.a", NULL, 100));
	close(fd);
	close(path);
}
