"""Two texts woven into one: what both say, what one says alone, and paragraphs that stand elsewhere. Pure.

Paragraph by paragraph first, and word by word where two paragraphs differ. Every step draws on a store of work, so
that no text, however hostile, takes long: when it is spent, what is left is taken for wholly different.
"""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import isqrt

# So many steps of the comparison take some tenths of a second.
MOST_EDITS, MOST_WORK = 800, 20_000_000
# A text of more lines on both sides is no article: it is compared word by word from end to end.
MOST_LINES = 5000
# So many words are looked up to find paragraphs that are nearly alike.
MOST_LOOKED_UP = 1_000_000
# Of all words of two paragraphs so many are in both, when one is the other after a few changes.
ALIKE = 0.65
# Of fewer words two lines are alike by chance.
FEWEST_WORDS = 5


@dataclass
class Work:
    """What may still be spent, in squared edits and in items walked over."""

    edits: int = MOST_EDITS**2
    walked: int = MOST_WORK


@dataclass(frozen=True)
class Piece:
    """What stands on the left, and what on the right; the same when they agree."""

    agree: bool
    left: list[str]
    right: list[str]


@dataclass(frozen=True)
class Step:
    """A stretch of both texts. With a number in `moved`, a paragraph that leaves its place, or comes to its new one."""

    pieces: list[Piece]
    moved: int = 0
    leaves: bool = False


@dataclass(frozen=True)
class _Line:
    """A paragraph at its place, and the line break behind it if there is one."""

    place: int
    text: str
    end: list[str]

    @property
    def words(self) -> list[str]:
        return words(self.text) + self.end


@dataclass
class _Moved:
    """Paragraphs that stand elsewhere: their numbers by their places on each side, and what changed in them."""

    leaving: dict[int, int] = field(default_factory=dict)
    coming: dict[int, int] = field(default_factory=dict)
    inside: dict[int, list[Piece]] = field(default_factory=dict)


def weave(left: str, right: str) -> list[Step]:
    """The texts from beginning to end. What stands on the left in it is the left text, and so on the right."""
    ours, theirs, work = _lines(left), _lines(right), Work()
    if len(ours) + len(theirs) > MOST_LINES:
        return [Step(list(pieces(words(left), words(right), work)))]
    standing, elsewhere = _pair(ours, theirs)
    moved = _Moved()
    for number, (one, other) in enumerate(elsewhere, start=1):
        moved.leaving[one], moved.coming[other] = number, number
        moved.inside[number] = _of_a_pair(ours[one], theirs[other], work)
    steps: list[Step] = []
    for (one, other), (next_one, next_other) in pairwise([(-1, -1), *standing, (len(ours), len(theirs))]):
        if one >= 0:
            steps.append(Step(_of_a_pair(ours[one], theirs[other], work)))
        steps += _gap(ours[one + 1 : next_one], theirs[other + 1 : next_other], moved, work)
    return steps


def words(text: str) -> list[str]:
    """Each word with the space behind it, and each line break: joined again they are the text."""
    return re.findall(r"\S+[^\S\n]*|\n|[^\S\n]+", text)


def _last_words(*lines: list[str]) -> set[str]:
    """Words with nothing behind them: where something was written on, the same word has a space."""
    return {word for line in lines for word in line if word == word.rstrip()}


def _spaced(line: list[str], last: set[str]) -> list[str]:
    """With the space apart from those words, so that they are the same word wherever they stand."""
    made: list[str] = []
    for word in line:
        bare = word.rstrip()
        made += [bare, word[len(bare) :]] if bare in last and bare != word else [word]
    return made


def names(text: str) -> list[str]:
    """Names between commas, and the commas."""
    return re.findall(r",\s*|[^,]+", text)


def pieces(ours: list[str], theirs: list[str], work: Work) -> Iterator[Piece]:
    """Both sequences cut where they agree and where they differ."""
    a = b = 0
    for x, y, length in [*_agreements(ours, theirs, work), (len(ours), len(theirs), 0)]:
        if x > a or y > b:
            yield Piece(False, ours[a:x], theirs[b:y])
        if length:
            yield Piece(True, ours[x : x + length], theirs[y : y + length])
        a, b = x + length, y + length


# ── One stretch after the other ──────────────────────────────────────────────
def _lines(text: str) -> list[_Line]:
    parts = text.split("\n")
    return [_Line(place, part, ["\n"] * (place < len(parts) - 1)) for place, part in enumerate(parts)]


