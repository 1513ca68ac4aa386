"""Numbers of identity papers in what readers write: they are masked on the way in, so that they are never kept.

The twelve digits of today's card begin with 0, as no sum of money does, and as no telephone number of twelve digits.
Older cards (nine digits) and passports look like sums and codes: they are masked where the sentence names the paper
before them.
"""

import re

from cms.text import fold

MASK = "•"
_GAP = r"[ .\-\u00a0]?"
_CARD = re.compile(rf"(?<![\d+])0\d{{2}}(?:{_GAP}\d{{3}}){{3}}(?!\d)", re.ASCII)
# Any number that long, where a paper is named shortly before it.
_NUMBER = re.compile(rf"(?<![\w+])[A-Za-z]?\d(?:{_GAP}\d){{6,11}}(?!\w)")
_NAMED = re.compile(r"\b(?:cccd|cmnd|cmtnd|can cuoc|chung minh|ho chieu|passport|dinh danh)\b")
_SO_NEAR = 40
_SENTENCE_ENDS = re.compile(r"[.;!?]\s|\n")
_DIGIT = re.compile(r"[\dA-Za-z]")


def without_id_numbers(text: str) -> str:
    """The text with such numbers masked, character for character: its length stays."""
    return _NUMBER.sub(_if_named, _CARD.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    return _DIGIT.sub(MASK, found[0])


def _if_named(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _SO_NEAR) : found.start()]
    same_sentence = _SENTENCE_ENDS.split(before)[-1]
    return _masked(found) if _NAMED.search(fold(same_sentence)) else found[0]
