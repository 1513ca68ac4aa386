"""How it was typed: spaces, a title's length and dress."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.findings.draft import Draft
from articles.findings.kinds import Finding, Kind, Place, Rules

_SPACES = re.compile("[ \t\u00a0]{2,}")
# "OCOP 2026" is a name; a line of so many words is a habit of old layouts.
_WORDS_OF_A_SENTENCE = 4


def double_space(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for passage in draft.passages:
        for match in _SPACES.finditer(passage.text):
            before = passage.text[max(0, match.start() - 20) : match.start()].split()
            place = Place(
                field=passage.field, number=passage.number, start=match.start(), length=len(match[0])
            )
            message = (
                _("Two spaces in a row after “%(word)s”.") % {"word": before[-1]}
                if before
                else _("Two spaces in a row at the beginning.")
            )
            yield Finding(kind=Kind.DOUBLE_SPACE, message=message, place=place, quote=match[0])


def title_long(draft: Draft, rules: Rules) -> Iterator[Finding]:
    most, length = rules.title_length, len(draft.title)
    if length > most:
        yield Finding(
            kind=Kind.TITLE_LONG,
            message=_("It has %(length)d characters; the paper's limit is %(most)d.")
            % {"length": length, "most": most},
            place=Place(field="title", start=most, length=length - most),
            quote=draft.title[most:],
        )


def title_capitals(draft: Draft, rules: Rules) -> Iterator[Finding]:
    title = draft.title
    if title.isupper() and len(title.split()) >= _WORDS_OF_A_SENTENCE:
        place = Place(field="title", length=len(title))
        message = _("It is written in capitals.")
        yield Finding(kind=Kind.TITLE_CAPITALS, message=message, place=place, quote=title)


def title_period(draft: Draft, rules: Rules) -> Iterator[Finding]:
    said = draft.title.rstrip()
    # Three dots are meant.
    if said.endswith(".") and not said.endswith(".."):
        place = Place(field="title", start=len(said) - 1, length=1)
        message = _("It ends with a full stop.")
        yield Finding(kind=Kind.TITLE_PERIOD, message=message, place=place, quote=".")
