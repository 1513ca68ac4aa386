"""The background worker: sends mail, and whatever else may be late."""

import logging

from django.core.management.base import BaseCommand

from mail.worker import work


class Command(BaseCommand):
    help = "Does the background work until it is told to end. Several may run, on one machine or on many."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--parent", type=int, metavar="PID", help="end when this parent process has ended"
        )

    def handle(self, *, parent: int | None, **options) -> None:
        # That it ends because it was told to is no news.
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
        work(parent=parent)
