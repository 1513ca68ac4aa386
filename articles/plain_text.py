"""Articles as plain text, the shape in which the old site's pages were saved.

Paragraphs are set apart by blank lines: title; time; lead; captions; body; byline; and at the end,
perhaps, the heading of the readers' comments. Captions are told from paragraphs by where they stand
(straight after the lead) and how long they are; a byline likewise. Typography is kept as written.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.fields import PLAUSIBLE_YEARS
from cms.text import fold, nfc

COMMENTS_HEADING = "Ý kiến bạn đọc"
CAPTION_LENGTH = 120
BYLINE_LENGTH = 60
TITLE_LENGTH = 250
DATE_LINE = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*,\s*(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_SENTENCE_END = (".", "!", "?", "…", ":", ";")
# Initials end in a point without ending a sentence: "N.V.", "P.V."
_INITIALS = re.compile(r"(?:\w\.){1,4}")


class NotAnArticle(Exception):
    """The text has not the shape; says where and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(_("line %(line)d: %(reason)s") % {"line": line, "reason": reason})
        self.line = line


@dataclass(frozen=True)
class PlainArticle:
    title: str
    dated: datetime
    lead: str
    captions: tuple[str, ...]
    body: tuple[str, ...]
    byline: str


@dataclass(frozen=True)
class _Paragraph:
    line: int
    text: str


def decode(raw: bytes) -> str:
    """The file's text: UTF-8 (with or without a mark at its head) or UTF-16 with one; NFC; lines end in LF."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise NotAnArticle(
            line, _("these bytes are not UTF-8; save the file as UTF-8 and try again")
        ) from error
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def parse(text: str) -> PlainArticle:
    """Reads one article. Raises NotAnArticle."""
    paragraphs = _paragraphs(text)
    if not paragraphs:
        raise NotAnArticle(1, _("the file is empty"))
    title, rest = paragraphs[0], paragraphs[1:]
    if not fold(title.text):
        raise NotAnArticle(title.line, _("the title has no letter that can be seen"))
    if len(title.text) > TITLE_LENGTH:
        raise NotAnArticle(
            title.line, _("the title is longer than %(limit)d characters") % {"limit": TITLE_LENGTH}
        )
    if not rest:
        raise NotAnArticle(title.line, _("only a title; the time and the lead are missing"))
    dated, rest = _date_line(rest[0]), rest[1:]
    if not rest:
        raise NotAnArticle(paragraphs[1].line, _("the lead is missing after the time"))
    lead, *texts = [paragraph.text for paragraph in rest]
    if texts and fold(texts[-1]) == fold(COMMENTS_HEADING):
        texts.pop()
    byline = texts.pop() if len(texts) > 1 and _is_byline(texts[-1]) else ""
    captions = _leading_captions(texts)
    return PlainArticle(title.text, dated, lead, tuple(captions), tuple(texts[len(captions) :]), byline)


def _paragraphs(text: str) -> list[_Paragraph]:
    """Paragraphs with the number of their first line. A line of nothing but space is blank, of whatever kind;
    from others only ASCII space at the ends is taken."""
    found: list[_Paragraph] = []
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line.strip(" \t"))
        elif block:
            found.append(_Paragraph(number - len(block), " ".join(block)))
            block = []
    return found


def _date_line(paragraph: _Paragraph) -> datetime:
    match = DATE_LINE.fullmatch(paragraph.text.strip())
    if not match:
        raise NotAnArticle(
            paragraph.line,
            _("a time like 18:56, 15/09/2021 is expected here, not “%(text)s”")
            % {"text": paragraph.text[:40]},
        )
    hour, minute, second, day, month, year = (int(part or 0) for part in match.groups())
    try:
        if year not in PLAUSIBLE_YEARS:
            raise ValueError
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the next line gives it its zone
        return timezone.make_aware(naive)
    except (ValueError, OverflowError) as error:
        raise NotAnArticle(
            paragraph.line, _("“%(text)s” is no time that exists") % {"text": paragraph.text[:40]}
        ) from error


def _is_byline(text: str) -> bool:
    if len(text) > BYLINE_LENGTH:
        return False
    return not text.endswith(_SENTENCE_END) or bool(_INITIALS.fullmatch(text.replace(" ", "")))


def _leading_captions(paragraphs: list[str]) -> list[str]:
    """Short paragraphs straight after the lead, as long as a longer one follows them."""
    captions: list[str] = []
    for text in paragraphs:
        if len(text) > CAPTION_LENGTH:
            return captions
        captions.append(text)
    # Nothing but short paragraphs: a brief item, not a row of captions.
    return []
