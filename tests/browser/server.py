"""The whole product as people meet it: the real web server, a database of its own, the demo newsroom."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests.machine import programs

# As root Chromium has no sandbox; the rest keeps it from asking the network for things of its own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parents[2]


class Site:
    """A web server at an address of its own, which can be killed in mid-sentence and started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port = environment, port
        self.base = environment["SITE_URL"]

    def start(self) -> None:
        # A group of its own: the server's workers die with it.
        command = _granian(self.port, frozen=bool(self.environment["MOMENT"]))
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        _wait_for(f"{self.base}/healthz", self.process)

    def kill(self) -> None:
        """As a power cut would end it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """Serves the demo newsroom out of `folder`; yields its address."""
    with standing(folder) as site:
        yield site.base


@contextlib.contextmanager
def standing(folder: Path, moment: str = "") -> Iterator[Site]:
    """Serves the demo newsroom out of `folder`; yields the server. At a `moment`, time stands still there."""
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    with _database(folder) as database_url:
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "for-journeys-only",
            "DEBUG": "False",
            "DEMO_ACCOUNTS": "True",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": base,
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_ROOT": str(folder / "private"),
            # Two parts of the journeys may share what was collected once.
            "STATIC_ROOT": os.environ.get("JOURNEYS_STATIC", str(folder / "static")),
            "MOMENT": moment,
        }
        manage = ["-m", "tests.browser.frozen"] if moment else ["manage.py"]
        for command in (["migrate", "-v0"], ["demo"]):
            subprocess.run([sys.executable, *manage, *command], cwd=ROOT, env=environment, check=True)
        _collect(Path(environment["STATIC_ROOT"]), environment)
        site = Site(environment, port)
        site.start()
        try:
            yield site
        finally:
            site.stop()


def _collect(static: Path, environment: dict[str, str]) -> None:
    """Whoever comes second waits, and finds it done."""
    static.mkdir(parents=True, exist_ok=True)
    with (static.parent / f"{static.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = static.parent / f"{static.name}.done"
        if done.exists():
            return
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        done.touch()


def _granian(port: int, *, frozen: bool) -> list[str]:
    options = ["--interface", "wsgi", "--port", str(port), "--blocking-threads", "4", "--log-level", "error"]
    site = "tests.browser.frozen:application" if frozen else "cms.wsgi:application"
    return [*programs.dying_with_us("TERM"), sys.executable, "-m", "granian", *options, site]


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A fresh one beside the tests' own, on the same engine."""
    url = urlsplit(os.environ.get("DATABASE_URL", "sqlite://"))
    if url.scheme.startswith("sqlite"):
        yield f"sqlite:///{folder / 'journey.sqlite3'}"
        return
    name = f"journey_{uuid.uuid4().hex[:12]}"
    connection = psycopg2.connect(urlunsplit(url))
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(url._replace(path=f"/{name}"))
        finally:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the web server ended with {server.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the web server did not answer")
