"""What a finding is: its kind, its place in the text, and what a site makes of it. Pure data.

A finding says what is so and where; whether it holds a text or only informs is the site's to decide. Nothing here
or beside it changes a text: the paper never corrects silently.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


SEVERITY_LABELS = [
    (Severity.ERROR.value, gettext_lazy("error: holds the article")),
    (Severity.WARNING.value, gettext_lazy("warning: informs only")),
    (Severity.OFF.value, gettext_lazy("off")),
]


class Kind(StrEnum):
    NO_TITLE = "no_title"
    NO_BODY = "no_body"
    NO_LEAD = "no_lead"
    BANNED_TERM = "banned_term"
    OLD_ENCODING = "old_encoding"
    NO_MARKS = "no_marks"
    TWO_TONES = "two_tones"
    DOUBLE_SPACE = "double_space"
    EMPTY_PARAGRAPH = "empty_paragraph"
    TITLE_LONG = "title_long"
    TITLE_CAPITALS = "title_capitals"
    TITLE_PERIOD = "title_period"
    DEAD_LINK = "dead_link"
    SECTION_CLOSED = "section_closed"
    NO_PICTURE = "no_picture"
    NO_CAPTION = "no_caption"
    NO_ALT = "no_alt"
    NO_CREDIT = "no_credit"
    LICENCE_ENDED = "licence_ended"


KIND_LABELS = [
    (Kind.NO_TITLE.value, gettext_lazy("No title")),
    (Kind.NO_BODY.value, gettext_lazy("No body")),
    (Kind.NO_LEAD.value, gettext_lazy("No lead")),
    (Kind.BANNED_TERM.value, gettext_lazy("A term the paper does not use")),
    (Kind.OLD_ENCODING.value, gettext_lazy("Text in an old encoding (TCVN3, VNI)")),
    (Kind.NO_MARKS.value, gettext_lazy("Text without diacritics")),
    (Kind.TWO_TONES.value, gettext_lazy("Two ways of placing tones (hoà, hòa)")),
    (Kind.DOUBLE_SPACE.value, gettext_lazy("Two spaces in a row")),
    (Kind.EMPTY_PARAGRAPH.value, gettext_lazy("An empty paragraph")),
    (Kind.TITLE_LONG.value, gettext_lazy("A long title")),
    (Kind.TITLE_CAPITALS.value, gettext_lazy("A title in capitals")),
    (Kind.TITLE_PERIOD.value, gettext_lazy("A full stop after the title")),
    (Kind.DEAD_LINK.value, gettext_lazy("A link that leads nowhere")),
    (Kind.SECTION_CLOSED.value, gettext_lazy("A section that is not open")),
    (Kind.NO_PICTURE.value, gettext_lazy("A photo still to come")),
    (Kind.NO_CAPTION.value, gettext_lazy("A photo without a caption")),
    (Kind.NO_ALT.value, gettext_lazy("A photo without alternative text")),
    (Kind.NO_CREDIT.value, gettext_lazy("A photo without a credit")),
    (Kind.LICENCE_ENDED.value, gettext_lazy("A photo whose licence has ended")),
]
# What a site that has said nothing gets: only what is truly missing, or banned, holds.
ERRORS_BY_DEFAULT = frozenset({Kind.NO_TITLE, Kind.NO_BODY, Kind.BANNED_TERM})
# There is nothing to read, let alone to publish.
EMPTINESS = frozenset({Kind.NO_TITLE, Kind.NO_BODY})
TITLE_LENGTH = 100


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where: a field, the paragraph or picture of that number (from 1), and a stretch of its text in characters."""

    field: str
    number: int = 0
    start: int = 0
    length: int = 0

    @property
    def label(self) -> str:
        """In the words of the form."""
        return _LABELS[self.field]() % {"number": self.number}

    @property
    def anchor(self) -> str:
        """The id of the field or the row of the picture, in the writing form and on the page that is read."""
        if self.field in ("picture", "caption"):
            return f"photos-{self.number - 1}"
        return "id_body" if self.field in ("whole body", "body picture") else f"id_{self.field}"


_LABELS = {
    "title": lambda: _("Title"),
    "lead": lambda: _("Lead"),
    "body": lambda: _("Body, paragraph %(number)d"),
    "section": lambda: _("Section"),
    "picture": lambda: _("Photo %(number)d"),
    "caption": lambda: _("Photo %(number)d, caption"),
    "body picture": lambda: _("Photo %(number)d in the body"),
    "whole body": lambda: _("Body"),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`quote` is the stretch of text that is meant, as it stands there; empty where something is missing."""

    kind: Kind
    message: str
    place: Place
    quote: str = ""
    severity: Severity = Severity.WARNING

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR

    def __str__(self) -> str:
        return f"{self.place.label}: {self.message}"


@dataclass(frozen=True, order=True)
class Term:
    """Words the paper does not use, and why or what instead."""

    words: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a site has said: severities that differ from the defaults, the title's length, terms."""

    severities: Mapping[Kind, Severity] = field(default_factory=dict)
    title_length: int = TITLE_LENGTH
    terms: tuple[Term, ...] = ()

    def severity(self, kind: Kind) -> Severity:
        return self.severities.get(kind, default_severity(kind))


def default_severity(kind: Kind) -> Severity:
    return Severity.ERROR if kind in ERRORS_BY_DEFAULT else Severity.WARNING
