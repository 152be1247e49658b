#include "probe.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/xattr.h>

/* Every way to change something, once the kernel has been told that it may be. */
static void changes(void)
{
	int fd = open("types/file", O_RDWR), folder = open("types", O_RDONLY);

	ask("write"); outcome(fd < 0 ? -1 : write(fd, "x", 1));
	ask("ftruncate"); outcome(fd < 0 ? -1 : ftruncate(fd, 1));
	ask("fallocate"); outcome(fd < 0 ? -1 : fallocate(fd, 0, 0, 10000));
	ask("truncate"); outcome(truncate("types/file", 0));
	ask("open O_TRUNC"); outcome(open("types/file", O_WRONLY | O_TRUNC) < 0 ? -1 : 0);
	ask("creat"); outcome(creat("types/new", 0600) < 0 ? -1 : 0);
	ask("O_TMPFILE"); outcome(open("types", O_TMPFILE | O_RDWR, 0600) < 0 ? -1 : 0);
	ask("mkdir"); outcome(mkdir("types/new", 0700));
	ask("mknod"); outcome(mknod("types/new", S_IFIFO | 0600, 0));
	ask("symlink"); outcome(symlink("x", "types/new"));
	ask("link"); outcome(link("types/file", "types/new"));
	ask("unlink"); outcome(unlink("types/file"));
	ask("rmdir"); outcome(rmdir("types/empty"));
	ask("rename"); outcome(rename("types/file", "types/new"));
	ask("exchange"); outcome(renameat2(folder, "file", folder, "link", RENAME_EXCHANGE));
	ask("chmod"); outcome(chmod("types/file", 0600));
	ask("chown"); outcome(chown("types/file", 1, 1));
	ask("utimensat"); outcome(utimensat(AT_FDCWD, "types/file", NULL, 0));
	ask("setxattr"); outcome(setxattr("types/file", "user.x", "v", 1, 0));
	ask("removexattr"); outcome(removexattr("xattr/file", "user.a"));
	close(fd);
	close(folder);
}

/* The last group: what it asks for holds for the filesystem, not only in the namespace. */
void probe_remount(void)
{
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || chdir(tree) != 0)
		return;
	ask("for writing"); outcome(mount(NULL, tree, NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV, NULL));
	changes();
	ask("back"); outcome(mount(NULL, tree, NULL, MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, NULL));
}
