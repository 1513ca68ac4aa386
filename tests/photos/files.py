"""What lies on the disk, and what is asked of the worker."""

import io
from datetime import datetime
from pathlib import Path

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image

from mail import worker


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def opened(raw: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(raw))
    picture.load()
    return picture


def asked() -> list[tuple[str, list]]:
    """The tasks that wait, oldest first: name and arguments."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("enqueued_at")
    return [(task.task_path.rpartition(".")[2], task.args_kwargs["args"]) for task in waiting]


def asked_for(at: datetime) -> list[str]:
    """The names of tasks that may run at this instant."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=at)
    return sorted(task.task_path.rpartition(".")[2] for task in ready)


def work() -> None:
    """Runs what is ready, as the background worker does."""
    worker.look(worker.new_worker())
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    assert [task.traceback for task in failed] == []
