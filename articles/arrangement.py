"""An arrangement of the front page while somebody works on it: where each article is put. Pure: no row is asked.

Every act gives a new list of places; what no longer has room in its slot falls out at the end and is told.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from articles.front import Place
from articles.models.front import OF_SECTIONS, ROOM, Slot

Key = tuple[str, int | None]
UP, DOWN = -1, 1
_ID = "([1-9][0-9]{0,17})"
_KEY = re.compile(rf"({'|'.join(Slot.values)}):(?:{_ID})?", re.ASCII)
_PLACE = re.compile(rf"({'|'.join(Slot.values)}):(?:{_ID})?:{_ID}", re.ASCII)


@dataclass(frozen=True)
class Arranged:
    """What an act came to; `out` are the articles that fell out of a slot that was full."""

    places: list[Place]
    out: tuple[int, ...] = ()


# ── As a form says it ────────────────────────────────────────────────────────
def place_in_words(place: Place) -> str:
    return f"{key_in_words(place.key)}:{place.article}"


def key_in_words(key: Key) -> str:
    return f"{key[0]}:{key[1] or ''}"


def key_of(text: str) -> Key | None:
    """None for what is no slot: a section where none is meant, or none where one is."""
    found = _KEY.fullmatch(text)
    if not found or (found[2] is not None) != (found[1] in OF_SECTIONS):
        return None
    return found[1], int(found[2]) if found[2] else None


def place_of(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    key = found and key_of(text.rpartition(":")[0])
    return Place(key[0], int(found[3]), key[1]) if key else None


# ── Acts ─────────────────────────────────────────────────────────────────────
def put(places: Sequence[Place], article: int, key: Key, *, before: int | None = None) -> Arranged:
    """Puts it there, before the place of this number or last; on the front page it leaves where it stood."""
    old = next((n for n, one in enumerate(_in(places, key)) if one.article == article), None)
    kept = [one for one in places if not (one.article == article and _meet(one.key, key))]
    here = _in(kept, key)
    number = len(here) if before is None else before - (old is not None and old < before)
    room = ROOM[Slot(key[0])]
    # Last in a slot that is full is still in it.
    number = max(0, min(number, len(here), room - 1))
    filled = [*here[:number], Place(key[0], article, key[1]), *here[number:]]
    others = [one for one in kept if one.key != key]
    return Arranged([*others, *filled[:room]], tuple(one.article for one in filled[room:]))


def take_out(places: Sequence[Place], place: Place) -> Arranged:
    return Arranged([one for one in places if one != place])


def shift(places: Sequence[Place], place: Place, by: int) -> Arranged:
    """One place up or down in its slot, as far as there is one."""
    here = _in(places, place.key)
    if place not in here:
        return Arranged(list(places))
    number = here.index(place)
    to = number + by
    if 0 <= to < len(here):
        here[number], here[to] = here[to], here[number]
    return Arranged([*(one for one in places if one.key != place.key), *here])


def _in(places: Sequence[Place], key: Key) -> list[Place]:
    return [one for one in places if one.key == key]


def _meet(one: Key, other: Key) -> bool:
    """Whether an article may stand in one of the two only: it may lead its section's page as well."""
    return one == other or Slot.SECTION not in (one[0], other[0])


# ── What is wrong with one ───────────────────────────────────────────────────
def twice(places: Sequence[Place]) -> list[int]:
    """Articles that stand twice on the front page, or twice as the lead of one section."""
    on_the_page = Counter(place.article for place in places if place.slot != Slot.SECTION)
    return [article for article, times in on_the_page.items() if times > 1]


def too_full(places: Sequence[Place]) -> list[Key]:
    return [
        key for key, taken in Counter(place.key for place in places).items() if taken > ROOM[Slot(key[0])]
    ]
