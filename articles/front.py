"""What the front page is made of at an instant: articles in the places they were given, the newest in all others.

The public page, its preview and the desk's editor ask the same: `made_of` takes places as they stand in rows or in a
form, so that what is shown before saving is what will be shown after it. No article stands in two places.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from articles.marks import PHOTOS
from articles.models import Edition, Layout, Placement, Section
from articles.models.edition import EditionQuerySet
from articles.models.front import ROOM, Slot
from articles.models.section import Display
from cms.walks import ids_of

# Of these, photo stories are looked for where no section is shown as pictures.
NEWEST = 100
STRIP = 6
MOST_COMMENTED = 5
COMMENTED_WITHIN = timedelta(days=7)
# A section's newest: enough to fill its block when all that fills itself before were of this section. What fills itself
# after the blocks (the focus) needs none of them; whatever is moved before them in `made_of` is counted in here.
OF_A_SECTION = ROOM[Slot.BLOCK] + ROOM[Slot.LEAD] + ROOM[Slot.SECOND] + STRIP


@dataclass(frozen=True)
class Place:
    """Where an article was put; `section` is the id of one where the slot is a section's."""

    slot: str
    article: int
    section: int | None = None

    @property
    def key(self) -> tuple[str, int | None]:
        return self.slot, self.section


@dataclass
class Front:
    """As the public page shows it."""

    lead: Edition | None = None
    secondary: list[Edition] = field(default_factory=list)
    focus: list[Edition] = field(default_factory=list)
    blocks: list[dict] = field(default_factory=list)
    photo_strip: list[Edition] = field(default_factory=list)
    most_commented: list[Edition] = field(default_factory=list)


# ── What was laid out ────────────────────────────────────────────────────────
def places_in_force(at: datetime) -> list[Place]:
    """Of the layout that stands at this instant; the leads of sections' pages are no part of the front page."""
    rows = Placement.objects.filter(layout__in=Layout.objects.in_force(at)).exclude(slot=Slot.SECTION)
    return places_of(rows)


def places_of(placements: Iterable[Placement]) -> list[Place]:
    return [
        Place(row.slot, row.article_id, row.section_id)
        for row in sorted(placements, key=lambda row: (row.order, row.pk))
    ]


def section_lead(section: Section, at: datetime) -> Edition | None:
    """What opens this section's page, while it is live there."""
    placed = Placement.objects.filter(
        layout__in=Layout.objects.in_force(at), slot=Slot.SECTION, section=section
    )
    live = Edition.objects.live(at).under(section).filter(article__in=placed.values("article"))
    return live.for_lists().first()


# ── What is shown ────────────────────────────────────────────────────────────
def front_at(at: datetime) -> Front:
    """As readers are shown it. Six queries, however many articles there are: places, what is made of them, comments."""
    return with_comments(made_of(places_in_force(at), at), at)


def with_comments(front: Front, at: datetime) -> Front:
    """Of what was printed within a week, by the comments that readers see now. Titles only: it may repeat."""
    of_the_week = Edition.objects.live(at).filter(
        dated__gt=at - COMMENTED_WITHIN, article__comments_shown__gt=0
    )
    rows = of_the_week.select_related("article").only("title", "article__path", "article__comments_shown")
    front.most_commented = list(rows.order_by("-article__comments_shown", "-dated", "-pk")[:MOST_COMMENTED])
    return front


