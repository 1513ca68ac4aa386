"""Settings: what is documented is what is read, and a start that lacks something says so in one line."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from cms.fields import DateLineField
from tests.cms.process import WITH_DJANGO, start

ROOT = Path(settings.BASE_DIR)
EXAMPLE = ROOT / ".env.example"
SETTINGS = (ROOT / "cms/settings.py").read_text("utf-8")


# ── .env.example ─────────────────────────────────────────────────────────────
def named_in_settings() -> list[str]:
    """The first argument of every `env.*(…)` and `required(…)`, as it stands in the source."""
    calls = [node for node in ast.walk(ast.parse(SETTINGS)) if isinstance(node, ast.Call)]
    return [ast.unparse(call.args[0]) for call in calls if _reads_environment(call.func)]


def _reads_environment(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env"
    return isinstance(function, ast.Name) and function.id in ("required", "env")


def example_lines() -> list[tuple[str, str, str]]:
    """Name, value and the line before, of each variable in `.env.example`."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    found = [
        (re.fullmatch(r"([A-Z_]+)=(.*)", line), before)
        for before, line in zip(["", *lines], lines, strict=False)
    ]
    return [(match[1], match[2], before) for match, before in found if match]


def test_the_example_names_exactly_what_settings_read():
    # `required` asks for the name it was given; every other name is written out where it is read.
    expected = [*(repr(name) for name, _, _ in example_lines()), "name"]
    assert sorted(named_in_settings()) == sorted(expected)


def test_every_variable_of_the_example_has_its_line_of_explanation():
    assert [name for name, _, before in example_lines() if not re.match(r"# .{10,}", before)] == []


def test_every_variable_of_the_example_has_a_value_but_the_secret():
    assert [name for name, value, _ in example_lines() if not value] == ["SECRET_KEY"]


def test_nothing_else_reads_the_environment():
    rooms = ["cms", "record", "mail", "accounts", "photos", "articles", "comments", "demo"]
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    reading = [
        str(p.relative_to(ROOT)) for p in sources if re.search(r"os\.(environ|getenv)", p.read_text("utf-8"))
    ]
    assert reading in (["cms/wsgi.py"], [])


# ── Starting ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_starting_without_it_fails_with_one_line_that_names_it(name):
    done = start(**{name: ""})
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(rf"{name} is not set: .+\.env\.example.+\n", done.stderr)


def test_starting_with_both_says_nothing():
    done = start()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_debugging_needs_a_secret_all_the_same():
    assert start(DEBUG="True", SECRET_KEY="").returncode == 1


def test_debug_is_off_unless_asked_for():
    assert re.findall(r"^DEBUG = (.*)$", SETTINGS, re.MULTILINE) == ['env.bool("DEBUG", default=False)']


def test_demo_accounts_are_off_where_debug_is():
    assert re.findall(r"^DEMO_ACCOUNTS = (.*)$", SETTINGS, re.MULTILINE) == [
        'env.bool("DEMO_ACCOUNTS", default=DEBUG)'
    ]


# ── HTTPS ────────────────────────────────────────────────────────────────────
def answer_of(*, secure: bool, address: str = "/robots.txt", site: str = "https://a.example") -> str:
    """Status, Location and HSTS of an answer of a process whose site is there."""
    ask = f"""
answer = Client().get("{address}", secure={secure}, headers={{"host": "a.example"}})
print(answer.status_code, answer.get("Location", "-"), answer.get("Strict-Transport-Security", "-"))
"""
    return start(WITH_DJANGO + ask, SITE_URL=site).stdout.strip()


def cookies_of(*, site: str) -> str:
    """Names of the cookies of a process whose site is there, and whether they are sent over HTTPS only."""
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    ask = "from cms import settings; print(" + ", ".join(f"settings.{name}" for name in names) + ")"
    return start(ask, SITE_URL=site).stdout.strip()


def test_cookies_of_an_https_site_are_bound_to_its_host():
    assert cookies_of(site="https://a.example") == "__Host-session __Host-csrf True True"


def test_cookies_of_a_local_http_site_are_sent_at_all():
    assert cookies_of(site="http://127.0.0.1:8000") == "session csrf False False"


def test_an_https_site_asks_for_https_for_a_year():
    assert answer_of(secure=True) == "200 - max-age=31536000; includeSubDomains"


def test_an_https_site_sends_http_readers_on():
    assert answer_of(secure=False) == "301 https://a.example/robots.txt -"


def test_whoever_asks_whether_the_process_is_up_needs_no_https():
    assert answer_of(secure=False, address="/healthz") == "200 - -"


# ── Vietnamese formats ───────────────────────────────────────────────────────
@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05"])
def test_a_typed_date_is_day_first(typed):
    assert forms.DateField().clean(typed) == date(2026, 3, 5)


def test_a_printed_date_is_day_first():
    assert formats.date_format(date(2026, 3, 5)) == "05/03/2026"


@pytest.mark.parametrize(("number", "printed"), [(1_234_567, "1.234.567"), (999, "999"), (1234, "1.234")])
def test_thousands_are_grouped_by_points_where_a_template_asks_for_it(number, printed):
    assert Template('{{ n|floatformat:"0g" }}').render(Context({"n": number})) == printed


def test_a_number_that_nobody_asked_to_group_is_left_alone():
    assert Template("{{ n }}").render(Context({"n": 1_234_567})) == "1234567"


@pytest.mark.parametrize(
    "typed", ["18:56, 15/09/2021", " 18:56,  15/09/2021", "18:56 15/09/2021", "15/09/2021 18:56"]
)
def test_a_typed_time_is_the_papers(typed):
    assert DateLineField().clean(typed) == timezone.make_aware(datetime(2021, 9, 15, 18, 56))


def test_a_time_is_offered_again_as_it_was_typed():
    field, at = DateLineField(), timezone.make_aware(datetime(2021, 9, 15, 18, 56))
    assert field.prepare_value(at) == "18:56, 15/09/2021"
    assert field.clean(field.prepare_value(at.replace(second=7))) == at.replace(second=7)


@pytest.mark.parametrize("typed", ["09/15/2021 18:56", "31/02/2021 10:00", "hôm qua", "25:00, 01/01/2021"])
def test_a_time_that_is_none_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        DateLineField().clean(typed)


@pytest.mark.parametrize("typed", ["15/09/2021", " 15/9/2021 ", "2021-09-15"])
def test_a_day_without_its_hour_is_asked_for_it(typed):
    with pytest.raises(forms.ValidationError) as refusal:
        DateLineField().clean(typed)
    assert refusal.value.messages == [
        _("Write the hour too, like this: 18:56, %(day)s.") % {"day": "15/09/2021"}
    ]


def test_the_paper_is_where_vietnam_is():
    assert timezone.localtime(datetime(2021, 9, 15, 11, 56, tzinfo=UTC)).hour == 18
