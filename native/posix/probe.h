/*
 * Asks a mounted tree about everything that a read-only filesystem can be asked, one line an answer:
 *
 *     GROUP OPERATION [SUBJECT…] <TAB> ANSWER
 *
 * An answer is "ok", a fact or the name of an errno, and holds nothing that is one mount's own (inode numbers, devices, times of reading):
 * two mounts of one tree that behave alike print the same lines. scripts/lib/posix-tree makes the tree.
 */
#ifndef POSIX_PROBE_H
#define POSIX_PROBE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct word {
	const char *name;
	long value;
};

#define W(c) { #c, (long)(c) }

/* The mounted tree, also the working folder of every group; and an empty folder of another filesystem that can be written. */
extern const char *tree, *scratch;

/* Starts a line (the group's name comes before it) and ends it by an answer. */
void ask(const char *format, ...) __attribute__((format(printf, 1, 2)));
void answer(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends a line by what a system call returned: "ok" for anything but -1, else errno's name. */
void outcome(long result);
/* The same, with the number that was returned. */
void number(long result);

/* Runs work in a child as another user, or as root where uid is 0, and waits for it. */
struct user {
	const char *name;
	uid_t uid;
	gid_t gid;
	size_t groups;
	gid_t group[2];
};
extern const struct user users[];
extern const size_t user_count;
void as_user(const struct user *user, void (*work)(const struct user *));

/* A path with spaces and odd bytes as \xx; valid until the next call. */
const char *shown(const char *path);

/* FNV-1a, to tell bytes in a word. */
uint64_t digest(const void *bytes, size_t length);
/* What digest says of a whole file, or 0. */
uint64_t digest_of(int fd);

struct room {
	const char *name;
	void (*run)(void);
};

void probe_open(void);
void probe_read(void);
void probe_seek(void);
void probe_map(void);
void probe_move(void);
void probe_stat(void);
void probe_path(void);
void probe_directory(void);
void probe_change(void);
void probe_control(void);
void probe_xattr(void);
void probe_identity(void);
void probe_exec(void);
void probe_lock(void);
void probe_event(void);
void probe_mount(void);
void probe_handle(void);
void probe_ring(void);
void probe_crowd(void);
void probe_remount(void);

#endif
