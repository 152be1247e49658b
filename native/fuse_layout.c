/*
 * Prints sizes, offsets and numbers as the kernel's own header has them: the oracle for the structures and enumerations in
 * src/OciFs.Fuse/Wire. One fact a line:
 *
 *     struct NAME SIZE
 *     field STRUCT NAME OFFSET SIZE
 *     constant NAME VALUE
 *
 * What the installed header is too old for is left out.
 */
#include <linux/fuse.h>
#include <stddef.h>
#include <stdio.h>

#define S(s) printf("struct %s %zu\n", #s, sizeof(struct s))
#define F(s, f) printf("field %s %s %zu %zu\n", #s, #f, offsetof(struct s, f), sizeof(((struct s *)0)->f))
#define C(c) printf("constant %s %llu\n", #c, (unsigned long long)(c))
/* For flags written as int in the header, of which bit 31 would be negative. */
#define U(c) printf("constant %s %llu\n", #c, (unsigned long long)(unsigned int)(c))

static void headers(void)
{
	S(fuse_in_header);
	F(fuse_in_header, len); F(fuse_in_header, opcode); F(fuse_in_header, unique); F(fuse_in_header, nodeid);
	F(fuse_in_header, uid); F(fuse_in_header, gid); F(fuse_in_header, pid); F(fuse_in_header, padding);
#if FUSE_KERNEL_MINOR_VERSION >= 38
	F(fuse_in_header, total_extlen);
#endif
	S(fuse_out_header);
	F(fuse_out_header, len); F(fuse_out_header, error); F(fuse_out_header, unique);
}

static void init(void)
{
	S(fuse_init_in);
	F(fuse_init_in, major); F(fuse_init_in, minor); F(fuse_init_in, max_readahead); F(fuse_init_in, flags);
	S(fuse_init_out);
	F(fuse_init_out, major); F(fuse_init_out, minor); F(fuse_init_out, max_readahead); F(fuse_init_out, flags);
	F(fuse_init_out, max_background); F(fuse_init_out, congestion_threshold); F(fuse_init_out, max_write);
	F(fuse_init_out, time_gran); F(fuse_init_out, max_pages); F(fuse_init_out, map_alignment);
#if FUSE_KERNEL_MINOR_VERSION >= 36
	F(fuse_init_in, flags2); F(fuse_init_out, flags2);
#endif
}

static void attributes(void)
{
	S(fuse_attr);
	F(fuse_attr, ino); F(fuse_attr, size); F(fuse_attr, blocks); F(fuse_attr, atime); F(fuse_attr, mtime); F(fuse_attr, ctime);
	F(fuse_attr, atimensec); F(fuse_attr, mtimensec); F(fuse_attr, ctimensec); F(fuse_attr, mode); F(fuse_attr, nlink);
	F(fuse_attr, uid); F(fuse_attr, gid); F(fuse_attr, rdev); F(fuse_attr, blksize); F(fuse_attr, flags);
	S(fuse_attr_out);
	F(fuse_attr_out, attr_valid); F(fuse_attr_out, attr_valid_nsec); F(fuse_attr_out, dummy); F(fuse_attr_out, attr);
	S(fuse_entry_out);
	F(fuse_entry_out, nodeid); F(fuse_entry_out, generation); F(fuse_entry_out, entry_valid); F(fuse_entry_out, attr_valid);
	F(fuse_entry_out, entry_valid_nsec); F(fuse_entry_out, attr_valid_nsec); F(fuse_entry_out, attr);
}

static void operations(void)
{
	S(fuse_read_in);
	F(fuse_read_in, fh); F(fuse_read_in, offset); F(fuse_read_in, size); F(fuse_read_in, read_flags);
	F(fuse_read_in, lock_owner); F(fuse_read_in, flags); F(fuse_read_in, padding);
	S(fuse_dirent);
	F(fuse_dirent, ino); F(fuse_dirent, off); F(fuse_dirent, namelen); F(fuse_dirent, type);
	S(fuse_release_in);
	F(fuse_release_in, fh); F(fuse_release_in, flags); F(fuse_release_in, release_flags); F(fuse_release_in, lock_owner);
	S(fuse_open_out);
	F(fuse_open_out, fh); F(fuse_open_out, open_flags);
	printf("field fuse_open_out padding %zu 4\n", offsetof(struct fuse_open_out, open_flags) + 4);
	S(fuse_lseek_in);
	F(fuse_lseek_in, fh); F(fuse_lseek_in, offset); F(fuse_lseek_in, whence); F(fuse_lseek_in, padding);
	S(fuse_lseek_out);
	F(fuse_lseek_out, offset);
	S(fuse_getxattr_in);
	F(fuse_getxattr_in, size); F(fuse_getxattr_in, padding);
	S(fuse_getxattr_out);
	F(fuse_getxattr_out, size); F(fuse_getxattr_out, padding);
	S(fuse_kstatfs);
	F(fuse_kstatfs, blocks); F(fuse_kstatfs, bfree); F(fuse_kstatfs, bavail); F(fuse_kstatfs, files); F(fuse_kstatfs, ffree);
	F(fuse_kstatfs, bsize); F(fuse_kstatfs, namelen); F(fuse_kstatfs, frsize);
	S(fuse_interrupt_in);
	F(fuse_interrupt_in, unique);
}

