"""Every kind of page readers see, as machines read it: heads, structured data, feeds, sitemaps, headers.

The pages are those of the demo newsroom (`tests/readers.py`), asked once and then looked at.
"""

from dataclasses import dataclass

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from cms.headers import PUBLIC_CSP
from demo import load
from tests import readers
from tests.cms.markup import Markup, dangers
from tests.factories import AT
from tests.standards import head, rss, sitemap

# Else no database is made for this module alone.
pytestmark = pytest.mark.django_db
SITE = "http://testserver"
EVIL = "evil.example"
# What a proxy or a framework elsewhere takes an address from. Here nothing does.
UNKEYED = {
    "X-Forwarded-Host": EVIL,
    "X-Host": EVIL,
    "X-Forwarded-Server": EVIL,
    "Forwarded": f"host={EVIL}",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": "/evil",
    "X-Original-URL": "/admin/",
    "X-Rewrite-URL": "/admin/",
    "X-HTTP-Method-Override": "POST",
}
# These show no page of readers' own: a form that is taken, previews for the invited, files.
NO_PAGE = {"comment-post", "shared-preview", "photo-file", "stored-file", "letter-thanks", "stylesheet"}


@dataclass(frozen=True)
class Newsroom:
    """What readers of the demo newsroom were answered: by name of the kind, and for machines by address."""

    addresses: dict[str, str]
    pages: dict[str, HttpResponse]
    files: dict[str, HttpResponse]
    forged: dict[str, HttpResponse]
    of_wrong_host: dict[str, int]

    @property
    def all(self) -> dict[str, HttpResponse]:
        return self.pages | self.files


@pytest.fixture(scope="module")
def newsroom(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with django_db_blocker.unblock(), media, time_machine.travel(AT, tick=False), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(load, "PICTURE_SIZE", (120, 72))
            call_command("demo", verbosity=0)
        answered = asked()
        transaction.set_rollback(True)
    return answered


def asked() -> Newsroom:
    client = Client()
    addresses = readers.addresses(lambda address: client.get(address).text)
    machines = {a: a for a in (*readers.FEEDS, *readers.SITEMAPS, "/robots.txt")}
    everywhere = addresses | machines | {"missing": readers.MISSING}
    return Newsroom(
        addresses,
        {name: client.get(address) for name, address in addresses.items()},
        {address: client.get(address) for address in machines},
        {name: client.get(address, headers=UNKEYED) for name, address in everywhere.items()},
        {name: client.get(a, headers={"host": EVIL}).status_code for name, a in everywhere.items()},
    )


# ── The list itself ──────────────────────────────────────────────────────────
def test_every_public_address_has_a_page_in_the_list(newsroom):
    asked_for = [*newsroom.addresses.values(), *newsroom.files]
    found = {resolve(address.partition("?")[0]).url_name for address in asked_for}
    assert public_names() - NO_PAGE - found == set()


def public_names() -> set[str]:
    """Of every address that is not the desk's. What has no name (`/healthz`) is no reader's."""

    def names(patterns: list) -> set[str]:
        found = {p.name for p in patterns if isinstance(p, URLPattern) and p.name}
        below = [p for p in patterns if isinstance(p, URLResolver) and not str(p.pattern).startswith("admin")]
        return found.union(*(names(resolver.url_patterns) for resolver in below))

    return names(get_resolver().url_patterns)


def test_every_page_of_the_list_is_there(newsroom):
    assert {answer.status_code for answer in newsroom.all.values()} == {200}


# ── What pages say of themselves ─────────────────────────────────────────────
def listed(newsroom: Newsroom) -> dict[str, str]:
    return {name: a for name, a in newsroom.addresses.items() if name not in readers.UNLISTED}


def test_every_head_says_what_search_engines_and_sharers_ask_and_its_data_are_of_schema_org(newsroom):
    faults = {n: head.faults(newsroom.pages[n].text, SITE + a) for n, a in listed(newsroom).items()}
    assert faults == {name: [] for name in faults}


def test_no_two_pages_say_the_same_of_themselves(newsroom):
    said = [head.said_of(newsroom.pages[name].text) for name in listed(newsroom)]
    for what in ("canonical", "title", "description"):
        words = [one[what][0] for one in said]
        assert len(set(words)) == len(words)


def test_what_search_engines_leave_out_says_so_and_says_nothing_else(newsroom):
    for name in readers.UNLISTED:
        said = head.said_of(newsroom.pages[name].text)
        assert said["robots"] == ["noindex"]
        assert said["canonical"] == []
        assert "og:url" not in said


def test_each_kind_of_page_has_the_data_that_belong_to_it(newsroom):
    types = {name: [one["@type"] for one in head.data_of(newsroom.pages[name].text)] for name in PAGES_DATA}
    assert types == PAGES_DATA


PAGES_DATA = {
    "front": ["WebSite", "NewsMediaOrganization"],
    "section": ["CollectionPage", "BreadcrumbList"],
    "tag": ["CollectionPage"],
    "running story": ["CollectionPage", "BreadcrumbList"],
    "author": ["ProfilePage", "BreadcrumbList"],
    "photo section": ["CollectionPage", "BreadcrumbList"],
    "article": ["NewsArticle", "BreadcrumbList"],
    "photo story": ["NewsArticle", "BreadcrumbList"],
}


def test_every_page_leads_to_the_feed(newsroom):
    for answer in newsroom.pages.values():
        feeds = [n for n in Markup(answer.text).all("link") if n.attributes.get("rel") == "alternate"]
        assert readers.FEEDS[0] in [n.attributes["href"] for n in feeds]


# ── Feeds and sitemaps ───────────────────────────────────────────────────────
def test_every_feed_is_rss(newsroom):
    faults = {a: rss.faults(newsroom.files[a].content, SITE + a) for a in readers.FEEDS}
    assert faults == {address: [] for address in readers.FEEDS}


def test_every_sitemap_is_one(newsroom):
    faults = {a: sitemap.faults(newsroom.files[a].content, site=SITE, at=AT) for a in readers.SITEMAPS}
    assert faults == {address: [] for address in readers.SITEMAPS}


# ── Safety ───────────────────────────────────────────────────────────────────
def test_every_public_answer_has_the_strict_policy(newsroom):
    policies = {name: answer["Content-Security-Policy"] for name, answer in newsroom.all.items()}
    frames = {name: p.removeprefix(PUBLIC_CSP) for name, p in policies.items() if p != PUBLIC_CSP}
    # The page of a video lets its provider into a frame, and nothing else in.
    assert frames == {"video": "; frame-src https://www.youtube-nocookie.com"}
    assert not any("unsafe" in policy for policy in policies.values())


def test_no_public_page_holds_what_the_policy_would_stop(newsroom):
    assert {name: dangers(answer.text) for name, answer in newsroom.pages.items()} == {
        name: [] for name in newsroom.pages
    }


def test_no_header_that_caches_ignore_changes_a_byte(newsroom):
    assert [n for n, answer in newsroom.all.items() if newsroom.forged[n].content != answer.content] == []
    assert [name for name, answer in newsroom.forged.items() if EVIL in answer.text] == []


def test_a_wrong_host_is_told_nothing(newsroom):
    assert set(newsroom.of_wrong_host.values()) == {400}


def test_no_public_page_sets_a_cookie_or_is_kept_without_being_asked_again(newsroom):
    assert [name for name, answer in newsroom.all.items() if answer.cookies] == []
    kept = {
        answer["Cache-Control"] for name, answer in newsroom.all.items() if name not in ("reply", "thanks")
    }
    assert kept == {"public, max-age=0, must-revalidate"}
