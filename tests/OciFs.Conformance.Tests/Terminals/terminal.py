"""Runs a program on a terminal of its own, as a person would. Prints one JSON document of what became of it.

Its one argument is JSON: argv, columns, env, stdout (a file instead of the terminal), keys (a list of [SECONDS or TEXT, KEYS]:
what is typed when that time has passed or that text has appeared), and isSlow: whether the program stands still nine tenths of
its time, so that what takes long does so on any machine.
"""
import fcntl, json, os, pty, select, signal, struct, subprocess, sys, termios, threading, time

asked = json.loads(sys.argv[1])
master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, asked["columns"], 0, 0))
state = subprocess.run(["stty", "-a"], stdin=slave, capture_output=True, text=True).stdout


def prepare():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


out = os.open(asked["stdout"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if asked.get("stdout") else slave
process = subprocess.Popen(
    asked["argv"], stdin=slave, stdout=out, stderr=slave, env={**os.environ, **asked["env"]}, preexec_fn=prepare, close_fds=True)


def brake():
    while process.returncode is None:
        process.send_signal(signal.SIGSTOP)
        time.sleep(0.09)
        process.send_signal(signal.SIGCONT)
        time.sleep(0.01)


if asked["isSlow"]:
    threading.Thread(target=brake, daemon=True).start()
shown, keys, begun = b"", list(asked["keys"]), time.monotonic()
while True:
    ready, _, _ = select.select([master], [], [], 0.02)
    if ready:
        shown += os.read(master, 65536)
    if keys:
        when = keys[0][0]
        if when.encode() in shown if isinstance(when, str) else time.monotonic() - begun > when:
            os.write(master, keys.pop(0)[1].encode())
    if not ready and process.poll() is not None:
        break
    if time.monotonic() - begun > 120:
        process.kill()
after = subprocess.run(["stty", "-a"], stdin=slave, capture_output=True, text=True).stdout
print(json.dumps({"shown": shown.decode("utf-8", "replace"), "status": process.returncode, "isAsBefore": state == after}))
