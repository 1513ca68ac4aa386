"""What is what in a manuscript: headline, lead, byline, and which words belong to which picture.

Told by the writer's own styles where there are any, else by what people do without them: a headline that is larger,
bold or centred, a bold lead, a name at the right in the end, a line in italics below a picture. It is shown to a
person before anything is saved, so it may be wrong, and loses nothing: what is not understood stays in the body.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

from cms.manuscript import Block, Kind, Style, as_typed, base_size, runs_of, with_headings
from cms.text import fold

LONGEST_TITLE, LONGEST_BYLINE, LONGEST_CAPTION = 250, 90, 350
# Of a line in italics that is not centred: it might be the lead.
LONGEST_ITALIC = 180
SHORTEST_LEAD = 40
_FIRST = 4
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", ",")
# On folded text.
_WORK = "(?:bai|tin|anh|video|clip)"
_BYLINE = re.compile(
    rf"p\.?v\.? ?(?:\(.*\)|[-–] ?.{{1,40}})|ctv|btv|nhom p\.?v|{_WORK}(?: ?(?:,|va|&|-|–|\+) ?{_WORK})+ ?:? ?.{{1,70}}|"
    rf"{_WORK} ?: ?.{{1,70}}|theo .{{2,60}}|(?:thuc hien|tong hop|tac gia|nguoi viet|nguon tin|nguon) ?: ?.{{1,70}}|"
    r".{2,50}\((?:tong hop|theo .{2,40})\)"
)
_INITIALS = re.compile(r"(?:\w\. ?){1,4}|[A-ZĐ]\. ?[A-ZĐ]\.?|PV|CTV|BTV")
_ORGANISATION = re.compile(r"\s*\([^()]{2,60}\)$")
_CREDIT = re.compile(
    r"[\s(\[–—-]*(?<!hình )(?:nguồn ảnh|ảnh tư liệu|nguồn|ảnh|photo)\s*:\s*([^:]{1,120}?)[\s)\].]*$",
    re.IGNORECASE,
)


@dataclass
class Caption:
    """A picture's words: as typed, and where an old font was decoded so."""

    typed: str = ""
    caption: str = ""
    credit: str = ""
    is_old: bool = False


@dataclass
class Part:
    """Some words of the text, as typed and as decoded; the same where there was nothing to decode."""

    typed: str = ""
    decoded: str = ""


@dataclass
class Understood:
    title: Part = field(default_factory=Part)
    lead: Part = field(default_factory=Part)
    byline: Part = field(default_factory=Part)
    body: list[Block] = field(default_factory=list)
    captions: dict[int, Caption] = field(default_factory=dict)
    # Pictures that stand before the first paragraph.
    first: list[int] = field(default_factory=list)


def understand(blocks: list[Block]) -> Understood:
    """`blocks` are decoded (`cms.manuscript.decoded`); of pictures the blocks say where they stand."""
    found, rest = Understood(), list(blocks)
    if (place := _title(rest)) is not None:
        found.title = _part(rest.pop(place))
    found.captions, rest = _captions(rest)
    if (place := _lead(rest)) is not None:
        found.lead = _part(rest.pop(place))
    if (place := _byline(rest)) is not None:
        found.byline = _part(rest.pop(place))
    body = with_headings(rest)
    while body and body[0].kind == Kind.PICTURE:
        found.first.append(body.pop(0).picture)
    found.body = body
    return found


def _part(block: Block) -> Part:
    [typed] = as_typed([block])
    return Part(" ".join(typed.text.split("\n")), " ".join(block.text.split("\n")))


def _is_text(block: Block) -> bool:
    return block.kind in (Kind.PARAGRAPH, Kind.HEADING)


def _places(blocks: list[Block], fits: Callable[[Block], bool]) -> list[int]:
    return [place for place, block in enumerate(blocks) if fits(block)]


# ── The headline ─────────────────────────────────────────────────────────────
def _title(blocks: list[Block]) -> int | None:
    texts = _places(blocks, _is_text)[:_FIRST]
    short = [place for place in texts if len(blocks[place].text) <= LONGEST_TITLE]
    titles = [place for place in short if blocks[place].style == Style.TITLE]
    first_level = [
        place for place in short if blocks[place].kind == Kind.HEADING and blocks[place].level == 1
    ]
    if styled := titles or first_level:
        return styled[0]
    if short and short[0] == texts[0] and blocks[short[0]].kind == Kind.HEADING:
        return short[0]
    return _without_style(blocks, short)


def _without_style(blocks: list[Block], short: list[int]) -> int | None:
    """Among the first lines the largest, else the first that is bold or centred, else the first that is no sentence."""
    lines = [place for place in short if blocks[place].kind == Kind.PARAGRAPH and not blocks[place].style]
    base = base_size(blocks)
    large = [place for place in lines if base and blocks[place].size >= base * 1.1]
    if large:
        return max(large, key=lambda place: (blocks[place].size, -place))
    bold = [
        place for place in lines if blocks[place].is_bold and not blocks[place].text.endswith((".", ":", ";"))
    ]
    centred = [place for place in lines if blocks[place].align == "center" and not blocks[place].is_italic]
    if set_apart := bold or centred:
        return set_apart[0]
    first = lines[0] if lines else None
    if first is None or first != _places(blocks, _is_text)[0] or blocks[first].text.endswith(_SENTENCE_ENDS):
        return None
    return first


