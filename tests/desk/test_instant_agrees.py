"""The site at an instant agrees with what readers were shown then, and with what they will be shown.

Histories are drawn at random over two articles and go through the gate while the clock advances. After each act the
public site is asked, page by page, at that moment; when all is over the desk is asked for the same pages as of the
same moments. Hours stand on a grid, so that acts, looks, starts and expiries fall on the same instants often.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles import moves, possible, writing
from articles.credits import Credit
from articles.models import Contributor, Edition, Related, Tag
from articles.views.instant import address_at
from articles.workflow import MOVES
from tests.factories import (
    AT,
    HOUR,
    make_author,
    make_chain,
    make_edition,
    make_section,
    make_story,
    make_user,
)

SECOND = timedelta(seconds=1)
OPEN = "open"
PAGES = (
    "/",
    "/khoa-giao/",
    "/xa-hoi/",
    "/chu-de/y-te/",
    "/su-kien/khuyen-hoc-mua-he/",
    "/su-kien/mua-lu/",
    "/tac-gia/lo-thi-mau/",
    "/tac-gia/tong-van-cham/",
    "/tim-kiem/?q=hoc+sinh",
    "/tim-kiem/?q=lan+2",
    "/rss/tin-moi.rss",
    "/rss/",
    "/rss/khoa-giao.rss",
    "/sitemap.xml",
    "/sitemap-muc.xml",
    "/sitemap-bai-1.xml",
    "/sitemap-chu-de-1.xml",
    "/sitemap-su-kien-1.xml",
    "/sitemap-tac-gia-1.xml",
    "/sitemap-news.xml",
    "/cai-chinh/",
    "/thong-tin/lien-he/",
    "/khong-co/",
)
# What stands on such a page alone, and the comments' form and the way to the letters, which are not there.
BANNER = re.compile(
    r'\n<aside class="walk".*?</aside>\n|<link rel="stylesheet" href="[^"]*walk\.css">', re.DOTALL
)
COMMENTS = re.compile(r'<section id="y-kien-ban-doc".*?</section>', re.DOTALL)
WAY_TO_THE_LETTERS = re.compile(r'<p class="(?:foot|imprint)__letter">.*?</p>')
COMMENT_OF_A_FEED = re.compile(r"\n<!-- .*? -->")

steps = st.tuples(
    st.integers(0, 1),
    # Which of the acts that are possible then.
    st.integers(0, 50),
    # Seconds until then; None is the next full hour.
    st.sampled_from([1, None, None, 1799, 7200]),
    st.sampled_from([None, None, 1, 2, 3, 5]),
    st.sampled_from([None, None, 1, 2, 4]),
)

Shown = tuple[int, str, str]


def what_it_says(response: HttpResponse, prefix: str = "/") -> Shown:
    """Status, way on and page, without what belongs to the instant itself."""
    page = response.content.decode()
    if prefix != "/":
        page = COMMENT_OF_A_FEED.sub("", BANNER.sub("", page)).replace(prefix, "/")
    way = response.headers.get("Location", "").replace(prefix, "/", 1)
    return response.status_code, way, WAY_TO_THE_LETTERS.sub("", COMMENTS.sub("", page))


def stands_so(edition: Edition, given: dict, *, at: datetime) -> bool:
    """Whether these are the times it has: the gate refuses to change nothing."""
    begins_so = edition.live_from == (given["live_from"] or at) or edition.is_live(at)
    return begins_so and given["expires_at"] == edition.expires_at


@dataclass
class Paper:
    """Two articles in two sections, and what readers were shown of them."""

    clock: time_machine.Traveller
    at: datetime = AT
    looks: list[tuple[datetime, dict[str, Shown]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sections = [make_section(slug=slug) for slug in ("khoa-giao", "xa-hoi")]
        self.stories = [make_story(), make_story(name="Mùa lũ")]
        self.authors = [make_author(), make_author(name="Tòng Văn Chấm")]
        self.articles = [
            make_edition(section=section, title=f"Bài ở {section}", tags=("y tế",)).article
            for section in self.sections
        ]

    # ── What is done ─────────────────────────────────────────────────────────
    def go_on(
        self, which: int, choice: int, wait: int | None, starts: int | None, expires: int | None
    ) -> None:
        self.at += wait * SECOND if wait else HOUR - (self.at - AT) % HOUR
        acts = self.acts(which)
        name, edition = acts[choice % len(acts)]
        if name == OPEN:
            self.open_next(edition)
            return
        given = {"note": "Có lý do.", "ordered_by": "Ban Biên tập"}
        move = MOVES[name]
        if move.takes_time or move.takes_expiry:
            given |= self.times(starts, expires)
        if name in ("reschedule", "set_expiry") and stands_so(edition, given, at=self.at):
            return
        moves.make(name, edition, by=None, seen=edition.stamp, at=self.at, **given)

    def acts(self, which: int) -> list[tuple[str, Edition]]:
        editions = list(self.articles[which].editions.select_related("article", "section", "step"))
        editions.sort(key=lambda edition: edition.number)
        possible_now = [(m.name, e) for e in editions for m in possible.possible_moves(e, at=self.at)]
        return [*([(OPEN, editions[-1])] if len(editions) < 5 else []), *possible_now] or [
            (OPEN, editions[-1])
        ]

    def open_next(self, edition: Edition) -> None:
        """In other words, in the other section, and putting right what readers saw, if they saw anything."""
        draft = writing.open_next(edition, by=None, at=self.at)
        draft.title, draft.section = f"Lần {draft.number}", self.sections[draft.number % 2]
        draft.story = [*self.stories, None][draft.number % 3]
        draft.save()
        Contributor.objects.settle(draft, [Credit(self.authors[draft.number % 2].pk, "text")])
        Related.objects.settle(draft, [one.pk for one in self.articles if one != draft.article])
        draft.tags.set(Tag.objects.named(["y tế"] if draft.number % 2 else ["giáo dục"]))
        if writing.last_read(draft.article, at=self.at):
            words = {"wrong": "10 cháu", "right": "12 cháu", "apology": "", "days": 1}
            writing.correct(draft, words, at=self.at)

    def times(self, starts: int | None, expires: int | None) -> dict[str, datetime | None]:
        hour = AT + HOUR * -((AT - self.at) // HOUR)
        live_from = None if starts is None else hour + starts * HOUR
        until = None if expires is None else (live_from or hour) + expires * HOUR
        return {"live_from": live_from, "expires_at": until}

    # ── What is seen ─────────────────────────────────────────────────────────
    def addresses(self) -> list[str]:
        """Of the articles the path they have now, and any other with their id."""
        for article in self.articles:
            article.refresh_from_db()
        ways = [article.get_absolute_url() for article in self.articles if article.path]
        return [*PAGES, *ways, *(f"/khac/204005/khac-{article.pk}.html" for article in self.articles)]

    def read(self, at: datetime, addresses: list[str]) -> dict[str, Shown]:
        """As readers, at that moment."""
        self.clock.move_to(at)
        return {address: what_it_says(Client().get(address)) for address in addresses}

    def look(self) -> None:
        self.looks.append((self.at, self.read(self.at, self.addresses())))


def walked(desk: Client, at: datetime, addresses) -> dict[str, Shown]:
    prefix = address_at(at)
    found = {address: desk.get(prefix + address.removeprefix("/")) for address in addresses}
    assert {answer["Cache-Control"] for answer in found.values()} == {"private, no-store"}
    assert [address for address, answer in found.items() if answer.has_header("ETag")] == []
    return {address: what_it_says(answer, prefix) for address, answer in found.items()}


@pytest.mark.django_db
@settings(
    # Drawn anew in each run, and on each engine.
    max_examples=6,
    # Making a failing history shorter takes minutes: it is told as it was drawn.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, min_size=4, max_size=12))
def test_the_site_at_an_instant_is_what_readers_saw_then_and_will_see(db, told):
    with transaction.atomic(), time_machine.travel(AT, tick=False) as clock:
        make_chain()
        paper, desk = Paper(clock), Client()
        paper.look()
        for step in told:
            paper.go_on(*step)
            paper.look()
        desk.force_login(make_user(username="root", is_superuser=True))
        for at, seen in paper.looks:
            found = walked(desk, at, seen)
            assert [way for way in seen if found[way] != seen[way]] == []
        ahead = [paper.at + hours * HOUR for hours in (1, 3, 9)]
        foreseen = [walked(desk, at, paper.addresses()) for at in ahead]
        assert foreseen == [paper.read(at, paper.addresses()) for at in ahead]
        transaction.set_rollback(True)
