#include "probe.h"
#include <sched.h>
#include <sys/mount.h>

static char place[4096];

static const char *in(const char *name)
{
	snprintf(place, sizeof(place), "%s/%s", scratch, name);
	return place;
}

static void folders(void)
{
	int fd = open("types/dir", O_PATH), file = open("types/file", O_PATH);
	char where[4096];
	const char *found;

	ask("fchdir"); outcome(fchdir(fd));
	found = getcwd(where, sizeof(where));
	ask("getcwd"); answer("%s", found ? found + strlen(tree) : strerrorname_np(errno));
	ask("fchdir to a file"); outcome(fchdir(file));
	ask("getcwd into 2 bytes"); outcome(getcwd(where, 2) ? 0 : -1);
	if (chdir(tree) != 0)
		return;
	close(fd);
	close(file);
}

static void other_root(void)
{
	struct stat s;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		ask("chroot to a file"); outcome(chroot("types/file"));
		ask("chroot"); outcome(chroot("."));
		ask("an absolute link, now inside"); outcome(stat("/types/absolute", &s));
		ask("above the root"); outcome(stat("/../../types/file", &s));
		ask("run there"); putchar('\t'); fflush(stdout);
		execl("/bin/static", "static", "--who", NULL);
		puts(strerrorname_np(errno));
		fflush(stdout);
		_exit(1);
	}
	waitpid(child, NULL, 0);
}

static void binds(void)
{
	mkdir(in("bind"), 0755);
	ask("bind"); outcome(mount("types", place, NULL, MS_BIND, NULL));
	ask("bind, file inside"); outcome(access(in("bind/file"), R_OK));
	ask("bind cannot be made writable"); outcome(mount(NULL, in("bind"), NULL, MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV, NULL));
	ask("creat in it after that"); outcome(creat(in("bind/new"), 0600) < 0 ? -1 : 0);
	mkdir(in("moved"), 0755);
	char to[4096];
	snprintf(to, sizeof(to), "%s/moved", scratch);
	ask("move"); outcome(mount(in("bind"), to, NULL, MS_MOVE, NULL));
	ask("moved, file inside"); outcome(access(in("moved/file"), R_OK));
	int fd = open(in("moved/file"), O_RDONLY);
	ask("umount while a file is open"); outcome(umount2(in("moved"), UMOUNT_NOFOLLOW));
	close(fd);
	ask("umount"); outcome(umount2(in("moved"), UMOUNT_NOFOLLOW));
	ask("mount on a folder of it"); outcome(mount("tmpfs", "types/dir", "tmpfs", 0, NULL));
	ask("umount that"); outcome(umount2("types/dir", 0));
	ask("bind onto a file of it"); outcome(mount("plain/1", "types/file", NULL, MS_BIND, NULL));
	ask("umount that too"); outcome(umount2("types/file", 0));
	ask("clone the tree of mounts");
	fd = (int)syscall(428, AT_FDCWD, ".", 1);
	outcome(fd < 0 ? -1 : 0);
	close(fd);
}

static void copy_up(const char *what, const char *path)
{
	struct stat s;

	ask("overlay: chmod %s", what); outcome(chmod(in(path), 0751));
	ask("overlay: %s after that", what);
	if (lstat(in(path), &s) != 0)
		number(-1);
	else
		answer("%o %lld", s.st_mode, (long long)s.st_size);
}

static void overlay(void)
{
	char options[16384], to[4096];

	mkdir(in("upper"), 0755); mkdir(in("work"), 0755); mkdir(in("merged"), 0755);
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s/upper,workdir=%s/work", tree, scratch, scratch);
	ask("overlay"); outcome(mount("overlay", in("merged"), "overlay", 0, options));
	copy_up("a file", "merged/types/file");
	copy_up("a file of holes", "merged/sparse/middle");
	copy_up("a file of hard links", "merged/hard/a");
	copy_up("a file with xattrs", "merged/xattr/file");
	copy_up("a file with an ACL", "merged/acl/file");
	copy_up("a directory", "merged/types/dir");
	copy_up("a fifo", "merged/types/fifo");
	copy_up("a device", "merged/types/chr");
	ask("overlay: unlink"); outcome(unlink(in("merged/plain/1")));
	ask("overlay: is it gone"); outcome(access(in("merged/plain/1"), F_OK));
	snprintf(to, sizeof(to), "%s/merged/plain/new", scratch);
	ask("overlay: rename a file"); outcome(rename(in("merged/plain/4097"), to));
	ask("overlay: rename a directory"); outcome(rename(in("merged/hard"), to));
	ask("overlay: append");
	int fd = open(in("merged/plain/4096"), O_RDWR | O_APPEND);
	outcome(fd >= 0 ? write(fd, "more", 4) : -1);
	ask("overlay: content after that"); answer("%016llx", (unsigned long long)digest_of(fd));
	close(fd);
	ask("overlay: run a program"); putchar('\t'); fflush(stdout);
	if (fork() == 0) {
		execl(in("merged/bin/static"), "static", "--who", NULL);
		_exit(1);
	}
	wait(NULL);
	ask("overlay: umount"); outcome(umount2(in("merged"), 0));
}

/* All in a mount namespace that ends with the group. */
void probe_mount(void)
{
	folders();
	if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || chdir(tree) != 0)
		return;
	other_root();
	binds();
	overlay();
}
