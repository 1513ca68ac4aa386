"""Words that are not saved yet: typed in an open form, saved too late, or saved with a mistake. And who sits before it.

Kept beside the edition, under the opening of the form they were typed in, and shown to nobody but who typed them.
"""

import uuid
from datetime import datetime

from django.db import transaction

import record.models as record
from accounts.models import User
from articles import notices
from articles.models import Edition, WorkingCopy
from articles.models.copy import Why
from cms import html
from cms.text import nfc


@transaction.atomic
def keep(
    *,
    key: uuid.UUID,
    fields: dict[str, str],
    edition: Edition | None,
    seen: str,
    by: User,
    at: datetime,
    why: str = Why.TYPED,
) -> WorkingCopy:
    """Keeps what was typed beside the edition, under the opening of the form it was typed in.

    Nothing is kept for an opening that is over: the words are saved by then, or were given up. Somebody else's
    opening raises WorkingCopy.DoesNotExist.
    """
    copy = here(key=key, edition=edition, by=by, at=at)
    said = {name: nfc(text) for name, text in fields.items()}
    said["body"] = html.clean(said.get("body", ""))
    WorkingCopy.objects.open().filter(pk=copy.pk).update(fields=said, seen=seen, why=why, typed_at=at)
    copy.refresh_from_db()
    return copy


def here(*, key: uuid.UUID, edition: Edition | None, by: User, at: datetime) -> WorkingCopy:
    """Somebody has the form open before her. Raises WorkingCopy.DoesNotExist when the opening is another's."""
    copy, _new = WorkingCopy.objects.select_related("taken_over_by").get_or_create(
        key=key, defaults={"person": by, "edition": edition, "opened_at": at, "here_at": at}
    )
    if copy.person_id != by.pk:
        raise WorkingCopy.DoesNotExist
    WorkingCopy.objects.open().filter(pk=copy.pk).update(here_at=at)
    return copy


@transaction.atomic
def take_over(edition: Edition, *, by: User, at: datetime) -> int:
    """Chiếm quyền sửa: whoever else is writing in it is told to stop, and keeps her words. Returns how many."""
    others = WorkingCopy.objects.take_over(edition, by=by, at=at)
    if others:
        record.write(kind="edition.take_over", thing=edition, by=by, at=at)
        people = {copy.person for copy in others}
        notices.tell(people, notices.Subject.TAKEN_OVER, edition, kind="edition.take_over", by=by, at=at)
    return len(others)
