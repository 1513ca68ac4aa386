"""A forgotten password: the same answer for everybody, one mail, a link of our own address that works once."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from mail.models import Mail
from record.models import Event
from tests.accounts.conftest import PASSWORD
from tests.desk.pages import Page
from tests.factories import AT, HOUR, MINUTE, make_user

pytestmark = pytest.mark.django_db

ASK = "/admin/quen-mat-khau/"
HERS = "lo.phong@bao-mau.example"
NEW = "mat-khau-moi-9"


@pytest.fixture
def reporter(cast, typing) -> User:
    User.objects.filter(pk=cast.phongvien.pk).update(email=HERS)
    cast.phongvien.refresh_from_db()
    return typing(cast.phongvien)


def ask(address: str = HERS, **headers):
    return Client().post(ASK, {"email": address}, **headers)


def link() -> str:
    """The path of the link in the newest mail."""
    [found] = re.findall(r"^http://testserver(/\S+)$", Mail.objects.latest("pk").text, re.M)
    return found


def choose(browser: Client, way: str, password: str = NEW):
    """Opens the link and sends the form that stands there, if one does."""
    answer = browser.get(way, follow=True)
    page = Page(answer)
    if not page.all("form", id="new-password-form"):
        return answer
    here = answer.redirect_chain[-1][0] if answer.redirect_chain else way
    sent = page.form("new-password-form") | {"new_password1": password, "new_password2": password}
    return browser.post(here, sent, follow=True)


def password_is(person: User, password: str) -> bool:
    return User.objects.get(pk=person.pk).check_password(password)


# ── Asking ───────────────────────────────────────────────────────────────────
def test_the_login_page_leads_there(client):
    assert ASK in {a.attrs.get("href") for a in Page(client.get(reverse("admin:login"))).all("a")}
    assert client.get(ASK).status_code == 200


def test_known_unknown_inactive_and_mailless_get_the_same_answer(reporter):
    make_user(username="nghi", email="nghi@bao-mau.example", is_active=False)
    make_user(username="khong-thu")
    answers = []
    for address in (HERS, "ai-do@bao-mau.example", "nghi@bao-mau.example", HERS.upper()):
        first = ask(address)
        answers.append(
            (
                first.status_code,
                first["Location"],
                dict(first.cookies),
                Client().get(first["Location"]).content,
            )
        )
    assert len({str(answer) for answer in answers}) == 1
    assert answers[0][:2] == (302, "/admin/quen-mat-khau/da-gui/")


def test_only_an_active_account_with_a_password_and_this_address_gets_a_mail(reporter):
    make_user(username="nghi", email="nghi@bao-mau.example", is_active=False).set_password("x")
    make_user(username="chua-co", email="chua-co@bao-mau.example")
    for address in ("ai-do@bao-mau.example", "nghi@bao-mau.example", "lo.phong@bao-mau.example.evil.example"):
        ask(address)
    assert Mail.objects.count() == 0
    ask()
    assert list(Mail.objects.values_list("to", flat=True)) == [HERS]


@pytest.mark.parametrize("typed", ["", "khong-phai-thu", "a@b.example\nBcc: x@y.example"])
def test_what_is_no_address_is_asked_for_again(reporter, typed):
    answer = ask(typed)
    assert (answer.status_code, Mail.objects.count()) == (200, 0)


def test_nothing_is_sent_without_a_token(reporter):
    assert Client(enforce_csrf_checks=True).post(ASK, {"email": HERS}).status_code == 403
    assert Mail.objects.count() == 0


def test_the_mail_names_the_account_and_the_paper_and_no_host_of_the_request(reporter, settings):
    settings.ALLOWED_HOSTS = ["*"]
    forged = {
        "HTTP_HOST": "evil.example",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_ORIGINAL_URL": "/evil",
    }
    ask(**forged)
    letter = Mail.objects.get()
    assert "evil" not in letter.text + letter.subject
    assert link().startswith(ASK)
    assert (settings.SITE_NAME in letter.subject, str(reporter) in letter.text) == (True, True)


def test_a_name_in_the_mail_is_text(reporter):
    User.objects.filter(pk=reporter.pk).update(display_name="Lò & “Phóng” <b>%s</b>")
    ask()
    assert "Lò & “Phóng” <b>%s</b>" in Mail.objects.get().text


def test_however_often_it_is_asked_one_mail_is_sent_in_five_minutes(reporter, clock):
    for minutes, sent in ((0, 1), (1, 1), (4, 1), (5, 2), (9, 2), (10, 3)):
        clock.move_to(AT + minutes * MINUTE)
        ask()
        assert Mail.objects.count() == sent, minutes


def test_two_accounts_of_one_address_get_a_mail_each(reporter, typing):
    typing(make_user(username="hai", email=HERS, display_name="Người thứ hai"))
    ask()
    assert Mail.objects.count() == 2


# ── Choosing ─────────────────────────────────────────────────────────────────
def test_the_link_sets_a_new_password_and_it_stands_in_the_record(reporter):
    ask()
    answer = choose(Client(), link())
    assert answer.redirect_chain[-1][0] == "/admin/quen-mat-khau/xong/"
    assert password_is(reporter, NEW)
    assert Client().login(username="phongvien", password=NEW)
    event = Event.objects.about(reporter).get()
    assert (event.kind, event.actor_id, NEW in str(vars(event))) == ("user.new_password", reporter.pk, False)


def test_the_link_works_once(reporter):
    ask()
    way = link()
    choose(Client(), way)
    answer = choose(Client(), way, "mot-lan-nua-9")
    assert _("Ask for another link") in Page(answer).texts("a")
    assert password_is(reporter, NEW)


def test_of_two_links_the_other_one_ends_with_the_first(reporter, clock):
    ask()
    first = link()
    clock.move_to(AT + 6 * MINUTE)
    ask()
    choose(Client(), link())
    choose(Client(), first, "mot-lan-nua-9")
    assert password_is(reporter, NEW)


@pytest.mark.parametrize(("after", "works"), [(2 * HOUR - MINUTE, True), (2 * HOUR + MINUTE, False)])
def test_the_link_is_good_for_two_hours(reporter, clock, after, works):
    ask()
    clock.move_to(AT + after)
    choose(Client(), link())
    assert password_is(reporter, NEW) is works


def test_the_time_runs_on_while_the_form_is_open(reporter, clock):
    ask()
    browser = Client()
    browser.get(link(), follow=True)
    clock.move_to(AT + 3 * HOUR)
    uid = urlsplit(link()).path.split("/")[3]
    browser.post(f"{ASK}{uid}/set-password/", {"new_password1": NEW, "new_password2": NEW})
    assert password_is(reporter, PASSWORD)


@pytest.mark.parametrize("spoilt", ["x", "-", "OTk5"])
def test_a_spoilt_link_opens_nothing(reporter, spoilt):
    ask()
    _empty, admin, place, uid, token, _end = link().split("/")
    for way in (f"/{admin}/{place}/{spoilt}/{token}/", f"/{admin}/{place}/{uid}/{spoilt}/"):
        answer = choose(Client(), way)
        assert (answer.status_code, Page(answer).all("form", id="new-password-form")) == (200, [])
    assert password_is(reporter, PASSWORD)


def test_a_link_of_one_does_not_open_the_account_of_another(reporter, cast, typing):
    typing(cast.tongbientap)
    User.objects.filter(pk=cast.tongbientap.pk).update(email="tbt@bao-mau.example")
    ask("tbt@bao-mau.example")
    uid = link().split("/")[3]
    ask()
    token = link().split("/")[4]
    choose(Client(), f"{ASK}{uid}/{token}/")
    assert password_is(cast.tongbientap, PASSWORD)


def test_whoever_was_deactivated_meanwhile_sets_no_password(reporter):
    ask()
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    choose(Client(), link())
    assert password_is(reporter, PASSWORD)


def test_a_weak_password_is_refused_in_words(reporter):
    ask()
    answer = choose(Client(), link(), "12345")
    assert len(Page(answer).errors()) >= 2
    assert password_is(reporter, PASSWORD)


def test_extra_fields_set_nothing_else(reporter):
    ask()
    browser = Client()
    browser.get(link(), follow=True)
    uid = link().split("/")[3]
    sent = {"new_password1": NEW, "new_password2": NEW, "is_superuser": "on", "username": "x", "user": "1"}
    browser.post(f"{ASK}{uid}/set-password/", sent)
    after = User.objects.get(pk=reporter.pk)
    assert (after.username, after.is_superuser, after.check_password(NEW)) == ("phongvien", False, True)


def test_the_new_password_ends_every_session(reporter):
    browsers = Client(), Client()
    for browser in browsers:
        browser.force_login(reporter)
    ask()
    choose(browsers[0], link())
    assert [browser.get("/admin/").status_code for browser in browsers] == [302, 302]


def test_the_link_itself_logs_nobody_in(reporter):
    ask()
    browser = Client()
    choose(browser, link())
    assert browser.get("/admin/").status_code == 302


def test_the_token_stands_in_no_address_that_a_page_could_tell_on(reporter):
    ask()
    answer = Client().get(link(), follow=True)
    assert answer.redirect_chain[-1][0].endswith("/set-password/")
    assert link().split("/")[4] not in answer.text
