"""Many workers at once, and workers that die: on a real database, with real sockets and real processes."""

import signal
from collections import Counter
from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from mail.models import Mail
from mail.outbox import post
from mail.sending import send_due
from tests.desk.racing import at_once
from tests.factories import AT
from tests.mail.processes import wait_until, worker
from tests.mail.server import listening

pytestmark = pytest.mark.usefixtures("transactional_db")

# A worker in a process of its own lives in our time, not in the tests'.
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PEOPLE = [f"a{n}@x.example" for n in range(40)]
WORKERS, ROUNDS = 8, 3


def post_all(people=PEOPLE, *, at=LONG_AGO) -> None:
    for to in people:
        post(to=to, subject="s", text="t", key=f"{to} {at}", at=at)


def all_sent() -> bool:
    return not Mail.objects.filter(sent_at=None).exists()


def all_tasks_done() -> bool:
    return set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_eight_workers_send_forty_mails_each_once(mail_server):
    for _round in range(ROUNDS):
        Mail.objects.all().delete()
        mail_server.received.clear()
        post_all(at=AT)
        at_once([lambda: send_due(clock=lambda: AT)] * WORKERS)
        assert Counter(mail_server.recipients) == Counter(PEOPLE)
        assert all_sent()


def test_eight_who_post_the_same_mail_at_once_make_one():
    at_once([lambda: post_all(["a@x.example"])] * WORKERS)
    assert Mail.objects.count() == 1


def test_two_worker_processes_and_eight_writers_lose_nothing_and_lock_nobody_out():
    with listening() as server, worker(server.port), worker(server.port):
        at_once([lambda mine=PEOPLE[n::WORKERS]: post_all(mine) for n in range(WORKERS)])
        wait_until(all_tasks_done)
    assert Counter(server.recipients) == Counter(PEOPLE)
    assert all_sent()


def test_a_worker_that_is_told_to_end_does_so_without_a_word():
    with listening() as server, worker(server.port) as process:
        post_all(["a@x.example"])
        wait_until(all_sent)
        process.send_signal(signal.SIGINT)
        assert (process.wait(timeout=60), process.stderr.read()) == (0, "")


def test_after_a_worker_is_killed_in_mid_queue_everything_is_sent_and_one_mail_at_most_twice():
    post_all()
    with listening(silent_after=10) as silent, worker(silent.port) as killed:
        assert silent.fell_silent.wait(timeout=60)
        killed.kill()
        killed.wait()
    taken = Mail.objects.get(attempts=1, sent_at=None)
    with listening() as server:
        with worker(server.port):
            wait_until(lambda: Mail.objects.filter(sent_at=None).count() == 1)
        Mail.objects.filter(pk=taken.pk).update(due_at=LONG_AGO)  # its ten minutes are over
        with worker(server.port):
            wait_until(all_sent)
    assert silent.recipients + server.recipients == [*PEOPLE[:10], *PEOPLE[10:], taken.to]
    assert silent.received[-1]["Message-ID"] == server.received[-1]["Message-ID"]
    ids = {mail["Message-ID"] for mail in [*silent.received, *server.received]}
    assert len(ids) == len(PEOPLE)
