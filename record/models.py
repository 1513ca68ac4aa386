"""What was done: who, when, what kind, to which thing. Written in the transaction of the act itself.

People and things are named by id and by label, without a foreign key: the record outlives both,
and this room knows no other. Events are only ever added, and the database links each to the one before it.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from record.chain import digest

_names: dict[str, Promise] = {
    "add": _("Added"),
    "change": _("Changed"),
    "delete": _("Deleted"),
}


def name_kinds(names: dict[str, Promise]) -> None:
    """A room says, when it is ready, how its kinds of event and its states are called on the screen."""
    _names.update(names)


def kind_in_words(kind: str) -> str:
    """A kind of event in the newsroom's words: its own name, or that of the act."""
    return str(_names.get(kind) or _names.get(kind.rpartition(".")[2]) or kind)


_kept: list[Callable[[models.Model, datetime], models.Q]] = []


def keep_from(rule: Callable[[models.Model, datetime], models.Q]) -> None:
    """A room says, when it is ready, which events a person must not read at an instant: of what is kept from her."""
    _kept.append(rule)


class NeverChanged(Exception):
    """Somebody tried to change or delete an event, or a link between events."""


class OnlyAdded(models.QuerySet):
    """Rows that are never changed or deleted."""

    def update(self, **kwargs) -> int:
        raise NeverChanged

    def delete(self) -> tuple[int, dict]:
        raise NeverChanged


class EventQuerySet(OnlyAdded):
    def about(self, *things: models.Model) -> "EventQuerySet":
        """Events of these things, newest first."""
        which = models.Q(pk__in=[])
        for thing in things:
            which |= models.Q(thing=thing._meta.label_lower, thing_id=thing.pk)
        return self.filter(which).order_by("-pk")

    def told_to(self, user: models.Model, *, at: datetime) -> "EventQuerySet":
        """Those that nothing keeps from her at this instant."""
        told = self
        for rule in _kept:
            told = told.exclude(rule(user, at))
        return told


class Event(models.Model):
    at = models.DateTimeField(_("time"))
    actor_id = models.BigIntegerField(null=True, editable=False)
    actor_label = models.CharField(_("who"), max_length=150)
    ordered_by = models.CharField(_("on whose order"), max_length=150, blank=True)
    kind = models.CharField(_("what"), max_length=60)
    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    label = models.CharField(_("of what"), max_length=300)
    before = models.CharField(_("from"), max_length=60, blank=True)
    after = models.CharField(_("to"), max_length=60, blank=True)
    note = models.TextField(_("note"), blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["thing", "thing_id", "-id"], name="event_of_thing"),
            models.Index(fields=["-at", "-id"], name="event_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label}: {self.kind} {self.label}"

    def save(self, **kwargs) -> None:
        if not self._state.adding:
            raise NeverChanged
        self.digest = self.reckon()
        super().save(**kwargs)

    def delete(self, **kwargs) -> tuple[int, dict]:
        raise NeverChanged

    def reckon(self) -> str:
        """The digest of these words. The id is not among them: the database gives it afterwards."""
        fields = [field for field in self._meta.fields if field.name not in ("id", "digest")]
        return digest({field.name: field.to_python(getattr(self, field.attname)) for field in fields})

    @property
    def what(self) -> str:
        """The kind in the newsroom's words."""
        return kind_in_words(self.kind)

    @property
    def turn(self) -> str:
        """From what to what, in the newsroom's words."""
        return " → ".join(_in_words(value) for value in (self.before, self.after) if value)


class Link(models.Model):
    """An event's place in the chain, from 1 without a gap. Written by the database (`record/triggers.py`).

    `previous` is unique: of two that would follow the same link the database refuses one.
    """

    id = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="link")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = OnlyAdded.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["previous"], name="link_never_forks"),
            models.UniqueConstraint(fields=["hash"], name="link_hash_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}:{self.hash}"

    def save(self, **kwargs) -> None:
        raise NeverChanged

    def delete(self, **kwargs) -> tuple[int, dict]:
        raise NeverChanged


def _in_words(value: str) -> str:
    """A time, two of them (from/until), or a name."""
    try:
        edges = [timezone.localtime(datetime.fromisoformat(edge)) for edge in value.split("/")]
        return " – ".join(date_format(edge, "DATETIME_FORMAT") for edge in edges)
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
    ordered_by: str = "",
) -> Event:
    """Records an act, last of what is written in it: see `cms.triggers.Consequence` for what that spares.

    `by=None` is the system itself, recorded as such; `ordered_by` is on whose order.
    """
    return Event.objects.create(
        at=at,
        actor_id=by.pk if by else None,
        actor_label=str(by) if by else gettext("the system"),
        ordered_by=ordered_by,
        kind=kind,
        thing=thing._meta.label_lower,
        thing_id=thing.pk,
        label=str(thing)[:300],
        before=before,
        after=after,
        note=note,
        content_hash=content_hash,
    )
