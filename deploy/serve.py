"""Sets up the demo newsroom and serves it: what `make serve` runs.

All of it happens in one Python process, so that a second run is up in seconds; at the end it becomes the web
server, so that Ctrl-C reaches that.
"""

import argparse
import contextlib
import hashlib
import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import django
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(description="Set up the demo newsroom and serve it on this machine.")
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    refuse_taken(port)
    write_settings(ROOT / ".env")
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    fill()
    collect_static()
    print(f"\nhttp://{HOST}:{port}  (Ctrl-C stops it)", flush=True)
    start_worker()
    become_server(port)


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"error: port {port} cannot be used ({error.strerror}); run: make serve PORT={port + 1}")


def write_settings(path: Path) -> None:
    """The local settings, with a secret of their own. A file that is already there stays as it is."""
    lines = [
        f"SECRET_KEY={secrets.token_urlsafe(50)}",
        "DEBUG=False",
        "DEMO_ACCOUNTS=True",
        f"ALLOWED_HOSTS={HOST},localhost,[::1]",
    ]
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(lines) + "\n")


def fill() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("sync_roles")
    call_command("demo")


def collect_static() -> None:
    """Collecting takes longer than all the rest, so it is done only when some source file has changed."""
    from django.conf import settings

    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}.stamp")
    fingerprint = static_fingerprint()
    if root.exists() and stamp.exists() and stamp.read_text() == fingerprint:
        return
    print("Collecting static files …", flush=True)
    stamp.unlink(missing_ok=True)  # an interrupted collection is not taken for a whole one
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = os.stat(storage.path(name))
            digest.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def start_worker() -> None:
    """The background worker beside the server: a child of the process that becomes it, and ends when that does."""
    command = [sys.executable, "manage.py", "work", "--parent", str(os.getpid())]
    subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)


def become_server(port: int) -> None:
    options = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", "4", "--workers-kill-timeout", "2", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "deploy.wsgi:application"]
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
