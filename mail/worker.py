"""The loop of the background worker: the library's own, called only when there is something to do.

Left to itself the library looks for a task once a second in an EXCLUSIVE transaction, which on SQLite locks every
writer out; ends when the database is away for a moment; and leaves the tasks of a killed worker running for ever.
So this loop looks by reading alone, outlives the database, and takes up what a dead worker left.
"""

import logging
import os
import time
from datetime import datetime, timedelta

from django.db import Error, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from mail.models import Mail
from mail.tasks import send_mail

LOOK_EVERY = 1.0
ROUND_EVERY = 60.0
AFTER_AN_ERROR = 5.0
# No task runs as long as this: each does a part and enqueues the rest.
LOST_AFTER = timedelta(hours=1)

log = logging.getLogger(__name__)


def work(*, parent: int | None = None) -> None:
    """Runs tasks until a signal comes, or until the process `parent`, whose child this one is, has ended."""
    worker = new_worker()
    worker.configure_signals()
    next_round = time.monotonic()
    while worker.running and parent in (None, os.getppid()):
        pause = LOOK_EVERY
        try:
            if time.monotonic() >= next_round:
                take_up(at=timezone.now())
                next_round = time.monotonic() + ROUND_EVERY
            look(worker)
            close_old_connections()
        except Error as error:
            log.error("Background work waits for the database (%s)", type(error).__name__)
            connection.close()
            pause = AFTER_AN_ERROR
        if worker.running:
            time.sleep(pause)


def look(worker: Worker) -> None:
    """Runs what is ready; when nothing is, this is one SELECT."""
    if DBTaskResult.objects.ready().exists():
        worker.run()


def take_up(*, at: datetime) -> None:
    """Tasks of a worker that died are run again; a mail that is due has a task to send it."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=at - LOST_AFTER)
    if lost.exists():
        lost.update(status=TaskResultStatus.READY)
    if Mail.objects.due(at).exists():
        send_mail.enqueue()


def new_worker() -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        backend_name="default",
        batch=True,  # `run` returns when no task is left
        interval=LOOK_EVERY,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
