#include "probe.h"

/* Runs a program of the tree and tells its first line and how it ended. */
static void run(const char *path, char *const arguments[], int flags)
{
	int ends[2], status = 0;
	char line[256] = "";
	ssize_t length;
	pid_t child;

	if (pipe(ends) != 0)
		return;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(ends[1], 1);
		close(ends[0]);
		if (flags)
			syscall(SYS_execveat, open(path, O_RDONLY), "", arguments, environ, flags);
		else
			execv(path, arguments);
		dprintf(1, "%s\n", strerrorname_np(errno));
		_exit(126);
	}
	close(ends[1]);
	length = read(ends[0], line, sizeof(line) - 1);
	close(ends[0]);
	waitpid(child, &status, 0);
	line[length > 0 ? strcspn(line, "\n") : 0] = 0;
	answer("%s, %s %d", line, WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

static void by_user(const struct user *user)
{
	static const char *const programs[] = {
		"bin/static", "bin/dynamic", "bin/script", "bin/setuid", "bin/setgid", "bin/capable", "bin/no-interpreter", "bin/not-executable",
		"bin/empty", "bin/text", "bin/link", "bin/script-of-script", "types/dir", "types/fifo", "types/missing", "types/file/x", "types/loop",
	};
	char *who[] = { "program", "--who", NULL };
	size_t i;

	for (i = 0; i < COUNT(programs); i++) {
		ask("%s as %s", programs[i], user->name);
		run(programs[i], who, 0);
	}
	ask("execveat of a program as %s", user->name); run("bin/static", who, AT_EMPTY_PATH);
	ask("execveat of a script as %s", user->name); run("bin/script", who, AT_EMPTY_PATH);
}

void probe_exec(void)
{
	as_user(&users[0], by_user);
	as_user(&users[1], by_user);
	as_user(&users[5], by_user);
}
