"""What was done: who, when, what kind, to which thing. Written in the transaction of the act itself.

People and things are named by id and by label, without a foreign key: the record outlives both,
and this room knows no other.
"""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

_names: dict[str, Promise] = {
    "add": _("Added"),
    "change": _("Changed"),
    "delete": _("Deleted"),
}


def name_kinds(names: dict[str, Promise]) -> None:
    """A room says, when it is ready, how its kinds of event and its states are called on the screen."""
    _names.update(names)


class NeverChanged(Exception):
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet):
    def about(self, *things: models.Model) -> "EventQuerySet":
        """Events of these things, newest first."""
        which = models.Q(pk__in=[])
        for thing in things:
            which |= models.Q(thing=thing._meta.label_lower, thing_id=thing.pk)
        return self.filter(which).order_by("-pk")

    def update(self, **kwargs) -> int:
        raise NeverChanged

    def delete(self) -> tuple[int, dict]:
        raise NeverChanged


class Event(models.Model):
    at = models.DateTimeField(_("time"))
    actor_id = models.BigIntegerField(null=True, editable=False)
    actor_label = models.CharField(_("who"), max_length=150)
    kind = models.CharField(_("what"), max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    label = models.CharField(_("of what"), max_length=300)
    before = models.CharField(_("from"), max_length=60, blank=True)
    after = models.CharField(_("to"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["thing", "thing_id", "-id"], name="event_of_thing")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label}: {self.kind} {self.label}"

    def save(self, **kwargs) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(**kwargs)

    def delete(self, **kwargs) -> tuple[int, dict]:
        raise NeverChanged

    @property
    def what(self) -> str:
        """The kind in the newsroom's words."""
        return str(_names.get(self.kind) or _names.get(self.kind.rpartition(".")[2]) or self.kind)

    @property
    def turn(self) -> str:
        """From what to what, in the newsroom's words."""
        return " → ".join(_in_words(value) for value in (self.before, self.after) if value)


def _in_words(value: str) -> str:
    try:
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    except ValueError:
        return str(_names.get(value, value))


def write(
    *,
    kind: str,
    thing: models.Model,
    by: models.Model | None,
    at: datetime,
    before: str = "",
    after: str = "",
    note: str = "",
    content_hash: str = "",
) -> Event:
    """Records an act. `by=None` is the system itself, recorded as such."""
    return Event.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        actor_label=str(by) if by else gettext("the system"),
        kind=kind,
        thing=thing._meta.label_lower,
        thing_id=thing.pk,
        label=str(thing)[:300],
        before=before,
        after=after,
        note=note,
        content_hash=content_hash,
    )
