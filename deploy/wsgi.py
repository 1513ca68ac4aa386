"""The site as `make serve` runs it: granian's own worker goes on serving when granian is killed, this one ends."""

import os
import threading
import time

from cms.wsgi import application

__all__ = ["application"]

CHECK_EVERY = 0.5


def end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(CHECK_EVERY)
    os._exit(0)


threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