def _of_a_pair(ours: _Line, theirs: _Line, work: Work) -> list[Piece]:
    """One paragraph as it was and as it is."""
    if ours.text != theirs.text:
        here, there = words(ours.text), words(theirs.text)
        last = _last_words(here, there)
        found = list(pieces(_spaced(here, last), _spaced(there, last), work))
    else:
        found = [Piece(True, [ours.text], [theirs.text])]
    return [*found, Piece(ours.end == theirs.end, ours.end, theirs.end)]


def _gap(ours: list[_Line], theirs: list[_Line], moved: _Moved, work: Work) -> Iterator[Step]:
    """What stands between two paragraphs that keep their places; moved ones at theirs amid the rest."""
    staying = [line for line in ours if line.place not in moved.leaving]
    arrived = [line for line in theirs if line.place not in moved.coming]
    last = _last_words(*(line.words for line in (*staying, *arrived)))
    here = [(line.place, word) for line in staying for word in _spaced(line.words, last)]
    there = [(line.place, word) for line in arrived for word in _spaced(line.words, last)]
    away = deque(line.place for line in ours if line.place in moved.leaving)
    home = deque(line.place for line in theirs if line.place in moved.coming)
    a = b = 0
    for piece in pieces([word for _place, word in here], [word for _place, word in there], work):
        left, right = here[a : a + len(piece.left)], there[b : b + len(piece.right)]
        a, b = a + len(left), b + len(right)
        for one, other in _by_lines(left, right, agree=piece.agree):
            yield from _passed(away, moved, before=one[0][0] if one else 0, leave=True)
            yield from _passed(home, moved, before=other[0][0] if other else 0)
            yield Step([Piece(piece.agree, [word for _place, word in one], [word for _place, word in other])])
    yield from _passed(away, moved, leave=True)
    yield from _passed(home, moved)


_Placed = list[tuple[int, str]]


def _by_lines(left: _Placed, right: _Placed, *, agree: bool) -> Iterator[tuple[_Placed, _Placed]]:
    """Words of one line at a time: a moved paragraph may stand before the next."""
    if agree:
        for _lines, run in groupby(zip(left, right, strict=True), lambda two: (two[0][0], two[1][0])):
            both = list(run)
            yield [one for one, _other in both], [other for _one, other in both]
        return
    for _line, here in groupby(left, lambda word: word[0]):
        yield list(here), []
    for _line, there in groupby(right, lambda word: word[0]):
        yield [], list(there)


def _passed(
    places: deque[int], moved: _Moved, *, before: int | None = None, leave: bool = False
) -> Iterator[Step]:
    """The moved paragraphs that stand before this line; all that are left, if no line is named."""
    while places and (before is None or places[0] < before):
        number = (moved.leaving if leave else moved.coming)[places.popleft()]
        yield Step(moved.inside[number], number, leaves=leave)


# ── Which paragraph is which ─────────────────────────────────────────────────
_Pair = tuple[int, int]


def _pair(ours: list[_Line], theirs: list[_Line]) -> tuple[list[_Pair], list[_Pair]]:
    """Paragraphs that are the same or nearly so: those that keep their order, and those that stand elsewhere."""
    blocks = _agreements([line.text for line in ours], [line.text for line in theirs], Work())
    same = [(x + n, y + n) for x, y, length in blocks for n in range(length)]
    known_here, known_there = {x for x, _y in same}, {y for _x, y in same}
    left = [line for line in ours if line.place not in known_here and line.text.strip()]
    right = [line for line in theirs if line.place not in known_there and line.text.strip()]
    found = _unchanged(left, right)
    used = {x for x, _y in found}, {y for _x, y in found}
    left = [line for line in left if line.place not in used[0]]
    right = [line for line in right if line.place not in used[1]]
    found += _nearly_unchanged(left, right)
    xs, ys = [x for x, _y in same], [y for _x, y in same]
    kept = in_order(pair for pair in found if bisect_left(xs, pair[0]) == bisect_left(ys, pair[1]))
    elsewhere = sorted(set(found) - set(kept), key=lambda pair: pair[1])
    return sorted(same + kept), elsewhere


def _unchanged(left: list[_Line], right: list[_Line]) -> list[_Pair]:
    waiting: dict[str, deque[int]] = {}
    for line in right:
        waiting.setdefault(line.text, deque()).append(line.place)
    return [(line.place, waiting[line.text].popleft()) for line in left if waiting.get(line.text)]


