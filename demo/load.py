"""Fills the demo newsroom by the newsroom's own acts: every piece is written, passed and approved by its people.

What is there already is left alone, so running it twice changes nothing.
"""

import io
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import moves, taking, writing
from articles.importing import bring_in, source_hash
from articles.models import Edition, Section, Tag
from articles.plain_text import decode, parse
from comments.decisions import decide
from comments.forms import CONSENT_VERSION
from comments.models import Comment, CommentSource
from demo import signed
from demo.catalogue import DRAFTS, PIECES, PLACES, REMARKS, SECTIONS, Draft, Picture, Piece, Remark
from demo.front import lay_out
from demo.letters import bring_letters
from demo.objects import objects_of
from demo.people import hire
from demo.pictures import draw
from photos.models import Photo

TEXTS = Path(__file__).parent / "texts"
PICTURE_SIZE = (1200, 720)
CORRECTED = "xa-na-hin-ve-dich-nong-thon-moi.txt"
FREELANCE = {"van-hoa-du-lich", "dat-va-nguoi", "phong-su"}


@dataclass(frozen=True)
class Newsroom:
    people: dict[str, User]
    now: datetime

    def move(self, name: str, edition: Edition, who: str, at: datetime, **given) -> Edition:
        return moves.make(name, edition, by=self.people[who], seen=edition.stamp, at=at, **given)


def load(now: datetime) -> int:
    """Loads what is missing; returns how many articles were new."""
    _lay_sections()
    room = Newsroom(hire(), now)
    missing = [
        piece for piece in PIECES if not Edition.objects.filter(source_hash=_source_hash(piece)).exists()
    ]
    signed.lay(room.people, now)
    found: dict[str, Edition] = {}
    drawn = _draw_all([picture for piece in missing for picture in piece.pictures])
    # Oldest first, so that ids grow with time.
    for piece in reversed(missing):
        with transaction.atomic():
            found[piece.file] = _bring(room, piece, drawn, found)
    signed.close(room.people, now)
    lay_out(room.people, now)
    bring_letters(room.people, now)
    return len(missing)


def _source_hash(piece: Piece) -> str:
    return source_hash(_plain(piece))


def _plain(piece: Piece):
    return parse(decode((TEXTS / piece.file).read_bytes()))


def _lay_sections() -> None:
    for order, row in enumerate(SECTIONS, start=1):
        parent = Section.objects.get(slug=row.parent) if row.parent else None
        Section.objects.get_or_create(
            slug=row.slug,
            defaults={"name": row.name, "parent": parent, "order": order * 10, "display": row.display},
        )


# ── Pictures ─────────────────────────────────────────────────────────────────
def _draw_all(pictures: list[Picture]) -> dict[Picture, bytes]:
    """Each takes about a second of one core; all cores draw."""
    if not pictures:
        return {}
    with ProcessPoolExecutor(os.cpu_count()) as cores:
        return dict(zip(pictures, cores.map(_drawn, pictures), strict=True))


def _drawn(picture: Picture) -> bytes:
    out = io.BytesIO()
    draw(picture.scene, picture.seed, PICTURE_SIZE).save(out, "JPEG", quality=92)
    return out.getvalue()


# ── One piece ────────────────────────────────────────────────────────────────
def _bring(room: Newsroom, piece: Piece, drawn: dict[Picture, bytes], found: dict[str, Edition]) -> Edition:
    plain = _plain(piece)
    draft = next((draft for draft in DRAFTS if draft.file == piece.file), None)
    writer = "congtacvien" if piece.section in FREELANCE else "phongvien"
    printed = min(plain.dated, room.now - timedelta(hours=1))
    # The seed was printed years before this paper had a system: it went live with the first of the others.
    out = printed if printed.year >= 2026 else _first_day() - timedelta(hours=2)
    section = Section.objects.get(slug=piece.section)
    began = out - timedelta(hours=3)
    edition = bring_in(plain, section=section, by=room.people[writer], at=began, publish=False).edition
    edition.tags.set(Tag.objects.named(piece.tags))
    _hang(edition, piece, drawn, by=room.people[writer], at=began)
    _put_in(edition, piece, by=room.people[writer], at=began)
    signed.sign(edition, piece.file, found, by=room.people[writer], at=began)
    _carry_on(room, edition, writer, out, draft)
    if draft is None and piece.file == CORRECTED:
        _correct(room, edition, writer, out + timedelta(hours=5))
    for remark in REMARKS:
        if remark.piece_file == piece.file:
            _remark(room, edition, remark, out)
    return edition


def _first_day() -> datetime:
    return min(dated for piece in PIECES if (dated := _plain(piece).dated).year >= 2026)


def _hang(edition: Edition, piece: Piece, drawn: dict[Picture, bytes], *, by: User, at: datetime) -> None:
    for place, picture in zip(edition.photos.all(), piece.pictures, strict=False):
        place.photo = _to_the_library(picture, drawn[picture], caption=place.caption, by=by, at=at)
        place.alt = picture.alt
        if "Ảnh:" not in place.caption:
            place.credit = picture.credit
        place.save()


