"""The web side's manners: cacheable pages, conditional answers, and where a form was sent from."""

import re
from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from cms.http import iso, one_instant, reader_address, sent_from
from tests.factories import AT, HOUR, MINUTE, make_comment, make_edition, make_page

ADDRESSES = {
    "front": "/",
    "section": "/khoa-giao/",
    "tag": "/chu-de/khoa-giao/",
    "empty search": "/tim-kiem/",
    "search": "/tim-kiem/?q=hoc+sinh",
    "feed": "/rss/tin-moi.rss",
    "feeds": "/rss/",
    "feed of a section": "/rss/khoa-giao.rss",
    "sitemap": "/sitemap.xml",
    "sitemap of sections": "/sitemap-muc.xml",
    "sitemap of articles": "/sitemap-bai-1.xml",
    "sitemap of news": "/sitemap-news.xml",
    "robots": "/robots.txt",
    "article": "{path}",
    "older comments": "{path}?y-kien-truoc=999999",
    "thanks": "/y-kien/{article}/da-gui/",
    "letter": "/gui-tin/",
    "page about the paper": "/thong-tin/quy-tac/",
    "reply": "/y-kien/{article}/tra-loi/{comment}/",
}


@pytest.fixture
def addresses(db) -> dict[str, str]:
    """Each public page's address, with something on every page."""
    edition = make_edition(state="live", tags=("Khoa giáo",))
    comment = make_comment(edition=edition, state="shown")
    make_page(slug="quy-tac")
    names = {"path": edition.article.get_absolute_url(), "article": edition.article_id, "comment": comment.pk}
    return {page: address.format(**names) for page, address in ADDRESSES.items()}


def cache_rule(response) -> set[str]:
    return {part.strip() for part in response["Cache-Control"].split(",")}


def on_each(addresses: dict[str, str], ask) -> dict[str, object]:
    return {page: ask(address) for page, address in addresses.items()}


def everywhere(addresses: dict[str, str], answer: object) -> dict[str, object]:
    return dict.fromkeys(addresses, answer)


# ── Pages that may be kept ───────────────────────────────────────────────────
def test_a_public_page_sets_no_cookie_carries_no_token_and_varies_by_nothing(client, addresses):
    def manners(address: str) -> tuple:
        page = client.get(address)
        tokens = "csrf" in page.text.lower()
        return page.status_code, page.get("Set-Cookie"), len(page.cookies), tokens, page.get("Vary")

    assert on_each(addresses, manners) == everywhere(addresses, (200, None, 0, False, None))


def test_a_public_page_is_asked_for_again_each_time(client, addresses):
    rules = on_each(addresses, lambda address: cache_rule(client.get(address)))
    assert rules == everywhere(addresses, {"public", "max-age=0", "must-revalidate"})


def test_a_page_is_the_same_for_staff_and_readers(client, cast, addresses):
    as_reader = on_each(addresses, lambda address: client.get(address).content)
    client.force_login(cast.tongbientap)
    assert on_each(addresses, lambda address: client.get(address).content) == as_reader
    assert on_each(addresses, lambda address: client.get(address).get("Set-Cookie")) == everywhere(
        addresses, None
    )


def test_a_page_that_has_not_changed_is_not_sent_again(client, addresses):
    def again(address: str) -> tuple:
        etag = client.get(address)["ETag"]
        answer = client.get(address, headers={"if-none-match": etag})
        return answer.status_code, answer.content, answer["ETag"] == etag, "Cache-Control" in answer

    assert on_each(addresses, again) == everywhere(addresses, (304, b"", True, True))


def test_a_page_that_has_changed_is_sent(client, addresses):
    headers = {"if-none-match": '"khac"'}
    asked = on_each(addresses, lambda address: client.get(address, headers=headers).status_code)
    assert asked == everywhere(addresses, 200)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_allowed_on_a_page(client, addresses, method):
    # Its form is sent to its own address: tests/letters.
    del addresses["letter"]

    def refused(address: str) -> tuple:
        answer = getattr(client, method)(address)
        return answer.status_code, answer.get("Allow")

    assert on_each(addresses, refused) == everywhere(addresses, (405, "GET, HEAD"))


def test_the_head_of_a_page_is_that_of_the_whole(client, addresses):
    whole = on_each(addresses, lambda address: ({**client.get(address).headers}, b""))
    assert on_each(addresses, lambda a: ({**client.head(a).headers}, client.head(a).content)) == whole


def test_a_page_that_refuses_sets_no_cookie_either(client, db):
    live, gone = make_edition(state="live"), make_edition(state="withdrawn", at=AT - HOUR)
    posting = f"/y-kien/{live.article_id}/"
    answers = [
        client.get("/khong-co/"),
        client.get(gone.article.get_absolute_url()),
        client.post(posting, headers={"origin": "null"}),
        client.post(posting, headers={"origin": "http://testserver"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 410, 403, 422]
    assert [(answer.get("Set-Cookie"), answer.get("Vary")) for answer in answers] == [(None, None)] * 4


def test_a_withdrawal_reaches_a_reader_who_kept_the_old_page(client, clock, db):
    edition = make_edition(state="expired")
    address = edition.article.get_absolute_url()
    etag = client.get(address)["ETag"]
    clock.shift(MINUTE)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 410


# ── Headers that must not matter ─────────────────────────────────────────────
@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-original-url": "/admin/", "x-rewrite-url": "/admin/"},
        {"x-forwarded-proto": "https", "x-forwarded-for": "198.51.100.9"},
        {"x-http-method-override": "DELETE"},
        {"accept-language": "en", "cookie": "session=x; csrf=y; django_language=en"},
    ],
)
def test_a_header_no_cache_looks_at_never_changes_a_page(client, addresses, headers):
    plain = on_each(addresses, lambda address: client.get(address).content)
    assert on_each(addresses, lambda address: client.get(address, headers=headers).content) == plain


