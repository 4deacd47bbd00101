"""Runs a command on a terminal of its own, 80 by 24: what it writes goes to standard output, what comes on
standard input is typed. The first line is its process; the last says how it ended, and whether the terminal
was left as it was. Where standard input ends the terminal goes away, and the command is given three seconds: it
does not hear of it by SIGHUP, as the terminal is not the one that controls it."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(slave)
child = os.fork()
if child == 0:
    os.setsid()
    for stream in (0, 1, 2):
        os.dup2(slave, stream)
    os.execv(sys.argv[1], sys.argv[1:])


def say(data):
    os.write(1, data)


def ended():
    there, code = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(code) if there else None


def gone():
    os.close(master)
    os.close(slave)
    until = time.monotonic() + 3
    while time.monotonic() < until:
        status = ended()
        if status is not None:
            return say(b"\nended %d, without a terminal\n" % status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    say(b"\nkilled, as it stayed without a terminal\n")


say(b"%d\n" % child)
status = None
while status is None:
    ready, _, _ = select.select([master, 0], [], [], 0.02)
    if master in ready:
        say(os.read(master, 65536))
    elif 0 in ready:
        typed = os.read(0, 1024)
        if not typed:
            sys.exit(gone())
        os.write(master, typed)
    else:
        status = ended()
same = termios.tcgetattr(slave) == before
say(b"\nended %d, %s\n" % (status, b"as it was" if same else b"changed"))
