"""Runs a command on a terminal of its own, 80 by 24: what it writes goes to standard output, what comes on
standard input is typed. The first line is its process; the last says how it ended, and whether the terminal
was left as it was."""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

master, slave = pty.openpty()
fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
before = termios.tcgetattr(slave)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for stream in (0, 1, 2):
        os.dup2(slave, stream)
    os.execv(sys.argv[1], sys.argv[1:])


def say(data):
    os.write(1, data)


say(b"%d\n" % child)
typing = True
status = None
while status is None:
    ready, _, _ = select.select([master] + [0] * typing, [], [], 0.02)
    if master in ready:
        say(os.read(master, 65536))
    elif 0 in ready:
        typed = os.read(0, 1024)
        typing = bool(typed)
        os.write(master, typed)
    else:
        ended, code = os.waitpid(child, os.WNOHANG)
        status = os.waitstatus_to_exitcode(code) if ended else None
same = termios.tcgetattr(slave) == before
say(b"\nended %d, %s\n" % (status, b"as it was" if same else b"changed"))