def test_absolute_addresses_are_never_made_of_the_host(client, addresses):
    plain = on_each(addresses, lambda address: client.get(address).content)
    assert on_each(addresses, lambda a: client.get(a, headers={"host": "localhost"}).content) == plain


# ── One clock a request ──────────────────────────────────────────────────────
def test_the_clock_is_asked_once_for_a_request(clock):
    seen = []

    def view(request: HttpRequest):
        clock.shift(timedelta(seconds=5))
        seen.append(request.at)
        return request

    assert one_instant(view)(HttpRequest()).at is seen[0]


def test_an_instant_is_written_in_the_papers_zone_to_the_second():
    assert iso(AT) == "2040-05-04T09:00:00+07:00"


# ── Where a form was sent from ───────────────────────────────────────────────
def posted(*, remote: str = "192.0.2.77", **headers: str) -> HttpRequest:
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return RequestFactory().post("/y-kien/1/", headers=headers, REMOTE_ADDR=remote)


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"origin": "http://testserver"}, "here"),
        ({"origin": "https://testserver"}, "here"),
        ({"origin": "http://testserver", "referer": "https://evil.example/"}, "here"),
        ({"referer": "http://testserver/khoa-giao/202109/bai-1.html"}, "here"),
        ({"origin": "", "referer": "http://testserver/"}, "here"),
        ({}, "unknown"),
        ({"origin": "", "referer": ""}, "unknown"),
        ({"origin": "null"}, "elsewhere"),
        ({"origin": "null", "referer": "http://testserver/"}, "elsewhere"),
        ({"origin": "https://evil.example"}, "elsewhere"),
        ({"origin": "https://evil.example", "referer": "http://testserver/"}, "elsewhere"),
        ({"referer": "https://evil.example/http://testserver/"}, "elsewhere"),
        ({"origin": "http://testserver.evil.example"}, "elsewhere"),
        ({"origin": "http://evil.example?testserver"}, "elsewhere"),
        ({"origin": "http://testserver:8000"}, "elsewhere"),
        ({"referer": "http://testserver@evil.example/"}, "elsewhere"),
        ({"referer": "http://evil.example@testserver/"}, "elsewhere"),
        ({"referer": "/khoa-giao/"}, "elsewhere"),
        ({"referer": "javascript://testserver/"}, "elsewhere"),
        ({"origin": "testserver"}, "elsewhere"),
    ],
)
def test_origin_answers_first_and_referer_where_it_is_absent(headers, answer):
    assert sent_from(posted(**headers)) == answer


def test_the_sites_own_address_counts_whatever_host_the_proxy_asks_for(settings):
    settings.SITE_URL = "https://bao-mau.example"
    assert sent_from(posted(origin="https://bao-mau.example")) == "here"
    assert sent_from(posted(origin="https://www.bao-mau.example")) == "elsewhere"


@pytest.mark.parametrize("broken", ["http://[", "http://[::1", "https://[x]y"])
def test_an_origin_that_is_no_address_is_elsewhere(broken):
    assert sent_from(posted(origin=broken)) == "elsewhere"


# ── The reader's network ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("2001:DB8:1:2::6", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.77:4711", ""),
    ],
)
def test_an_address_is_kept_as_its_network_only(address, network):
    assert reader_address(posted(remote=address)) == network


def test_without_proxies_of_ours_nobody_is_believed(settings):
    settings.TRUSTED_PROXIES = 0
    assert reader_address(posted(x_forwarded_for="198.51.100.9")) == "192.0.2.0/24"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (1, "198.51.100.9", "198.51.100.0/24"),
        (1, "203.0.113.5, 198.51.100.9", "198.51.100.0/24"),
        (2, "203.0.113.5, 198.51.100.9, 10.0.0.1", "198.51.100.0/24"),
        (1, "203.0.113.5,,2001:db8:1:2::3", "2001:db8:1::/48"),
        (2, "198.51.100.9", "192.0.2.0/24"),
        (1, "", "192.0.2.0/24"),
        (1, "khong-phai-dia-chi", ""),
    ],
)
def test_behind_proxies_of_ours_the_value_they_wrote_is_believed(settings, proxies, forwarded, network):
    settings.TRUSTED_PROXIES = proxies
    assert reader_address(posted(x_forwarded_for=forwarded)) == network


def test_no_network_kept_is_ever_a_whole_address():
    kept = [reader_address(posted(remote=f"198.51.100.{last}")) for last in range(0, 256, 17)]
    assert set(kept) == {"198.51.100.0/24"}
    assert re.fullmatch(r".+/(24|48)", kept[0])