static void notifications(void)
{
	S(fuse_notify_inval_inode_out);
	F(fuse_notify_inval_inode_out, ino); F(fuse_notify_inval_inode_out, off); F(fuse_notify_inval_inode_out, len);
	S(fuse_notify_inval_entry_out);
	F(fuse_notify_inval_entry_out, parent); F(fuse_notify_inval_entry_out, namelen);
	printf("field fuse_notify_inval_entry_out flags %zu 4\n", offsetof(struct fuse_notify_inval_entry_out, namelen) + 4);
	S(fuse_notify_store_out);
	F(fuse_notify_store_out, nodeid); F(fuse_notify_store_out, offset); F(fuse_notify_store_out, size); F(fuse_notify_store_out, padding);
	S(fuse_notify_delete_out);
	F(fuse_notify_delete_out, parent); F(fuse_notify_delete_out, child); F(fuse_notify_delete_out, namelen);
	F(fuse_notify_delete_out, padding);
	C(FUSE_NOTIFY_INVAL_INODE); C(FUSE_NOTIFY_INVAL_ENTRY); C(FUSE_NOTIFY_STORE); C(FUSE_NOTIFY_DELETE);
}

static void opcodes(void)
{
	C(FUSE_LOOKUP); C(FUSE_FORGET); C(FUSE_GETATTR); C(FUSE_SETATTR); C(FUSE_READLINK); C(FUSE_SYMLINK); C(FUSE_MKNOD);
	C(FUSE_MKDIR); C(FUSE_UNLINK); C(FUSE_RMDIR); C(FUSE_RENAME); C(FUSE_LINK); C(FUSE_OPEN); C(FUSE_READ); C(FUSE_WRITE);
	C(FUSE_STATFS); C(FUSE_RELEASE); C(FUSE_FSYNC); C(FUSE_SETXATTR); C(FUSE_GETXATTR); C(FUSE_LISTXATTR);
	C(FUSE_REMOVEXATTR); C(FUSE_FLUSH); C(FUSE_INIT); C(FUSE_OPENDIR); C(FUSE_READDIR); C(FUSE_RELEASEDIR);
	C(FUSE_FSYNCDIR); C(FUSE_GETLK); C(FUSE_SETLK); C(FUSE_SETLKW); C(FUSE_ACCESS); C(FUSE_CREATE); C(FUSE_INTERRUPT);
	C(FUSE_BMAP); C(FUSE_DESTROY); C(FUSE_IOCTL); C(FUSE_POLL); C(FUSE_NOTIFY_REPLY); C(FUSE_BATCH_FORGET);
	C(FUSE_FALLOCATE); C(FUSE_READDIRPLUS); C(FUSE_RENAME2); C(FUSE_LSEEK); C(FUSE_COPY_FILE_RANGE);
	C(FUSE_SETUPMAPPING); C(FUSE_REMOVEMAPPING);
#if FUSE_KERNEL_MINOR_VERSION >= 34
	C(FUSE_SYNCFS);
#endif
#if FUSE_KERNEL_MINOR_VERSION >= 37
	C(FUSE_TMPFILE);
#endif
#if FUSE_KERNEL_MINOR_VERSION >= 39
	C(FUSE_STATX);
#endif
#if FUSE_KERNEL_MINOR_VERSION >= 45
	C(FUSE_COPY_FILE_RANGE_64);
#endif
}

static void flags(void)
{
	U(FUSE_ASYNC_READ); U(FUSE_DO_READDIRPLUS); U(FUSE_READDIRPLUS_AUTO); U(FUSE_NO_OPEN_SUPPORT); U(FUSE_PARALLEL_DIROPS);
	U(FUSE_POSIX_ACL); U(FUSE_ABORT_ERROR); U(FUSE_MAX_PAGES); U(FUSE_CACHE_SYMLINKS); U(FUSE_NO_OPENDIR_SUPPORT);
	U(FUSE_EXPLICIT_INVAL_DATA); U(FOPEN_KEEP_CACHE); U(FOPEN_CACHE_DIR);
#ifdef FUSE_INIT_EXT
	U(FUSE_INIT_EXT);
#endif
#ifdef FUSE_HAS_EXPIRE_ONLY
	C(FUSE_HAS_EXPIRE_ONLY);
	U(FUSE_EXPIRE_ONLY);
#endif
#if FUSE_KERNEL_MINOR_VERSION >= 42
	C(FUSE_OVER_IO_URING);
	C(FUSE_URING_OP_IN_OUT_SZ);
	C(FUSE_IO_URING_CMD_REGISTER);
	C(FUSE_IO_URING_CMD_COMMIT_AND_FETCH);
	S(fuse_uring_req_header);
	S(fuse_uring_ent_in_out);
	S(fuse_uring_cmd_req);
#endif
	C(FUSE_MIN_READ_BUFFER);
	C(FUSE_ROOT_ID);
	C(FUSE_KERNEL_VERSION);
}

int main(void)
{
	headers();
	init();
	attributes();
	operations();
	notifications();
	opcodes();
	flags();
	return 0;
}
