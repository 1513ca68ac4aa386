"""Plain makers of rows. Whatever has a gate goes through it, as the system (`by=None`) where nobody is named."""

import io
from datetime import datetime, timedelta
from importlib import import_module
from itertools import count

from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from accounts.models import Grant, User
from accounts.roles import ROLES
from articles import arranging, moves, noticeboard, writing
from articles.front import Place
from articles.models import Announcement, Article, Author, Edition, Layout, ReviewStep, Section, Story
from cms.text import slug
from comments.decisions import decide
from comments.models import Comment, CommentSource
from files.models import File
from letters.handling import handle
from letters.models import Letter, Sender
from pages.models import Page
from photos.models import Photo
from tests.files.samples import pdf

AT = timezone.make_aware(datetime(2040, 5, 4, 9, 0))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

LEAD = "Sáng 4/5, Hội Khuyến học tổ chức trao quà cho học sinh có hoàn cảnh khó khăn."
BODY = "<p>Các đại biểu đã trao quà cho học sinh.</p><p>Dịp này, nhà trường cảm ơn các nhà hảo tâm.</p>"


def make_chain() -> list[ReviewStep]:
    """The default chain: laid by a migration, but a flush takes it away."""
    steps = [
        ("Biên tập", "Chờ biên tập", "articles.pass_editing", 10),
        ("Duyệt xuất bản", "Chờ duyệt", "articles.pass_publishing", 20),
    ]
    there = list(ReviewStep.objects.all())
    if {step.order for step in there if step.section_id is None} >= {order for *_rest, order in steps}:
        return there
    for name, waiting_label, permission, order in steps:
        ReviewStep.objects.get_or_create(
            section=None,
            order=order,
            defaults={"name": name, "waiting_label": waiting_label, "permission": permission},
        )
    return list(ReviewStep.objects.all())


def make_section(
    *, slug: str = "khoa-giao", name: str = "", parent: Section | None = None, **given
) -> Section:
    return Section.objects.get_or_create(
        slug=slug, defaults={"name": name or slug, "parent": parent, **given}
    )[0]


def make_story(*, name: str = "Khuyến học mùa hè", **given) -> Story:
    """A running story, found again by its name."""
    return Story.objects.get_or_create(name=name, defaults={"slug": slug(name), **given})[0]


def make_author(*, name: str = "Lò Thị Mẫu", **given) -> Author:
    """Somebody who signs, found again by the pen name."""
    return Author.objects.get_or_create(name=name, defaults={"slug": slug(name), **given})[0]


def make_user(*, username: str, role: str = "", section: Section | None = None, **given) -> User:
    """A person of the newsroom; with a role of `accounts.roles.ROLES`, in a section or in all."""
    given.setdefault("display_name", username.title())
    user = User.objects.create(username=username, is_staff=True, password="!", **given)
    if role:
        make_grant(person=user, role=role, section=section)
    return user


def make_people(*roles: str, section: Section) -> dict[str, User]:
    """As many as `make_user` makes one by one, each named as her role, in three queries."""
    people = [User(username=role, display_name=role.title(), is_staff=True, password="!") for role in roles]
    made = dict(zip(roles, User.objects.bulk_create(people), strict=True))
    groups = {group.name: group for group in Group.objects.all()}
    if not groups.keys() >= {ROLES[role].name for role in roles}:
        call_command("sync_roles")
        groups = {group.name: group for group in Group.objects.all()}
    Grant.objects.bulk_create(
        Grant(person=person, role=groups[ROLES[role].name], section=section) for role, person in made.items()
    )
    return made


def make_grant(*, person: User, role: str, section: Section | None = None) -> Grant:
    group = Group.objects.filter(name=ROLES[role].name).first()
    if group is None:
        call_command("sync_roles")
        group = Group.objects.get(name=ROLES[role].name)
    return Grant.objects.create(person=person, role=group, section=section)


def make_edition(
    *,
    state: str = "draft",
    title: str = "Trao quà cho học sinh",
    section: Section | None = None,
    by: User | None = None,
    at: datetime = AT,
    live_from: datetime | None = None,
    tags: tuple[str, ...] = (),
    **words,
) -> Edition:
    """An article's first edition, brought to `state` through the gate.

    States: draft, in_review (first step), last_step, returned, scheduled (an hour ahead unless
    `live_from` says), live (since `at`), expired (a minute after `at`), withdrawn (a minute after `at`).
    """
    make_chain()
    words = {"lead": LEAD, "body": BODY, "byline": "N.V", **words}
    edition = Edition(title=title, section=section or make_section(name="Khoa giáo"), **words)
    edition = writing.begin(edition, by=by, at=at)
    if tags:
        from articles.models import Tag

        edition.tags.set(Tag.objects.named(tags))
    return bring_to(state, edition, at=at, live_from=live_from)


