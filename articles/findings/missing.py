"""What is not there: words, words of pictures, and what a link or a section should lead to."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.findings.draft import Draft, Picture
from articles.findings.kinds import Finding, Kind, Place, Rules

# A caption may name whose picture it is: "Toàn cảnh Hội nghị. Ảnh: CTV".
_CREDIT_IN_CAPTION = re.compile(r"\b(?:ảnh|nguồn)\s*:", re.IGNORECASE)


def no_title(draft: Draft, rules: Rules) -> Iterator[Finding]:
    if not draft.title.strip():
        yield Finding(kind=Kind.NO_TITLE, message=_("There is no title."), place=Place(field="title"))


def no_lead(draft: Draft, rules: Rules) -> Iterator[Finding]:
    if not draft.lead.strip():
        yield Finding(kind=Kind.NO_LEAD, message=_("There is no lead."), place=Place(field="lead"))


def no_body(draft: Draft, rules: Rules) -> Iterator[Finding]:
    if not any(paragraph.text.strip() for paragraph in draft.paragraphs):
        yield Finding(kind=Kind.NO_BODY, message=_("There is no body."), place=Place(field="whole body"))


def empty_paragraph(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for paragraph in draft.paragraphs:
        if paragraph.is_empty:
            place = Place(field="body", number=paragraph.number)
            yield Finding(kind=Kind.EMPTY_PARAGRAPH, message=_("There is nothing in it."), place=place)


def section_closed(draft: Draft, rules: Rules) -> Iterator[Finding]:
    if not draft.section_is_open:
        message = _("This section is not open today.")
        yield Finding(kind=Kind.SECTION_CLOSED, message=message, place=Place(field="section"))


def dead_link(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for link in draft.links:
        if link.href in draft.dead:
            yield Finding(
                kind=Kind.DEAD_LINK,
                message=_("The link “%(text)s” leads to no page of ours: %(address)s")
                % {"text": link.text, "address": link.href},
                place=Place(field="body", number=link.paragraph, start=link.start, length=len(link.text)),
                quote=link.text,
            )


# ── Pictures ─────────────────────────────────────────────────────────────────
def no_picture(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for picture in draft.pictures:
        if picture.gone:
            said = picture.taken_off or _("The picture is not in the library any more.")
            yield _of(picture, Kind.NO_PICTURE, said)
        elif not picture.has_file:
            yield _of(picture, Kind.NO_PICTURE, _("The picture itself is still to come."))


def licence_ended(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for picture in draft.pictures:
        if not picture.is_licensed:
            yield _of(
                picture, Kind.LICENCE_ENDED, _("The paper may not use it any more: its licence has ended.")
            )


def no_caption(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for picture in draft.pictures:
        if not picture.caption.strip():
            yield _of(picture, Kind.NO_CAPTION, _("It has no caption."))


def no_alt(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for picture in draft.pictures:
        if picture.has_file and not picture.alt.strip():
            yield _of(picture, Kind.NO_ALT, _("It has no alternative text."))


def no_credit(draft: Draft, rules: Rules) -> Iterator[Finding]:
    for picture in draft.pictures:
        if not picture.credit.strip() and not _CREDIT_IN_CAPTION.search(picture.caption):
            yield _of(picture, Kind.NO_CREDIT, _("It has no credit."))


def _of(picture: Picture, kind: Kind, message: str) -> Finding:
    field = "body picture" if picture.in_body else "picture"
    return Finding(kind=kind, message=message, place=Place(field=field, number=picture.number))
