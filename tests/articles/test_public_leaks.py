"""Nothing that is not live is on any public address: one edition in each state, and every page there is.

The pages are not listed by hand: they are found as a robot finds them, from link to link, from the feed and
the sitemap, and beside them every id and every title is asked for by name.
"""

import re
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from articles import writing
from articles.models import Article
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_comment, make_edition, make_section

STATES = ["draft", "in_review", "last_step", "returned", "scheduled", "live", "expired", "withdrawn"]
LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<(?:loc|link|guid)[^>]*>([^<]+)<')


@pytest.fixture
def newsroom(db) -> None:
    """One article in each state, with a title of its own, and one that was replaced and will be again."""
    above = make_section(slug="kinh-te", name="Kinh tế")
    section = make_section(slug="ocop", name="OCOP", parent=above)
    for state in STATES:
        at = AT - DAY if state in ("expired", "withdrawn") else AT
        words = {"lead": f"Sapo {state}.", "body": f"<p>Lời {state}.</p>", "byline": f"Người {state}"}
        edition = make_edition(
            state=state, title=f"Tít {state}", section=section, at=at, tags=("chung", f"thẻ {state}"), **words
        )
        make_comment(edition=edition, state="shown", name=f"Bạn đọc {state}", at=at)
    first = make_edition(state="live", title="Tít replaced", section=section, at=AT - DAY)
    second = _next(first, "Tít second", bring="live", at=AT - HOUR)
    _next(second, "Tít third", bring="scheduled", live_from=AT + HOUR)
    _next(first, "Tít fourth", bring="draft")


def _next(edition, title: str, *, bring: str, at=AT, live_from=None):
    draft = writing.open_next(edition, by=None, at=at)
    draft.title = title
    draft.save()
    return bring_to(bring, draft, at=at, live_from=live_from)


def by_name() -> list[str]:
    """Addresses that no page links to, but anyone may try."""
    articles = Article.objects.order_by("pk")
    asked = [f"/{article.path}" for article in articles if article.path]
    for article in articles:
        asked += [
            f"/ocop/204005/x-{article.pk}.html",
            f"/y-kien/{article.pk}/",
            f"/y-kien/{article.pk}/da-gui/",
        ]
        asked += [f"/y-kien/{article.pk}/tra-loi/{number}/" for number in range(1, 12)]
    for word in [*STATES, "replaced", "third", "fourth", "Sapo", "Lời", "Người", "tít"]:
        asked.append(f"/tim-kiem/?q={quote(word)}")
    return asked + [f"/chu-de/the-{state}/" for state in STATES]


def everything_public() -> dict[str, str]:
    """Every page a reader without an account can get to: address → text, whatever its status."""
    client, pages = Client(), {}
    ahead = ["/", "/rss/", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", "/healthz", *by_name()]
    while ahead:
        address = ahead.pop()
        if address in pages:
            continue
        response = client.get(address, follow=False)
        pages[address] = "" if response.streaming else response.text
        found = [a or b for a, b in LINK.findall(pages[address])] + [response.get("Location", "")]
        ahead += [path for link in found if (path := _own(address, link))]
    return pages


def _own(address: str, link: str) -> str:
    link = link.replace("&amp;", "&").partition("#")[0]
    if link.startswith("?"):
        return address.partition("?")[0] + link
    parts = urlsplit(link)
    if parts.netloc not in ("", "testserver") or parts.path.startswith(("/static/", "/admin/")):
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if path.startswith("/") else ""


def titles_in(pages: dict[str, str]) -> set[str]:
    """Titles printed on these pages; what was only asked for in the box does not count."""
    printed = [
        re.sub(r'value="[^"]*"|<h1>[^<]*“[^<]*</h1>|<title>[^<]*</title>', "", page)
        for page in pages.values()
    ]
    return {title for page in printed for title in re.findall(r"Tít (\w+)", page)}


def words_in(pages: dict[str, str], *kinds: str) -> set[str]:
    pattern = re.compile(rf"(?:{'|'.join(kinds)}) ({'|'.join(STATES)})\b")
    return {state for page in pages.values() for state in pattern.findall(page)}


def test_only_what_is_live_is_on_any_page(newsroom):
    pages = everything_public()
    assert len(pages) > 100
    assert titles_in(pages) == {"live", "second"}
    assert words_in(pages, "Lời", "Người", "Bạn đọc") == {"live"}


def test_an_hour_later_what_was_scheduled_is_there_and_nobody_did_anything(newsroom, clock):
    clock.move_to(AT + HOUR)
    pages = everything_public()
    assert titles_in(pages) == {"live", "scheduled", "third"}
    assert words_in(pages, "Lời", "Người") == {"live", "scheduled"}


def test_what_expires_is_gone_from_every_page_a_minute_later(newsroom, clock):
    make_edition(state="expired", title="Tít fleeting", section=make_section(slug="ocop"))
    assert titles_in(everything_public()) == {"live", "second", "fleeting"}
    clock.move_to(AT + MINUTE)
    assert titles_in(everything_public()) == {"live", "second"}
