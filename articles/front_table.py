"""The front page as the desk lays it out: every slot with what was put there, what fills the rest, and what may be put.

Nothing is shown here that an embargo keeps from whoever looks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import arranging, embargo, picking
from articles.arrangement import Key, key_in_words, place_in_words
from articles.front import Front, Place, made_of
from articles.models import Edition, Section, withholding
from articles.models.front import ROOM, Slot
from articles.models.section import Display
from articles.workflow import Phase
from cms.fields import as_typed


@dataclass(frozen=True)
class Item:
    """An article in a place, or one that may be put into one."""

    edition: Edition
    text: str
    note: str
    where: list[tuple[str, str]]
    is_first: bool = False
    is_last: bool = False

    @property
    def id(self) -> str:
        return self.text.replace(":", "-")


@dataclass
class Spot:
    key: str
    slot: str
    label: str
    room: int
    items: list[Item] = field(default_factory=list)
    fillers: list[Edition] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.key.replace(":", "-")


@dataclass
class Table:
    """What the desk's page shows of an arrangement."""

    head: list[Spot]
    blocks: list[Spot]
    leads: list[Spot]
    picks: list[Item]

    @property
    def opens_pages(self) -> bool:
        return any(spot.items for spot in self.leads)


class Laid:
    """An arrangement as it would be seen at `then`, by somebody who looks at `at`."""

    def __init__(self, places: Sequence[Place], *, by: User, at: datetime, then: datetime) -> None:
        self.by, self.at, self.then = by, at, then
        self.known = arranging.known({place.article for place in places}, by=by, at=at)
        self.places = [place for place in places if place.article in self.known]
        with withholding(embargo.withheld_from(by, at=at)):
            self.front = made_of(self.places, then)
            live = (
                Edition.objects.live(then).filter(article__in=self.known).select_related("article", "section")
            )
            self._live = {one.article_id: one for one in live.defer("body", "search_text", "lead")}
        opened = Section.objects.open(timezone.localdate(then)).select_related("parent")
        self.sections = list(opened)
        self._sections = {one.pk: one for one in self.sections}
        self._of_article: dict[int, list[Key]] = {}
        for place in self.places:
            self._of_article.setdefault(place.article, []).append(place.key)

    # ── Slots ────────────────────────────────────────────────────────────────
    def table(self, picks: Iterable[picking.Pick]) -> Table:
        shown = _by_key(self.front)
        head = [self._spot((slot, None), shown) for slot in (Slot.LEAD, Slot.SECOND, Slot.FOCUS)]
        with_blocks = [
            one for one in self.sections if one.parent_id is None and one.display != Display.PHOTOS
        ]
        blocks = [self._spot((Slot.BLOCK, one.pk), shown) for one in with_blocks]
        leads = [self._spot((Slot.SECTION, one.pk), shown) for one in self.sections]
        return Table(head, blocks, leads, [self._pick(pick) for pick in picks])

    def _spot(self, key: Key, shown: dict[Key, list[Edition]]) -> Spot:
        slot, section = Slot(key[0]), key[1]
        here = [place for place in self.places if place.key == key]
        label = str(self._sections[section]) if section else str(slot.label)
        spot = Spot(key_in_words(key), slot.value, label, ROOM[slot])
        for number, place in enumerate(here):
            edition = self._live.get(place.article) or self.known[place.article]
            item = Item(
                edition=edition,
                text=place_in_words(place),
                note=self._note(place, section),
                where=self._where(edition, besides=key),
                is_first=number == 0,
                is_last=number == len(here) - 1,
            )
            spot.items.append(item)
        placed = {place.article for place in here}
        spot.fillers = [one for one in shown.get(key, []) if one.article_id not in placed]
        return spot

    def _note(self, place: Place, section: int | None) -> str:
        """Why an article does not stand in its place then; nothing where it does."""
        if place.article in self._live:
            return self._note_of_section(place, section)
        known = self.known[place.article]
        if known.phase(self.at) == Phase.SCHEDULED:
            when = {"when": as_typed(known.live_from)}
            return _("On the site from %(when)s; until then the place fills itself.") % when
        state = {"state": known.state_label(self.then)}
        return _("%(state)s: the place fills itself.") % state

    def _note_of_section(self, place: Place, section: int | None) -> str:
        edition = self._live[place.article]
        if place.slot == Slot.SECTION and section not in (edition.section_id, edition.section.parent_id):
            return _("It stands in another section: there it opens no page.")
        return ""

    # ── What may be put ──────────────────────────────────────────────────────
    def _pick(self, pick: picking.Pick) -> Item:
        note = _("On the site from %(when)s.") % {"when": as_typed(pick.when)} if pick.is_scheduled else ""
        stands = ", ".join(self._name(key) for key in self._of_article.get(pick.edition.article_id, []))
        if stands:
            note = " ".join(filter(None, [note, _("Stands here: %(places)s.") % {"places": stands}]))
        return Item(pick.edition, "", note, self._where(pick.edition))

    def _where(self, edition: Edition, *, besides: Key | None = None) -> list[tuple[str, str]]:
        """Slots for it, nearest first: the head of the page, its own section, the others."""
        own = {edition.section_id, edition.section.parent_id}
        tops = [one for one in self.sections if one.parent_id is None and one.display != Display.PHOTOS]
        keys: list[Key] = [(slot, None) for slot in (Slot.LEAD, Slot.SECOND, Slot.FOCUS)]
        keys += [(Slot.BLOCK, one.pk) for one in sorted(tops, key=lambda one: one.pk not in own)]
        keys += [(Slot.SECTION, one.pk) for one in self.sections if one.pk in own]
        return [(key_in_words(key), self._name(key)) for key in keys if key != besides]

    def _name(self, key: Key) -> str:
        return slot_name(key, self._sections)


def slot_name(key: Key, sections: dict[int, Section]) -> str:
    label = str(Slot(key[0]).label)
    return f"{label}: {sections.get(key[1], '…')}" if key[1] else label


def _by_key(front: Front) -> dict[Key, list[Edition]]:
    found: dict[Key, list[Edition]] = {
        (Slot.LEAD, None): [front.lead] if front.lead else [],
        (Slot.SECOND, None): front.secondary,
        (Slot.FOCUS, None): front.focus,
    }
    return found | {(Slot.BLOCK, block["section"].pk): block["editions"] for block in front.blocks}
