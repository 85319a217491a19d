"""Runs a program that ends with its parent: `python attached.py LOCK_FILE COMMAND…`.

However the parent ends, the kernel then sends SIGTERM. The lock file stays locked, shared with others, as
long as the program lives, so that whoever can lock it alone knows that all have ended.
"""

import ctypes
import fcntl
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    lock_file, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    descriptor = os.open(lock_file, os.O_RDONLY | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    os.set_inheritable(descriptor, True)
    os.execvp(command[0], command)  # noqa: S606 - a shell would stand between the two