def _to_the_library(picture: Picture, raw: bytes, *, caption: str, by: User, at: datetime) -> Photo:
    """With words of its own, by which it is found there. Its renditions are the worker's to make."""
    photo = Photo.objects.take_in(io.BytesIO(raw), name=f"{picture.scene}-{picture.seed}.jpg", by=by, at=at)
    if not photo.was_there:
        said = {
            "caption": caption,
            "credit": picture.credit,
            "alt": picture.alt,
            "place": PLACES[picture.scene],
        }
        said["taken_on"] = timezone.localdate(at)
        photo.describe(said, seen=photo.version, by=by, at=at)
    return photo


def _put_in(edition: Edition, piece: Piece, *, by: User, at: datetime) -> None:
    """What the body of this piece holds beside its words."""
    if objects := objects_of(piece.file, size=PICTURE_SIZE, take_in=_to_the_library, by=by, at=at):
        edition.body += objects
        writing.revise(edition, by=by, at=at)


def _carry_on(room: Newsroom, edition: Edition, writer: str, out: datetime, draft: Draft | None) -> None:
    """Along the chain as far as this piece goes."""
    state = draft.state if draft else "published"
    if state == "draft":
        return
    if state == "scheduled":
        edition.date_line = None
        writing.revise(edition, by=room.people[writer], at=out - timedelta(hours=2))
    edition = room.move("submit", edition, writer, out - timedelta(hours=2))
    if state == "review-1":
        return
    if state == "returned":
        room.move("send_back", edition, "bientapvien", out - timedelta(hours=1), note=draft.note)
        return
    edition = room.move("pass_on", edition, "bientapvien", out - timedelta(hours=1))
    if state == "review-2":
        due_at = room.now + timedelta(hours=3)
        taking.set_due(edition, due_at=due_at, by=room.people["tongbientap"], at=room.now)
        return
    _publish(room, edition, out, state, draft)


def _publish(room: Newsroom, edition: Edition, out: datetime, state: str, draft: Draft | None) -> None:
    if state == "scheduled":
        tomorrow = timezone.localtime(room.now).replace(
            hour=6, minute=0, second=0, microsecond=0
        ) + timedelta(days=1)
        room.move("approve", edition, "tongbientap", room.now, live_from=tomorrow)
        return
    expires = min(out + timedelta(days=3), room.now - timedelta(minutes=10)) if state == "expired" else None
    live = room.move("approve", edition, "tongbientap", out, expires_at=expires)
    if state == "withdrawn":
        room.move(
            "withdraw",
            live,
            "tongbientap",
            min(out + timedelta(days=1), room.now),
            note=draft.note,
            ordered_by="Ban Biên tập Báo Mẫu",
        )


def _correct(room: Newsroom, edition: Edition, writer: str, at: datetime) -> None:
    """A second edition that replaced the first, so that an old version stands in the demo too."""
    at = min(at, room.now)
    live = Edition.objects.select_related("article").get(pk=edition.pk)
    draft = writing.open_next(live, by=room.people[writer], at=at)
    printed = draft.byline
    draft.byline = f"{printed} (tổng hợp)"
    writing.revise(draft, by=room.people[writer], at=at)
    put_right = {
        "wrong": f"Tác giả của bài được ghi là “{printed}”.",
        "right": f"Tác giả của bài là “{draft.byline}”: bài tổng hợp từ báo cáo của xã và tin của cộng tác viên.",
        "apology": "Tòa soạn xin lỗi các tác giả và bạn đọc.",
        "days": settings.SITE_CORRECTION_DAYS,
    }
    writing.correct(draft, put_right, at=at)
    draft = room.move("submit", draft, writer, at)
    draft = room.move("pass_on", draft, "bientapvien", at)
    room.move("approve", draft, "tongbientap", at, note="Bổ sung bút danh.")


# ── Readers ──────────────────────────────────────────────────────────────────
def _remark(room: Newsroom, edition: Edition, remark: Remark, out: datetime) -> None:
    parents = {r.key: r for r in REMARKS if r.key}
    answered = parents[remark.reply_to] if remark.reply_to else None
    at = min(out + timedelta(minutes=remark.minutes_after), room.now)
    comment = Comment(
        article=edition.article,
        section=edition.section,
        parent=Comment.objects.get(article=edition.article, name=answered.name, body=answered.body)
        if answered
        else None,
        name=remark.name,
        body=remark.body,
        posted_at=at,
        consent=CONSENT_VERSION,
    )
    comment = Comment.objects.post(comment, CommentSource(network="192.0.2.0/24", user_agent="demo"))
    name = {"shown": "approve", "rejected": "reject", "spam": "spam"}.get(remark.state)
    if name:
        by = room.people["kiemduyet"]
        decide(name, comment, by=by, seen=comment.version, at=at, reason=remark.reason)
