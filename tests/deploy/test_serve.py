"""What `make serve` starts beside the web server ends with it, however that ends."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from mail.outbox import post
from tests.mail.processes import environment, wait_until
from tests.mail.server import listening
from tests.mail.test_races import LONG_AGO, all_sent

pytestmark = pytest.mark.usefixtures("transactional_db")

SERVE = "from deploy import serve; serve.start_worker(); serve.become_server(int(__import__('sys').argv[1]))"


def start(port: int, mail_port: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        cwd=settings.BASE_DIR,
        env=environment(EMAIL_URL=f"smtp://127.0.0.1:{mail_port}"),
        process_group=0,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def beside(server: subprocess.Popen) -> list[int]:
    """The living processes of its group but itself: granian's own, and the background worker."""
    return [
        pid
        for pid in map(int, filter(str.isdigit, os.listdir("/proc")))
        if pid != server.pid and _of(server, pid)
    ]


def _of(server: subprocess.Popen, pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return False
    return state[0] != "Z" and int(state[2]) == server.pid


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_worker_sends_mail_and_nothing_is_left_when_the_server_ends(ending):
    with listening() as mails:
        port = free_port()
        server = start(port, mails.port)
        try:
            post(to="a@x.example", subject="s", text="t", key="k", at=LONG_AGO)
            wait_until(all_sent)
            wait_until(lambda: answers(port))
            assert len(beside(server)) >= 2
        finally:
            server.send_signal(ending)
            server.wait(timeout=60)
        wait_until(lambda: not beside(server))
    assert not answers(port)
