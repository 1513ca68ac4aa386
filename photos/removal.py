"""Taking one picture off every page at once, on somebody's order, and putting it back.

A child's face, a right that was never given: the row says so in one transaction with the record, and every page asks
the row. Then its files leave the open. The words of the articles stand.
"""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from photos import tasks
from photos.keeping import put_in_place
from photos.models import REMOVE, Photo
from photos.refusals import Incomplete, NotPermitted, NotPossible

ORDERED_BY_LENGTH = Photo._meta.get_field("removal_ordered_by").max_length


def may_remove(user: User) -> bool:
    """For the whole site: a picture belongs to no section."""
    return user.has_perm(REMOVE)


def remove(photo: Photo, *, by: User | None, ordered_by: str, reason: str, at: datetime) -> Photo:
    """Takes it off every page at once, whatever was done to its words or its crops since somebody looked.

    Raises a `Refused`. `by=None` is the system.
    """
    _check(by)
    ordered_by, reason = ordered_by.strip(), reason.strip()
    if not ordered_by:
        raise Incomplete("ordered_by", _("Write on whose order the picture is taken off."))
    if not reason:
        raise Incomplete("reason", _("Write why the picture is taken off."))
    if len(ordered_by) > ORDERED_BY_LENGTH:
        said = _("“On whose order” holds %(limit)d characters: write the name and the office.")
        raise Incomplete("ordered_by", said % {"limit": ORDERED_BY_LENGTH})
    said_of_it = {"removal_ordered_by": ordered_by, "removal_reason": reason}
    with transaction.atomic():
        # A child's face does not wait for a quarrel about its caption: the version is not asked.
        same = Photo.objects.filter(pk=photo.pk, removed_at=None)
        changes = {"removed_at": at, "removed_by": by, "renditions": [], **said_of_it}
        if not same.update(**changes, version=F("version") + 1):
            raise _too_late(photo, removing=True)
        _follow(photo)
        record.write(
            kind="photo.remove",
            thing=photo,
            by=by,
            at=at,
            note=reason,
            ordered_by=ordered_by,
            content_hash=photo.sha256,
        )
    return Photo.objects.get(pk=photo.pk)


def restore(photo: Photo, *, by: User | None, reason: str, at: datetime, seen: int | None = None) -> Photo:
    """Puts it back where it stood. Raises a `Refused`."""
    _check(by)
    reason = reason.strip()
    if not reason:
        raise Incomplete("reason", _("Write why the picture is shown again."))
    with transaction.atomic():
        same = Photo.objects.filter(pk=photo.pk, removed_at__isnull=False, version=seen or photo.version)
        changes = {"removed_at": None, "removed_by": None, "removal_ordered_by": "", "removal_reason": ""}
        if not same.update(**changes, version=F("version") + 1):
            raise _too_late(photo, removing=False)
        _follow(photo)
        tasks.make_renditions.enqueue(photo.pk)
        record.write(kind="photo.restore", thing=photo, by=by, at=at, note=reason, content_hash=photo.sha256)
    return Photo.objects.get(pk=photo.pk)


def _check(by: User | None) -> None:
    if by is not None and not may_remove(by):
        raise NotPermitted(_("Only the secretariat and the board take a picture off every page."))


def _follow(photo: Photo) -> None:
    """The files move as soon as the row is committed, and by a task of the same transaction if we die before that."""
    tasks.put_in_place.enqueue(photo.pk)
    transaction.on_commit(partial(put_in_place, photo.pk), robust=True)


def _too_late(photo: Photo, *, removing: bool) -> Exception:
    current = Photo.objects.select_related("removed_by").filter(pk=photo.pk).first()
    if current is None:
        return NotPossible(_("This picture was deleted meanwhile."))
    if removing and current.is_removed:
        said = _("It was taken off already: at %(when)s, by %(who)s, on the order of %(ordered_by)s.")
        return NotPossible(said % current.removal_in_words())
    if not removing and not current.is_removed:
        return NotPossible(_("It is shown: nobody took it off, or somebody has put it back already."))
    return current.overtaken()
