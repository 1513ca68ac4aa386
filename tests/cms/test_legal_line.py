"""What every page must carry: the paper's name, its agency, the governing body, the domain and the date.

The settings are said once here, in words no page has by chance. Nothing of it needs a script: what is asked is the
page as it was sent.
"""

from urllib.parse import urlsplit

import pytest
from django.http import HttpRequest
from django.test import Client

from cms import errors
from tests.cms.markup import Markup
from tests.factories import AT, MINUTE, make_comment, make_edition, make_page

SAID = {
    "SITE_NAME": "Báo Thử Pháp Lý",
    "SITE_AGENCY": "Cơ quan của Đảng bộ tỉnh Thử",
    "SITE_GOVERNING_BODY": "Cơ quan chủ quản: Tỉnh ủy Thử",
    "SITE_LICENCE": "Giấy phép số 77/GP-THỬ, cấp ngày 02/02/2039, nơi cấp: Cục Thử",
    "SITE_ADDRESS": "Số 7, phố Thử",
    "SITE_PHONE": "0777 111 222",
    "SITE_EMAIL": "phap-ly@bao-thu.example",
    "SITE_HEAD": "Tổng Biên tập: Lò Thị Pháp",
    "SITE_URL": "https://bao-thu.example",
}
LINE = ("SITE_NAME", "SITE_AGENCY", "SITE_GOVERNING_BODY")
TODAY = "04/05/2040"
PAGES = {
    "front": "/",
    "section": "/khoa-giao/",
    "tag": "/chu-de/y-te/",
    "search": "/tim-kiem/?q=hoc+sinh",
    "empty search": "/tim-kiem/",
    "corrections": "/cai-chinh/",
    "feeds": "/rss/",
    "article": "{path}",
    "reply": "/y-kien/{article}/tra-loi/{comment}/",
    "thanks": "/y-kien/{article}/da-gui/",
    "letter": "/gui-tin/",
    "page about the paper": "/thong-tin/quy-tac/",
    "not found": "/khong-co-trang-nay/",
    "gone": "/khac/204005/khac-{gone}.html",
    "a form's address": "/y-kien/{article}/",
}


@pytest.fixture
def said(settings) -> None:
    for name, line in SAID.items():
        setattr(settings, name, line)
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture
def addresses(db, said) -> dict[str, str]:
    edition = make_edition(state="live", tags=("y tế",))
    comment = make_comment(edition=edition, state="shown")
    gone = make_edition(state="withdrawn", at=AT - 2 * MINUTE)
    make_page(slug="quy-tac")
    ids = {"path": edition.article.get_absolute_url(), "article": edition.article_id}
    ids |= {"comment": comment.pk, "gone": gone.article_id}
    return {name: address.format(**ids) for name, address in PAGES.items()}


def lacking(text: str, *names: str) -> list[str]:
    """Which of the paper's lines the page does not say between the beginning and the end of its body."""
    body = Markup(text).one("body").text
    wanted = [SAID[name] for name in names] + [urlsplit(SAID["SITE_URL"]).netloc, TODAY]
    return [line for line in wanted if line not in body]


def test_every_page_carries_the_line(addresses):
    found = {name: Client().get(address).text for name, address in addresses.items()}
    assert {name: lacking(text, *LINE) for name, text in found.items()} == {name: [] for name in found}


def test_the_front_page_says_who_answers_for_the_paper(addresses):
    text = Client().get("/").text
    assert lacking(text, *(name for name in SAID if name != "SITE_URL")) == []
    foot = Markup(text).one("footer").text
    assert [line for name, line in SAID.items() if name != "SITE_URL" and line not in foot] == []


def test_a_paper_without_an_agency_of_its_own_leaves_no_gap(addresses, settings):
    settings.SITE_AGENCY = ""
    line = Markup(Client().get("/").text).one("p", "legal-line").text
    assert line.count(" · ") == 3


def request_of(path: str = "/") -> HttpRequest:
    request = HttpRequest()
    request.path, request.method, request.at = path, "GET", AT
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    return request


@pytest.mark.parametrize("page", [errors.server_error, errors.bad_request])
def test_an_error_page_carries_it_without_a_database(said, page):
    """No database is allowed here: this test does not ask for one."""
    response = page(request_of())
    assert lacking(response.text, *LINE) == []


def test_a_page_that_fails_carries_it(addresses, settings):
    settings.ROOT_URLCONF = "tests.cms.failing_urls"
    client = Client(raise_request_exception=False)
    failed = client.get("/hong")
    assert (failed.status_code, lacking(failed.text, *LINE)) == (500, [])


def test_a_refused_post_and_a_wrong_host_carry_it(addresses, settings):
    refused = Client().post(addresses["a form's address"], headers={"origin": "https://evil.example"})
    assert (refused.status_code, lacking(refused.text, *LINE)) == (403, [])
    settings.ALLOWED_HOSTS = ["bao-thu.example"]
    wrong = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert (wrong.status_code, lacking(wrong.text, *LINE)) == (400, [])


def test_without_any_request_of_ours_nothing_breaks(said):
    request = request_of()
    del request.at
    assert SAID["SITE_NAME"] in errors.server_error(request).text
