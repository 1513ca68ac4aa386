"""A session that ended in mid-writing: the words wait, the login is asked once more, and the post goes on."""

import pytest
from django.contrib.auth.signals import user_login_failed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Edition, Section
from tests.accounts.conftest import PASSWORD
from tests.desk.pages import ADD, Page
from tests.factories import make_edition, make_section

pytestmark = pytest.mark.django_db

FORM = "login-again-form"
WHO, SECRET = "login-again-username", "login-again-password"
SECTIONS = "/admin/articles/section/add/"


@pytest.fixture
def somebody() -> Client:
    """A browser whose session is over: its cookie for tokens is still there."""
    return Client(raise_request_exception=False)


def shown(answer) -> Page:
    assert answer.status_code == 401
    return Page(answer)


def logged_in_by(page: Page, person: User, password: str = PASSWORD) -> dict[str, str]:
    return page.form(FORM) | {WHO: person.username, SECRET: password}


def hidden(page: Page) -> list[tuple[str, str]]:
    kept = [(e.attrs["name"], e.attrs.get("value", "")) for e in page.all("input", type="hidden")]
    return [(name, value) for name, value in kept if name != "csrfmiddlewaretoken"]


def section_words(**more: str) -> dict[str, str]:
    return {"name": "Y tế", "slug": "y-te", "parent": "", "order": "100", "display": "list", **more}


# ── The words wait ───────────────────────────────────────────────────────────
def test_what_is_posted_after_the_session_ended_goes_on_after_the_login(somebody, cast, typing):
    typing(cast.quantri)
    page = shown(somebody.post(SECTIONS, section_words()))
    assert not Section.objects.filter(slug="y-te").exists()
    answer = somebody.post(SECTIONS, logged_in_by(page, cast.quantri))
    assert answer.status_code == 302
    assert Section.objects.get(slug="y-te").name == "Y tế"
    assert somebody.get("/admin/").status_code == 200


def test_a_whole_article_is_written_through_it(client, cast, khoa_giao, typing, clock):
    """The form as the desk shows it, sent when its session has just ended."""
    typing(cast.phongvien)
    client.force_login(cast.phongvien)
    body = "<p>" + "Các đại biểu đã trao quà; “Ðường” về bản. " * 4500 + "</p>"
    assert len(body.encode()) > 200_000
    sent = Page(client.get(ADD)).form() | {"title": "Đường về bản <script>", "section": khoa_giao.pk}
    sent |= {"lead": "Dòng một\r\nDòng hai", "body": body}
    client.logout()
    page = shown(client.post(ADD, sent))
    assert "<script>" not in [tag.text for tag in page.all("script")]
    answer = client.post(ADD, logged_in_by(page, cast.phongvien))
    assert answer.status_code == 302
    edition = Edition.objects.get()
    assert (edition.title, edition.created_by) == ("Đường về bản <script>", cast.phongvien)
    assert edition.body.count("“Ðường” về bản") == 4500


def test_every_field_waits_as_it_came_the_same_name_twice_included(somebody):
    evil = '"><script>alert(1)</script>'
    words = {"a": ["1", "2", "2"], "b": "dòng\r\nhai", evil: evil, "rỗng": "", "next": "//evil.example"}
    answer = somebody.post("/admin/articles/tag/add/?x=1&y=<", words)
    page = shown(answer)
    assert sorted(hidden(page)) == sorted(
        [
            ("a", "1"),
            ("a", "2"),
            ("a", "2"),
            ("b", "dòng\r\nhai"),
            (evil, evil),
            ("rỗng", ""),
            ("next", "//evil.example"),
        ]
    )
    assert (evil in answer.text, escape(evil) in answer.text) == (False, True)
    [form] = page.all("form", id=FORM)
    assert form.attrs["action"].startswith("/admin/articles/tag/add/?x=1")


def test_several_values_of_a_name_reach_the_view(somebody, root, typing):
    """The list of sections deletes what is ticked: all of it, and asks first as ever."""
    typing(root)
    address = "/admin/articles/section/"
    sections = [make_section(slug=slug) for slug in ("a", "b", "c")]
    ticked = {"action": "delete_selected", "_selected_action": [s.pk for s in sections], "index": "0"}
    page = shown(somebody.post(address, ticked))
    values = [value for name, value in hidden(page) if name == "_selected_action"]
    answer = somebody.post(address, {**logged_in_by(page, root), "_selected_action": values})
    assert answer.status_code == 200
    assert sorted(answer.context["queryset"].values_list("slug", flat=True)) == ["a", "b", "c"]


def test_a_file_cannot_wait_and_is_named(somebody):
    photo = SimpleUploadedFile("hoi-nghi.jpg", b"x" * 1000, "image/jpeg")
    page = shown(somebody.post(ADD, {"title": "Tin", "photos-0-upload": photo}))
    assert "hoi-nghi.jpg" in " ".join(page.texts("p", css="errornote"))
    assert hidden(page) == [("title", "Tin")]


def test_a_password_is_never_written_into_the_page(somebody):
    words = {"old_password": "bi-mat-cu", "new_password1": "bi-mat-moi", "x": "1"}
    answer = somebody.post(reverse("admin:password_change"), words)
    assert hidden(shown(answer)) == [("x", "1")]
    assert "bi-mat" not in answer.text


# ── Who goes on ──────────────────────────────────────────────────────────────
def test_who_logs_in_there_goes_on_with_her_own_rights_only(somebody, cast, typing):
    typing(cast.phongvien)
    page = shown(somebody.post(SECTIONS, section_words()))
    assert somebody.post(SECTIONS, logged_in_by(page, cast.phongvien)).status_code == 403
    assert somebody.get("/admin/").wsgi_request.user == cast.phongvien


