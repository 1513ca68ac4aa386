"""What the background worker is asked to do about mail."""

from django.utils import timezone
from django_tasks import task

from mail import sending


@task()
def send_mail() -> None:
    """Sends all that is due, not one mail: whichever of several tasks comes first does the work of the others."""
    if sending.send_due(clock=timezone.now):
        send_mail.enqueue()
