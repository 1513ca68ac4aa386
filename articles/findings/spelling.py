"""Vietnamese as it is written: tones placed two ways, text without marks, text in an old encoding.

The words are told from each other by their letters alone; nothing is decoded or put right here.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.findings.draft import Draft, Passage
from articles.findings.kinds import Finding, Kind, Place, Rules

# Only where the syllable ends with the vowels is there a choice: hòa or hoà, but always hoàn. After q, u is no vowel.
_ON_THE_FIRST = "[òóỏõọ][ae]|(?<!q)[ùúủũụ]y"
_ON_THE_SECOND = "o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ]"
_TONED = re.compile(rf"(?:(?P<first>{_ON_THE_FIRST})|(?P<second>{_ON_THE_SECOND}))(?![^\W_])", re.IGNORECASE)
# No syllable begins with more than "ngh" before its vowels.
_LONGEST_BEGINNING = 3
_MARKED = re.compile("[À-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_WORD = re.compile(r"\S+")
# A Vietnamese sentence of so many words has a mark somewhere; a name or an address of the web may have none.
_WORDS_WITHOUT_MARKS = 6

# TCVN3 shown as Latin-1: letters that no Vietnamese word has, or a capital in the middle of a word.
_OF_TCVN3 = r"[µ¸¶·¹¨»¾¼½Æ©ÇËÎÏÑªÖØÜÞ×ßäåæç«¬ëîïñö÷øûüþ®]"
_TCVN3 = re.compile(rf"[a-z]{_OF_TCVN3}|{_OF_TCVN3}[a-z]|[a-z][À-ÖØ-Þ]")
# VNI: a plain vowel and its mark, each as a letter.
_VNI = re.compile(
    "a[ùøûõïâêáàåãäéèúüë]|e[ùøûõïâáàåãäü]|o[ùøûõïâåäüö]|u[ùøûõï]|y[ùøûõ]|[ôö][ùøûõï]|[öñ][a-zâ]",
    re.IGNORECASE,
)
# A foreign name or two is no encoding.
_FEWEST_ODD, _SHARE_OF_ODD = 3, 0.2


def two_tones(draft: Draft, rules: Rules) -> Iterator[Finding]:
    """The rarer way, at each of its places."""
    ways: dict[str, list[tuple[Passage, re.Match[str]]]] = {"first": [], "second": []}
    for passage in draft.passages:
        for match in _TONED.finditer(passage.text):
            ways["first" if match["first"] else "second"].append((passage, match))
    rarer, commoner = sorted(ways.values(), key=len)
    said = _("“%(word)s”: the tone stands elsewhere in most of this text, like “%(other)s”.")
    if len(rarer) == len(commoner):
        said = _("“%(word)s”: the tone stands elsewhere in as many words of this text, like “%(other)s”.")
    for passage, match in rarer:
        start, word = _syllable(passage, match)
        _start, other = _syllable(*commoner[0])
        yield Finding(
            kind=Kind.TWO_TONES,
            message=said % {"word": word, "other": other},
            place=Place(field=passage.field, number=passage.number, start=start, length=len(word)),
            quote=word,
        )


def _syllable(passage: Passage, match: re.Match[str]) -> tuple[int, str]:
    start = match.start()
    while match.start() - start < _LONGEST_BEGINNING and start and passage.text[start - 1].isalpha():
        start -= 1
    return start, passage.text[start : match.end()]


def no_marks(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for passage in draft.passages:
        if _MARKED.search(passage.text):
            continue
        if sum(word.isalpha() for word in passage.text.split()) >= _WORDS_WITHOUT_MARKS:
            yield Finding(
                kind=Kind.NO_MARKS,
                message=_("It has no diacritics."),
                place=Place(field=passage.field, number=passage.number, length=len(passage.text)),
                quote=passage.text,
            )


def old_encoding(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for passage in draft.passages:
        if passage.text.isascii():
            continue
        words = list(_WORD.finditer(passage.text))
        odd = [word for word in words if _TCVN3.search(word[0]) or _VNI.search(word[0])]
        if len(odd) < _FEWEST_ODD or len(odd) < _SHARE_OF_ODD * len(words):
            continue
        first = odd[0]
        yield Finding(
            kind=Kind.OLD_ENCODING,
            message=_("“%(word)s”: this looks like text in an old encoding (TCVN3 or VNI).")
            % {"word": first[0]},
            place=Place(
                field=passage.field, number=passage.number, start=first.start(), length=len(first[0])
            ),
            quote=first[0],
        )