# ── The lead ─────────────────────────────────────────────────────────────────
def _lead(blocks: list[Block]) -> int | None:
    """The first paragraph, where its style or its look sets it apart."""
    place = next(iter(_places(blocks, lambda block: block.kind != Kind.PICTURE)), None)
    if place is None or not _is_text(block := blocks[place]):
        return None
    if block.style == Style.SUBTITLE:
        return place
    looks = block.kind == Kind.PARAGRAPH and (block.is_bold or block.is_italic)
    return place if looks and len(block.text) >= SHORTEST_LEAD and place + 1 < len(blocks) else None


# ── The byline ───────────────────────────────────────────────────────────────
def _byline(blocks: list[Block]) -> int | None:
    """The last line, where it is a name or one of the newsroom's ways of saying who wrote it; notes stand below it."""
    words = _places(blocks, lambda block: block.kind != Kind.PICTURE and not _is_note(block))
    if len(words) < 2 or blocks[words[-1]].kind != Kind.PARAGRAPH:
        return None
    last = blocks[words[-1]]
    return words[-1] if _is_byline(last, last.text.strip()) else None


def _is_byline(block: Block, text: str) -> bool:
    if len(text) > LONGEST_BYLINE or "\n" in text:
        return False
    if _INITIALS.fullmatch(text):
        return True
    if text.endswith(_SENTENCE_ENDS):
        return False
    set_apart = (block.align == "right" or block.is_bold) and len(text) <= 60
    return bool(_BYLINE.fullmatch(fold(text))) or _is_name(text) or set_apart


def _is_note(block: Block) -> bool:
    return bool(block.runs) and block.runs[0].raised == "sup" and block.text.startswith("[")


def _is_name(text: str) -> bool:
    """Two words or more, each with a capital: `Lò Thị Mẫu`, perhaps with where she works."""
    names = re.split(r"\s*[,–-]\s*|\s+", _ORGANISATION.sub("", text))
    return 2 <= len(names) <= 8 and all(name[:1].isupper() for name in names)


# ── Words of pictures ────────────────────────────────────────────────────────
def _captions(blocks: list[Block]) -> tuple[dict[int, Caption], list[Block]]:
    """For each picture the words below it, and the text without those."""
    captions: dict[int, Caption] = {}
    rest: list[Block] = []
    place = 0
    while place < len(blocks):
        pictures = list(takewhile(lambda block: block.kind == Kind.PICTURE, blocks[place:]))
        if not pictures:
            rest.append(blocks[place])
            place += 1
            continue
        rest += pictures
        place += len(pictures)
        own = [Caption() for _picture in pictures]
        captions |= {block.picture: caption for block, caption in zip(pictures, own, strict=True)}
        lines = list(takewhile(_is_caption, blocks[place : place + len(pictures) + 1]))
        place += _hang(lines, own)
    return captions, rest


def _hang(lines: list[Block], captions: list[Caption]) -> int:
    """A line to each picture, or all to the last where there are fewer; returns how many were of pictures.

    One line more may say who took the last, and nothing else.
    """
    enough = len(lines) >= len(captions)
    own = lines[: len(captions)]
    for line, caption in zip(own, captions if enough else [captions[-1]] * len(own), strict=True):
        _add(caption, line)
    further = lines[len(captions) :]
    if further and not captions[-1].credit and _CREDIT.fullmatch(further[0].text):
        _add(captions[-1], further[0])
        return len(own) + 1
    return len(own)


def _is_caption(block: Block) -> bool:
    if block.style == Style.CAPTION:
        return len(block.text) <= LONGEST_CAPTION
    if block.kind != Kind.PARAGRAPH or block.style or len(block.text) > LONGEST_CAPTION:
        return False
    says_so = bool(_CREDIT.search(block.text)) and len(block.text) <= LONGEST_ITALIC
    centred = block.align == "center" and not block.is_bold
    return says_so or centred or (block.is_italic and len(block.text) <= LONGEST_ITALIC)


def _add(caption: Caption, block: Block) -> None:
    part = _part(block)
    caption.is_old = caption.is_old or has_old_text([block])
    words, credit = split_credit(part.decoded)
    caption.typed = " ".join(filter(None, [caption.typed, part.typed]))
    caption.caption = " ".join(filter(None, [caption.caption, words]))
    caption.credit = credit or caption.credit


def split_credit(text: str) -> tuple[str, str]:
    """`Các đại biểu dự Hội nghị. Ảnh: CTV` → its words, and `CTV`."""
    found = _CREDIT.search(text)
    if not found or (found.start() and text[found.start()] not in " \xa0([–—-"):
        return text, ""
    return text[: found.start()].rstrip(), found[1].strip(" ()[]")


def has_old_text(blocks: list[Block]) -> bool:
    return any(run.typed for run in runs_of(blocks))
