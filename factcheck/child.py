"""Run a module as a child of the supervisor, and end with it: its standard input closes when the supervisor dies."""

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 15


def main() -> None:
    """Watch the parent from a thread and become the module named on the command line."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    os.read(0, 1)  # nothing is ever written: this returns when the other end is gone
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
