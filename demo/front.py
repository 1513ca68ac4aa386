"""The demo newsroom's front page: one in force and tomorrow's at six; breaking news on an article, and a notice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import arranging, noticeboard
from articles.front import Place
from articles.models import Announcement, Article, Edition, Layout, Section
from articles.models.announcement import Kind
from articles.models.front import Slot
from articles.noticeboard import Wording

LEAD = "Khai mạc Hội nghị lần thứ mười hai (mở rộng)"
BESIDE = ("Xã Nà Hin về đích nông thôn mới", "Để không còn điểm trường tạm")
FOCUS = ("Bài 1: Đường về bản", "Người giữ tiếng khèn ở Sán Chá")
BREAKING = "Cảnh báo mưa lớn, sạt lở đất"
TOMORROW = "Khoai sọ Púng Xe được mùa, được giá"
NOTICE = "Tòa soạn nhận tin, bài cộng tác cho số đặc biệt chào năm mới đến hết ngày 15/12."


def lay_out(people: dict[str, User], now: datetime) -> None:
    """What is there already is left alone."""
    by = people["thukytoasoan"]
    with transaction.atomic():
        if not Layout.objects.exists():
            _front_pages(by, now)
        if not Announcement.objects.exists():
            _announcements(by, now)


def _front_pages(by: User, now: datetime) -> None:
    today = [
        *_places(Slot.LEAD, [LEAD]),
        *_places(Slot.SECOND, BESIDE),
        *_places(Slot.FOCUS, FOCUS),
        *_leads_of_sections([BESIDE[1]]),
    ]
    arranging.lay(today, by=by, at=now, seen=arranging.newest_number())
    six = timezone.localtime(now).replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=1)
    tomorrow = [*_places(Slot.LEAD, [TOMORROW]), *_places(Slot.SECOND, [LEAD, *BESIDE])]
    arranging.lay(tomorrow, by=by, at=now, seen=arranging.newest_number(), live_from=six)


def _announcements(by: User, now: datetime) -> None:
    usual = {"shown_from": None, "shown_until": None}
    notice = Wording(kind=Kind.NOTICE, text=NOTICE, article=None, **usual)
    noticeboard.put_up(notice, by=by, at=now)
    for article in _articles([BREAKING]):
        breaking = Wording(kind=Kind.BREAKING, text=BREAKING, article=article, **usual)
        noticeboard.put_up(breaking, by=by, at=now)


def _places(slot: str, titles) -> list[Place]:
    return [Place(slot, article.pk) for article in _articles(titles)]


def _leads_of_sections(titles) -> list[Place]:
    sections = Section.objects.filter(editions__article__in=_articles(titles)).distinct()
    return [
        Place(Slot.SECTION, article.pk, section.pk)
        for section, article in zip(sections, _articles(titles), strict=False)
    ]


def _articles(titles) -> list[Article]:
    """Those with these titles that are there, in this order."""
    found = Edition.objects.filter(title__in=titles, live_from__isnull=False).select_related("article")
    by_title = {edition.title: edition.article for edition in found}
    return [by_title[title] for title in titles if title in by_title]