def test_a_draft_of_another_is_not_hers_through_it(somebody, cast, khoa_giao, typing):
    typing(cast.congtacvien)
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    address = reverse("admin:articles_edition_change", args=[edition.pk])
    page = shown(somebody.post(address, {"title": "Cướp"}))
    assert somebody.post(address, logged_in_by(page, cast.congtacvien)).status_code == 404
    assert Edition.objects.get().title == edition.title


def test_whoever_types_her_name_there_acts_as_herself_though_another_is_logged_in(client, cast, typing):
    typing(cast.phongvien)
    client.force_login(cast.quantri)
    sent = section_words(**{WHO: "phongvien", SECRET: PASSWORD})
    assert client.post(SECTIONS, sent).status_code == 403
    assert client.get("/admin/").wsgi_request.user == cast.phongvien
    assert not Section.objects.filter(slug="y-te").exists()


def test_a_wrong_password_there_acts_as_nobody_though_another_is_logged_in(client, cast, typing):
    typing(cast.phongvien)
    client.force_login(cast.quantri)
    shown(client.post(SECTIONS, section_words(**{WHO: "phongvien", SECRET: "sai"})))
    assert not Section.objects.filter(slug="y-te").exists()


def test_the_key_of_the_session_changes_with_it(somebody, cast, typing, settings):
    typing(cast.quantri)
    laid = somebody.session
    laid["x"] = "y"
    laid.save()
    page = shown(somebody.post(SECTIONS, section_words()))
    somebody.post(SECTIONS, logged_in_by(page, cast.quantri))
    assert somebody.cookies[settings.SESSION_COOKIE_NAME].value != laid.session_key


@pytest.mark.parametrize("case", ["wrong password", "unknown", "inactive", "not staff", "empty"])
def test_whoever_does_not_get_in_gets_the_page_again_with_all_fields_and_the_same_words(
    somebody, cast, typing, case
):
    person = typing(cast.quantri)
    User.objects.filter(pk=person.pk).update(is_active=case != "inactive", is_staff=case != "not staff")
    name = "khong-co" if case == "unknown" else person.username
    secret = {"wrong password": "sai", "empty": ""}.get(case, PASSWORD)
    page = shown(somebody.post(SECTIONS, section_words()))
    again = shown(somebody.post(SECTIONS, page.form(FORM) | {WHO: name, SECRET: secret}))
    assert dict(hidden(again)) == section_words()
    if case != "empty":
        known = shown(somebody.post(SECTIONS, page.form(FORM) | {WHO: "ai-do", SECRET: "sai"}))
        assert again.texts("p", css="errornote") == known.texts("p", css="errornote") != []
    [typed] = again.all("input", name=SECRET)
    assert (typed.attrs["autocomplete"], typed.attrs.get("value")) == ("current-password", None)
    assert again.all("input", name=WHO)[0].attrs["autocomplete"] == "username"
    assert somebody.get("/admin/").status_code == 302


def test_whoever_counts_failed_logins_sees_these(somebody, cast):
    failed = []

    def seen(request, credentials, **kwargs):
        failed.append((credentials["username"], request.path))

    user_login_failed.connect(seen)
    try:
        somebody.post(SECTIONS, section_words(**{WHO: "phongvien", SECRET: "sai"}))
    finally:
        user_login_failed.disconnect(seen)
    assert failed == [("phongvien", SECTIONS)]


# ── What does not change ─────────────────────────────────────────────────────
def test_without_a_token_there_is_neither_page_nor_login(cast, typing):
    typing(cast.quantri)
    strict = Client(enforce_csrf_checks=True)
    for more in ({}, {WHO: "quantri", SECRET: PASSWORD}):
        assert strict.post(SECTIONS, section_words(**more)).status_code == 403
    assert strict.get("/admin/").status_code == 302


def test_with_the_token_of_the_page_it_goes_on(cast, typing):
    typing(cast.quantri)
    strict = Client(enforce_csrf_checks=True)
    strict.get(reverse("admin:login"))
    token = strict.cookies["csrf"].value
    page = shown(strict.post(SECTIONS, section_words(csrfmiddlewaretoken=token)))
    assert strict.post(SECTIONS, logged_in_by(page, cast.quantri)).status_code == 302


@pytest.mark.parametrize(
    "headers", [{"HTTP_X_BACKGROUND": "1"}, {"HTTP_ACCEPT": "application/json"}], ids=["background", "json"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_script_asks_is_answered_in_its_own_words(somebody, headers, method):
    answer = getattr(somebody, method)("/admin/", **headers)
    assert (answer.status_code, answer.json()) == (401, {"login": True})


def test_looking_leads_to_the_login_as_ever(somebody):
    answer = somebody.get(SECTIONS, HTTP_ACCEPT="text/html,application/json;q=0.1")
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={SECTIONS}")


def test_logging_out_without_a_session_asks_for_nothing(somebody):
    answer = somebody.post(reverse("admin:logout"))
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_the_page_is_kept_by_nobody_and_says_what_happened(somebody):
    answer = somebody.post(SECTIONS, section_words())
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert (
        _("Your session has ended. Log in again to go on with sending: your words are kept.") in answer.text
    )


def test_a_fetch_that_may_is_answered_by_the_view(client, cast):
    client.force_login(cast.quantri)
    assert client.get("/admin/", HTTP_X_BACKGROUND="1").status_code == 200
