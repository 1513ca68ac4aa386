"""When a session ends: by logout, deactivation or a new password all of hers; by itself after a while."""

import pytest
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.sessions import BEGAN, SEEN
from tests.accounts.conftest import PASSWORD
from tests.factories import AT, DAY, HOUR, MINUTE, make_edition, make_grant

pytestmark = pytest.mark.django_db

DESK = "/admin/"
IDLE, LONGEST = 240 * MINUTE, 72 * HOUR
BACKGROUND = {"HTTP_X_BACKGROUND": "1"}


@pytest.fixture
def two_browsers(cast):
    """Somebody logged in twice, and a colleague who has nothing to do with it."""
    browsers = Client(), Client(), Client()
    for browser, person in zip(browsers, (cast.phongvien, cast.phongvien, cast.bientapvien), strict=True):
        browser.force_login(person)
    return browsers


def is_in(client: Client, **headers) -> bool:
    return client.get(DESK, **headers).status_code == 200


def open_doors(browsers) -> list[bool]:
    return [is_in(browser) for browser in browsers]


# ── Ended by an act ──────────────────────────────────────────────────────────
def test_who_logs_out_is_out_everywhere(two_browsers):
    assert open_doors(two_browsers) == [True, True, True]
    two_browsers[0].post(reverse("admin:logout"))
    assert open_doors(two_browsers) == [False, False, True]


def test_logging_out_twice_is_harmless(two_browsers, cast):
    for _time in range(2):
        two_browsers[0].post(reverse("admin:logout"))
    assert User.objects.get(pk=cast.phongvien.pk).sessions_ended == 1


def test_who_logs_in_again_after_it_is_in(two_browsers, cast):
    two_browsers[0].post(reverse("admin:logout"))
    two_browsers[0].force_login(User.objects.get(pk=cast.phongvien.pk))
    assert open_doors(two_browsers) == [True, False, True]


def test_a_deactivated_account_has_no_session_left_even_when_it_is_opened_again(two_browsers, cast, client):
    client.force_login(cast.tongbientap)
    address = reverse("admin:accounts_user_change", args=[cast.phongvien.pk])
    words = {"username": "phongvien", "display_name": "Phongvien", "grants-TOTAL_FORMS": 0}
    for active in ({}, {"is_active": "on"}):
        sent = words | active | {"grants-INITIAL_FORMS": 0}
        assert client.post(address, sent).status_code == 302
        assert open_doors(two_browsers) == [False, False, True]
    assert User.objects.get(pk=cast.phongvien.pk).is_active


def test_her_new_password_ends_her_other_sessions_and_not_this_one(two_browsers, cast, typing):
    typing(cast.phongvien)
    for browser in two_browsers[:2]:
        browser.force_login(cast.phongvien)
    new = {"old_password": PASSWORD, "new_password1": "mat-khau-moi-9", "new_password2": "mat-khau-moi-9"}
    two_browsers[0].post(reverse("admin:password_change"), new)
    assert open_doors(two_browsers) == [True, False, True]


def test_a_password_that_somebody_else_sets_ends_them_all(two_browsers, cast, client):
    client.force_login(cast.tongbientap)
    new = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    address = reverse("admin:auth_user_password_change", args=[cast.phongvien.pk])
    assert client.post(address, new).status_code == 302
    assert open_doors(two_browsers) == [False, False, True]


def test_a_new_right_ends_no_session(two_browsers, cast, khoa_giao):
    make_grant(person=cast.phongvien, role="bientapvien", section=khoa_giao)
    assert open_doors(two_browsers) == [True, True, True]