def made_of(places: Iterable[Place], at: datetime) -> Front:
    """The page with these places. Four queries."""
    sections = {one.pk: one for one in Section.objects.open(timezone.localdate(at)).filter(parent=None)}
    shown = [place for place in places if place.slot != Slot.SECTION and _stands(place, sections)]
    stock = _Stock(shown, sections, at)
    chosen: dict[tuple, list[_Found]] = {}
    for slot in (Slot.LEAD, Slot.SECOND):
        chosen[slot, None] = stock.fill(slot, None, stock.newest)
    strip = stock.take(stock.pictures, STRIP)
    for pk, section in sections.items():
        if section.display != Display.PHOTOS:
            chosen[Slot.BLOCK, pk] = stock.fill(Slot.BLOCK, pk, stock.of_section[pk])
    # Last of all: on a small paper's page the sections come first.
    chosen[Slot.FOCUS, None] = stock.fill(Slot.FOCUS, None, stock.newest)
    rows = _rows([found.pk for found in (*strip, *(one for list_ in chosen.values() for one in list_))])
    editions = {key: [rows[found.pk] for found in list_] for key, list_ in chosen.items()}
    return Front(
        lead=next(iter(editions[Slot.LEAD, None]), None),
        secondary=editions[Slot.SECOND, None],
        focus=editions[Slot.FOCUS, None],
        blocks=[
            {"section": section, "editions": editions[Slot.BLOCK, pk]}
            for pk, section in sections.items()
            if editions.get((Slot.BLOCK, pk))
        ],
        photo_strip=[rows[found.pk] for found in strip],
    )


def _stands(place: Place, sections: dict[int, Section]) -> bool:
    """A block is there while its section is open and shows headlines."""
    if place.slot != Slot.BLOCK:
        return True
    section = sections.get(place.section)
    return section is not None and section.display != Display.PHOTOS


def _rows(ids: list[int]) -> dict[int, Edition]:
    return Edition.objects.for_lists().in_bulk(ids)


@dataclass(frozen=True)
class _Found:
    pk: int
    article: int
    top_section: int
    marks: list[str]


class _Stock:
    """What there is to show, the newest first; whatever was taken out of it is not taken again."""

    def __init__(self, places: list[Place], sections: dict[int, Section], at: datetime) -> None:
        articles = {place.article for place in places}
        found = [_Found(*row) for row in _candidates(articles, sections, Edition.objects.live(at))]
        self._placed = {one.article: one for one in found if one.article in articles}
        self._places: dict[tuple, list[int]] = defaultdict(list)
        for place in places:
            self._places[place.key].append(place.article)
        # What has a place fills no other.
        free = [one for one in found if one.article not in articles]
        self.newest = free[:NEWEST]
        self.of_section: dict[int, list[_Found]] = defaultdict(list)
        for one in free:
            self.of_section[one.top_section].append(one)
        of_pictures = {pk for pk, one in sections.items() if one.display == Display.PHOTOS}
        self.pictures = [
            one
            for one in (free if of_pictures else self.newest)
            if (one.top_section in of_pictures if of_pictures else PHOTOS in one.marks)
        ]
        self._taken: set[int] = set()

    def fill(self, slot: Slot, section: int | None, others: list[_Found]) -> list[_Found]:
        """The slot's places in order, each with its article or, where that is not live, the newest of `others`."""
        placed = self._places[slot, section][: ROOM[slot]]
        fillers = self._untaken(others)
        filled = []
        for number in range(ROOM[slot]):
            own = self._placed.get(placed[number]) if number < len(placed) else None
            if own is not None and own.article in self._taken:
                own = None
            one = own or next(fillers, None)
            if one is None:
                continue
            self._taken.add(one.article)
            filled.append(one)
        return filled

    def take(self, among: list[_Found], most: int) -> list[_Found]:
        taken = []
        for one in self._untaken(among):
            if len(taken) == most:
                break
            self._taken.add(one.article)
            taken.append(one)
        return taken

    def _untaken(self, among: list[_Found]) -> Iterator[_Found]:
        return (one for one in among if one.article not in self._taken)


def _candidates(articles: set[int], sections: Iterable[int], live: EditionQuerySet) -> list[tuple]:
    """What is placed, the newest of all, and the newest of each section, in one query: each part a walk of its own."""
    newest = live.newest_first()
    placed = [live.filter(article__in=articles)] if articles else []
    walks = [newest[: NEWEST + len(articles)]]
    walks += [newest.filter(top_section=pk).exclude(article__in=articles)[:OF_A_SECTION] for pk in sections]
    found = Edition.objects.filter(pk__in=ids_of(Edition, [walk.values("pk") for walk in walks], *placed))
    return list(found.newest_first().values_list("pk", "article", "top_section", "marks"))