def _nearly_unchanged(left: list[_Line], right: list[_Line]) -> list[_Pair]:
    """The most alike first. Nothing where there are too many to be looked through."""
    ours = [(line.place, line.text.split()) for line in left]
    theirs = [(line.place, line.text.split(), Counter(line.text.split())) for line in right]
    if sum(len(said) for _place, said in ours) * len(theirs) > MOST_LOOKED_UP:
        return []
    alike = [
        (likeness, one, other)
        for one, said in ours
        for other, its_words, counted in theirs
        if (likeness := _likeness(said, its_words, counted)) >= ALIKE
    ]
    found: list[_Pair] = []
    used: tuple[set[int], set[int]] = set(), set()
    for _likeness_of_both, one, other in sorted(alike, key=lambda row: (-row[0], abs(row[1] - row[2]))):
        if one not in used[0] and other not in used[1]:
            used[0].add(one)
            used[1].add(other)
            found.append((one, other))
    return found


def _likeness(ours: list[str], theirs: list[str], counted: Counter[str]) -> float:
    """How many of the words of both are in both, from 0 to 1."""
    all_words, fewest = len(ours) + len(theirs), min(len(ours), len(theirs))
    if fewest < FEWEST_WORDS or 2 * fewest < ALIKE * all_words:
        return 0
    common = sum(min(number, counted[word]) for word, number in Counter(ours).items() if word in counted)
    return 2 * common / all_words


def in_order(pairs: Iterable[_Pair]) -> list[_Pair]:
    """As many of them as do not cross each other."""
    ends: list[int] = []
    last: list[_Pair] = []
    before: dict[_Pair, _Pair | None] = {}
    for pair in sorted(pairs):
        place = bisect_left(ends, pair[1])
        before[pair] = last[place - 1] if place else None
        ends[place : place + 1], last[place : place + 1] = [pair[1]], [pair]
    chosen: list[_Pair] = []
    pair_or_none = last[-1] if last else None
    while pair_or_none:
        chosen.append(pair_or_none)
        pair_or_none = before[pair_or_none]
    return chosen[::-1]


# ── Where two sequences agree ────────────────────────────────────────────────
def _agreements(ours: list[str], theirs: list[str], work: Work) -> list[tuple[int, int, int]]:
    """Where both agree, as (place in ours, place in theirs, length); between equal ends, by Myers' algorithm.

    Beyond the work that is left the middle is taken for wholly different.
    """
    start = _common(ours, theirs)
    end = _common(ours[start:][::-1], theirs[start:][::-1])
    a, b = len(ours) - end, len(theirs) - end
    middle = [(x + start, y + start, n) for x, y, n in _myers(ours[start:a], theirs[start:b], work)]
    found = [(0, 0, start), *middle, (a, b, end)]
    return [block for block in found if block[2]]


def _common(ours: list[str], theirs: list[str]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs)))


def _myers(ours: list[str], theirs: list[str], work: Work) -> list[tuple[int, int, int]]:
    """The shortest edit script's agreements; none when it would be longer than the work allows."""
    n, m = len(ours), len(theirs)
    furthest, trace = {1: 0}, []
    for edits in range(min(n + m, isqrt(work.edits), work.walked // (n + m + 1)) + 1):
        trace.append(dict(furthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
            x = furthest[k + 1] if down else furthest[k - 1] + 1
            while x < n and x - k < m and ours[x] == theirs[x - k]:
                x += 1
            furthest[k] = x
            if x >= n and x - k >= m:
                _spend(work, edits, n + m)
                return _way_back(trace, n, m)
    _spend(work, len(trace), n + m)
    return []


def _spend(work: Work, edits: int, length: int) -> None:
    work.edits, work.walked = max(0, work.edits - edits**2), max(0, work.walked - edits * length)


def _way_back(trace: list[dict[int, int]], x: int, y: int) -> list[tuple[int, int, int]]:
    """From the end along the furthest points to the beginning: the diagonals are where both agree."""
    blocks = []
    for edits in range(len(trace) - 1, -1, -1):
        furthest, k = trace[edits], x - y
        down = k == -edits or (k != edits and furthest[k - 1] < furthest[k + 1])
        before = k + 1 if down else k - 1
        from_x = furthest[before] if edits else 0
        from_y = from_x - before if edits else 0
        first = from_x if down or not edits else from_x + 1
        if x > first:
            blocks.append((first, first - k, x - first))
        x, y = from_x, from_y
    return blocks[::-1]
