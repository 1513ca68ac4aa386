"""Safety headers: on every answer there is, whoever gives it, and never weaker than they are written here."""

import pytest
from django.conf import settings
from django.test import Client

from cms.headers import EDITOR_CSP, PUBLIC_CSP
from tests.factories import make_comment, make_edition, make_photo

POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def policy(csp: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in csp.split(";"))


def assert_safe(response, csp: dict[str, str] = POLICY) -> None:
    assert {name: response.get(name) for name in EXPECTED} == EXPECTED
    assert policy(response["Content-Security-Policy"]) == csp


@pytest.fixture
def live(db):
    return make_edition(state="live")


# ── Each kind of answer ──────────────────────────────────────────────────────
def test_a_page_carries_them(client, live):
    response = client.get(live.article.get_absolute_url())
    assert response.status_code == 200
    assert_safe(response)


ANSWERS = {
    "/": 200,
    "/healthz": 200,
    "/robots.txt": 200,
    "/rss/tin-moi.rss": 200,
    "/sitemap.xml": 200,
    "/khoa-giao": 301,
    "/admin/": 302,
    "/admin/login/": 200,
    "/khong-co/": 404,
    "/a/b/c/d": 404,
    "/y-kien/1/": 405,
    "/media/../secret": 404,
    "/media/photos/khong-co.jpg": 404,
    "/static/khong-co.css": 404,
}


def test_every_answer_to_a_reader_carries_them(client, live):
    answers = {address: client.get(address) for address in ANSWERS}
    assert {address: answer.status_code for address, answer in answers.items()} == ANSWERS
    for answer in answers.values():
        assert_safe(answer)


def test_a_redirect_to_an_articles_own_path_carries_them(client, live):
    response = client.get(f"/khoa-giao/209912/khac-{live.article_id}.html")
    assert response.status_code == 301
    assert_safe(response)


def test_a_withdrawn_article_carries_them(client, db):
    gone = make_edition(state="withdrawn")
    response = client.get(gone.article.get_absolute_url(), follow=True)
    assert_safe(response)


def test_a_page_that_is_not_modified_carries_them(client, live):
    address = live.article.get_absolute_url()
    response = client.get(address, headers={"if-none-match": client.get(address)["ETag"]})
    assert response.status_code == 304
    assert_safe(response)


def test_a_post_to_a_page_carries_them(client, live):
    response = client.post("/")
    assert response.status_code == 405
    assert_safe(response)


def test_a_refused_comment_carries_them(client, live):
    response = client.post(f"/y-kien/{live.article_id}/", headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert_safe(response)


def test_a_comment_with_errors_carries_them(client, live):
    response = client.post(f"/y-kien/{live.article_id}/", headers={"origin": "http://testserver"})
    assert response.status_code == 422
    assert_safe(response)


def test_a_post_without_a_token_carries_them(live):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})
    assert response.status_code == 403
    assert_safe(response)


def test_a_wrong_host_carries_them(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert_safe(response)


def test_our_own_failure_carries_them_and_asks_nothing_of_the_database(client, settings):
    settings.ROOT_URLCONF = "tests.cms.failing_urls"
    client.raise_request_exception = False
    response = client.get("/hong")
    assert response.status_code == 500
    assert_safe(response)
    assert "RuntimeError" not in response.text


def test_a_static_file_carries_them(settings, tmp_path):
    (tmp_path / "thu.css").write_text("p { color: teal }")
    settings.STATIC_ROOT = str(tmp_path)
    response = Client().get("/static/thu.css")
    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert_safe(response)


def test_a_picture_carries_them(client, db):
    response = client.get(make_photo().file.url)
    assert response.status_code == 200
    assert_safe(response)


# ── At the desk ──────────────────────────────────────────────────────────────
def test_the_editors_pages_alone_allow_what_the_editor_needs(client, cast):
    client.force_login(cast.phongvien)
    with_editor = {
        **POLICY,
        "script-src": "'self'",
        "script-src-attr": "'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
    }
    assert_safe(client.get("/admin/articles/edition/add/"), with_editor)
    assert_safe(client.get("/admin/articles/edition/"))
    assert_safe(client.get("/admin/"))


def test_the_queue_of_comments_is_as_strict_as_a_public_page(client, cast, live):
    make_comment(edition=live)
    client.force_login(cast.kiemduyet)
    assert_safe(client.get("/admin/y-kien/"))


def test_staff_answers_are_never_kept(client, cast):
    client.force_login(cast.tongbientap)
    for address in ["/admin/", "/admin/y-kien/", "/admin/articles/edition/", "/admin/articles/edition/add/"]:
        response = client.get(address)
        assert response.status_code == 200
        assert {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}


def test_a_staff_address_dressed_as_a_file_puts_nothing_in_a_cache(client, cast):
    client.force_login(cast.tongbientap)
    for address in ["/admin/x/none.css", "/admin/articles/edition/1/change/x.jpg", "/admin/y-kien/;x.jpg"]:
        rule = client.get(address).get("Cache-Control", "")
        assert "public" not in rule
        assert "immutable" not in rule


# ── The policies themselves ──────────────────────────────────────────────────
def test_the_public_policy_is_as_written_and_has_nothing_unsafe():
    assert policy(PUBLIC_CSP) == POLICY
    assert "unsafe" not in PUBLIC_CSP


def test_no_policy_lets_an_inline_script_element_run():
    assert policy(EDITOR_CSP)["script-src"] == "'self'"
    assert "unsafe-eval" not in EDITOR_CSP


def test_headers_are_laid_before_anything_else_can_answer():
    assert settings.MIDDLEWARE[0] == "cms.headers.safety_headers"
