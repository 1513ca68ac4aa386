"""Real workers, in processes of their own, on the tests' database."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection


def environment(**given: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url()} | given


def database_url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextlib.contextmanager
def worker(port: int, *options: str) -> Iterator[subprocess.Popen]:
    """One that sends to this port; it has ended at the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", *options],
        cwd=settings.BASE_DIR,
        env=environment(EMAIL_URL=f"smtp://127.0.0.1:{port}"),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stderr.close()


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.05)