def test_the_key_that_signs_may_be_changed_without_ending_sessions(two_browsers, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-tests-only"
    assert open_doors(two_browsers) == [True, True, True]


# ── Ended by time ────────────────────────────────────────────────────────────
@pytest.fixture
def browser(cast) -> Client:
    client = Client()
    client.force_login(cast.phongvien)
    return client


def test_the_limits_are_what_the_settings_say():
    assert (site.SESSION_IDLE_MINUTES, site.SESSION_HOURS) == (240, 72)


@pytest.mark.parametrize(("pause", "still_in"), [(IDLE - MINUTE, True), (IDLE + MINUTE, False)])
def test_an_unused_session_ends(browser, clock, pause, still_in):
    clock.move_to(AT + pause)
    assert is_in(browser) is still_in


def test_a_used_session_goes_on(browser, clock):
    for step in range(1, 6):
        clock.move_to(AT + step * (IDLE - 2 * MINUTE))
        assert is_in(browser)


def test_a_session_ends_in_the_end_however_much_it_is_used(browser, clock):
    for hour in range(3, 72, 3):
        clock.move_to(AT + hour * HOUR)
        assert is_in(browser), hour
    clock.move_to(AT + LONGEST + MINUTE)
    assert not is_in(browser)


def test_what_the_page_asks_by_itself_is_no_use(browser, clock):
    for step in range(1, 9):
        clock.move_to(AT + step * 30 * MINUTE - MINUTE)
        assert is_in(browser, **BACKGROUND), step
    clock.move_to(AT + IDLE + MINUTE)
    assert not is_in(browser, **BACKGROUND)
    assert not is_in(browser)


def test_another_value_of_that_header_is_use(browser, clock):
    clock.move_to(AT + 3 * HOUR)
    assert is_in(browser, HTTP_X_BACKGROUND="0")
    clock.move_to(AT + 5 * HOUR)
    assert is_in(browser)


def test_an_ended_session_leaves_no_row_behind(browser, clock):
    clock.move_to(AT + DAY)
    assert not is_in(browser)
    assert Session.objects.count() == 0


def test_a_new_login_counts_from_anew(browser, clock, cast):
    clock.move_to(AT + DAY)
    browser.force_login(cast.phongvien)
    clock.move_to(AT + DAY + 3 * HOUR)
    assert is_in(browser)


def test_a_session_from_before_there_were_limits_counts_from_its_next_use(browser, clock):
    session = browser.session
    del session[BEGAN], session[SEEN]
    session.save()
    clock.move_to(AT + 2 * DAY)
    assert is_in(browser)
    clock.move_to(AT + 2 * DAY + IDLE + MINUTE)
    assert not is_in(browser)


@pytest.mark.parametrize("setting", ["SESSION_IDLE_MINUTES", "SESSION_HOURS"])
def test_each_limit_is_a_setting(browser, clock, settings, setting):
    setattr(settings, setting, 1)
    clock.move_to(AT + 2 * HOUR)
    assert not is_in(browser)


# ── What it costs ────────────────────────────────────────────────────────────
def written(browser: Client, address: str = DESK) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    return [q["sql"] for q in asked if "django_session" in q["sql"] and not q["sql"].startswith("SELECT")]


def test_a_use_is_written_down_once_a_minute(browser, clock):
    writes = []
    for seconds in (1, 30, 59, 61, 62, 119, 122):
        clock.move_to(AT + seconds * MINUTE / 60)
        writes.append(len(written(browser)))
    assert writes == [0, 0, 0, 1, 0, 0, 1]


def test_readers_pay_nothing_for_it(browser, khoa_giao, clock):
    edition = make_edition(state="live", section=khoa_giao)
    clock.move_to(AT + 5 * MINUTE)
    for address in ("/", "/khoa-giao/", edition.article.get_absolute_url()):
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(address)
        assert (answer.status_code, answer.cookies) == (200, {})
        assert [q["sql"] for q in asked if "django_session" in q["sql"] or "accounts_user" in q["sql"]] == []


def test_even_a_session_that_is_over_costs_a_reader_nothing(browser, khoa_giao, clock):
    clock.move_to(AT + 9 * DAY)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get("/").status_code == 200
    assert [q["sql"] for q in asked if "django_session" in q["sql"]] == []
