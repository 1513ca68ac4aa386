"""Terms the paper does not use: whole words with their tones, wherever those are placed."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from django.utils.translation import gettext as _

from articles.findings.draft import Draft, Passage
from articles.findings.kinds import Finding, Kind, Place, Rules, Term

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ON_THE_FIRST = re.compile("([òóỏõọ])([ae])(?![^\\W_])|(?<!q)([ùúủũụ])(y)(?![^\\W_])")
_PLAIN = dict(zip("òóỏõọùúủũụ", "ooooouuuuu", strict=True))
_MOVED = {
    **{o + "a": a for o, a in zip("òóỏõọ", "àáảãạ", strict=True)},
    **{o + "e": e for o, e in zip("òóỏõọ", "èéẻẽẹ", strict=True)},
    **{u + "y": y for u, y in zip("ùúủũụ", "ỳýỷỹỵ", strict=True)},
}


def banned_term(draft: Draft, rules: Rules) -> Iterator[Finding]:
    vocabulary = _by_first_word(rules.terms)
    for passage in draft.passages if vocabulary else ():
        yield from _within(passage, vocabulary)


def _within(passage: Passage, vocabulary: Mapping) -> Iterator[Finding]:
    text, at = _comparable(passage.text)
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        for count, terms in vocabulary.get(word[0], {}).items():
            if place + count > len(words):
                continue
            end = words[place + count - 1].end()
            term = terms.get(_spaced(text[word.start() : end]))
            if term:
                yield _found(term, passage, at[word.start()], at[end - 1] + 1)


def _found(term: Term, passage: Passage, start: int, end: int) -> Finding:
    said = {"term": passage.text[start:end], "note": term.note}
    return Finding(
        kind=Kind.BANNED_TERM,
        message=_("“%(term)s” is not used in this paper: %(note)s") % said
        if term.note
        else _("“%(term)s” is not used in this paper.") % said,
        place=Place(field=passage.field, number=passage.number, start=start, length=end - start),
        quote=passage.text[start:end],
    )


@lru_cache(maxsize=4)
def _by_first_word(terms: tuple[Term, ...]) -> dict[str, dict[int, dict[str, Term]]]:
    """By the first word and the number of words: one walk along a text finds all, however many there are."""
    found: dict[str, dict[int, dict[str, Term]]] = {}
    for term in terms:
        text, _at = _comparable(term.words)
        words = list(_WORD.finditer(text))
        if words:
            whole = _spaced(text[words[0].start() : words[-1].end()])
            found.setdefault(words[0][0], {}).setdefault(len(words), {})[whole] = term
    return found


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _comparable(text: str) -> tuple[str, range | list[int]]:
    """The text in one case, with one placement of tones and nothing unseen; and where each character stood."""
    low = text.lower()
    if len(low) != len(text):
        # Some capitals of other languages become two letters.
        low = "".join(one if len(one := c.lower()) == 1 else c for c in text)
    at: range | list[int] = range(len(low))
    if _UNSEEN.search(low):
        at = [place for place, c in enumerate(low) if not _UNSEEN.match(c)]
        low = "".join(low[place] for place in at)
    return _ON_THE_FIRST.sub(_on_the_second, low), at


def _on_the_second(match: re.Match) -> str:
    return _PLAIN[match[0][0]] + _MOVED[match[0]]