def bring_to(
    state: str, edition: Edition, *, at: datetime = AT, live_from: datetime | None = None
) -> Edition:
    """Moves a draft along the chain, as the system."""

    def move(name: str, edition: Edition, at: datetime = at, **given) -> Edition:
        return moves.make(name, edition, by=None, seen=edition.stamp, at=at, **given)

    if state == "draft":
        return edition
    edition = move("submit", edition)
    if state == "in_review":
        return edition
    if state == "returned":
        return move("send_back", edition, note="Thiếu chú thích ảnh.")
    edition = move("pass_on", edition)
    if state == "last_step":
        return edition
    if state == "scheduled":
        return move("approve", edition, live_from=live_from or at + HOUR)
    if state == "expired":
        return move("approve", edition, expires_at=at + MINUTE)
    edition = move("approve", edition, live_from=live_from)
    if state != "withdrawn":
        return edition
    return move("withdraw", edition, at + MINUTE, note="Sai số liệu.", ordered_by="Tổng Biên tập")


def make_picture(
    *, size: tuple[int, int] = (40, 24), format: str = "JPEG", mode: str = "RGB", **save
) -> bytes:
    """The bytes of a small picture file."""
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "L" else 120).save(out, format, **save)
    return out.getvalue()


_sent = count()


def make_photo(
    *,
    name: str = "hoi-nghi.jpg",
    by: User | None = None,
    at: datetime = AT,
    raw: bytes = b"",
    size: tuple[int, int] = (40, 24),
    **words,
) -> Photo:
    """A picture of the library, each of its own bytes unless they are given; with words, if any."""
    raw = raw or make_picture(size=size, comment=f"{next(_sent)}".encode())
    photo = Photo.objects.take_in(io.BytesIO(raw), name=name, by=by, at=at)
    if words:
        photo.describe(words, seen=photo.version, by=None, at=at)
    return photo


def make_file(
    *, name: str = "bao-cao.pdf", raw: bytes = b"", by: User | None = None, at: datetime = AT
) -> File:
    """A file of the library; without bytes of its own a PDF that no other is."""
    raw = raw or pdf(b"/Number %d" % File.objects.count())
    return File.objects.take_in(io.BytesIO(raw), name=name, by=by, at=at)[0]


def make_layout(
    *places: Place, by: User | None = None, at: datetime = AT, live_from: datetime | None = None, **given
) -> Layout:
    """A front page with these places, from now on or from a time."""
    given = {"seen": arranging.newest_number(), **given}
    return arranging.lay(list(places), by=by, at=at, live_from=live_from, **given)


def make_announcement(
    *,
    kind: str = "notice",
    text: str = "Tòa soạn nghỉ lễ.",
    article: Article | None = None,
    by: User | None = None,
    at: datetime = AT,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
) -> Announcement:
    """Put up through the gate."""
    wording = noticeboard.Wording(
        kind=kind, text=text, article=article, shown_from=shown_from, shown_until=shown_until
    )
    return noticeboard.put_up(wording, by=by, at=at)


def make_comment(
    *,
    edition: Edition,
    state: str = "held",
    name: str = "Lò Văn Đọc",
    body: str = "Bài viết rất kịp thời, cảm ơn tòa soạn.",
    parent: Comment | None = None,
    at: datetime = AT,
    **given,
) -> Comment:
    """A reader's comment, brought to `state` through the gate."""
    comment = Comment(
        article=edition.article,
        section=edition.section,
        parent=parent,
        name=name,
        body=body,
        posted_at=at,
        **given,
    )
    comment = Comment.objects.post(comment, CommentSource(network="192.0.2.0/24"))
    act = {"shown": "approve", "rejected": "reject", "spam": "spam"}.get(state)
    if act is None:
        return comment
    return decide(act, comment, by=None, seen=comment.version, at=at, reason="Không đúng chủ đề.")


def make_page(
    *, slug: str, title: str = "", body: str = "<p>Lời của tòa soạn.</p>", by: User | None = None, **given
) -> Page:
    """A page about the paper."""
    words = {"order": 100, "in_footer": True, "with_imprint": False, **given}
    return Page.objects.begin({"title": title or slug, "body": body, **words}, slug=slug, by=by, at=AT)


def make_older_page() -> Page:
    """A page that was saved twice."""
    page = make_page(slug="quy-tac", title="Quy tắc")
    page.revise({**page.words, "title": "Quy tắc bình luận"}, seen=1, by=None, at=AT + MINUTE)
    return page


def make_pages() -> None:
    """The pages a new paper begins with: laid by a migration, but a flush takes them away."""
    first = import_module("pages.migrations.0002_first_pages")
    first.lay(apps, None)


LETTER = "Sáng nay ván cầu treo gãy, các cháu phải lội suối đi học.\n\nMong tòa soạn về xem."


def make_letter(
    *,
    state: str = "new",
    by: User | None = None,
    at: datetime = AT,
    name: str = "Lò Văn Đọc",
    email: str = "lo.van.doc@vi-du.example",
    phone: str = "",
    network: str = "192.0.2.0/24",
    **given,
) -> Letter:
    """A reader's letter, brought to `state` through the gate by `by`, who handles letters."""
    words = {"kind": "tip", "subject": "Cầu treo bản Mẫu hỏng", "body": LETTER, "consent": "2026-12", **given}
    sender = Sender(name=name, email=email, phone=phone, network=network, user_agent="thử")
    letter = Letter.objects.post(Letter(received_at=at, **words), sender)
    act = {"taken": "take", "answered": "answer", "closed": "close", "spam": "spam"}.get(state)
    if act is None:
        return letter
    said = {"reason": "Không thuộc phạm vi.", "answer": "Tòa soạn đã cử phóng viên."}
    return handle(act, letter, by=by, seen=letter.version, at=at, **said)
