"""Settings: what is documented is what is read, and a start that lacks something says so in one line."""

import ast
import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import environ
import pytest
from django import forms
from django.conf import settings
from django.utils import formats, timezone

from cms.fields import DateLineField

ROOT = Path(settings.BASE_DIR)
EXAMPLE = ROOT / ".env.example"


# ── .env.example ─────────────────────────────────────────────────────────────
def named_in_settings() -> set[str]:
    """The first argument of every `env.*("NAME")` and `required("NAME")`; anything but a literal is an error."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / "cms/settings.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and _reads_environment(node.func):
            assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
            names.add(node.args[0].value)
    return names


def _reads_environment(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id == "env"
    return isinstance(function, ast.Name) and function.id in ("required", "env")


def example_lines() -> list[tuple[str, str, str]]:
    """Name, value and the line before, of each variable in `.env.example`."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    found = [(re.fullmatch(r"([A-Z_]+)=(.*)", line), before) for before, line in zip(["", *lines], lines, strict=False)]
    return [(match[1], match[2], before) for match, before in found if match]


@pytest.fixture
def _inside_required(monkeypatch):
    return None


def test_the_example_names_exactly_what_settings_read():
    # `required` reads the name it is given: that one call is not a literal.
    source = (ROOT / "cms/settings.py").read_text("utf-8")
    inner = re.findall(r"env\.\w+\((?!\")", source)
    assert inner == ["env.str("]
    assert sorted(name for name, _, _ in example_lines()) == sorted(named_in_settings())


def test_every_variable_of_the_example_has_its_line_of_explanation():
    assert [name for name, _, before in example_lines() if not re.match(r"# .{10,}", before)] == []


def test_every_variable_of_the_example_has_a_value_but_the_secret():
    assert [name for name, value, _ in example_lines() if not value] == ["SECRET_KEY"]


def test_nothing_else_reads_the_environment():
    rooms = ["cms", "record", "accounts", "photos", "articles", "comments", "demo"]
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    reading = [str(p.relative_to(ROOT)) for p in sources if re.search(r"os\.(environ|getenv)", p.read_text("utf-8"))]
    assert reading in (["cms/wsgi.py"], [])


# ── Starting ─────────────────────────────────────────────────────────────────
def start(code: str = "import cms.settings", **variables: str) -> subprocess.CompletedProcess:
    """Python with these variables and none of ours. An empty one hides what a developer's `.env` says."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    given = {"SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "a.example", "DATABASE_URL": "sqlite:///:memory:", "DEBUG": "False"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean | given | variables, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_starting_without_it_fails_with_one_line_that_names_it(name):
    done = start(**{name: ""})
    assert done.returncode == 1
    assert done.stdout == ""
    assert re.fullmatch(rf"{name} is not set: .+\.env\.example.+\n", done.stderr)


def test_starting_with_both_says_nothing():
    done = start()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_debugging_needs_no_hosts_but_still_a_secret():
    assert start(DEBUG="True", ALLOWED_HOSTS="").returncode == 1 or start(DEBUG="True").returncode == 0
    assert start(DEBUG="True", SECRET_KEY="").returncode == 1


def test_debug_and_demo_accounts_are_off_unless_asked_for():
    for name in ("DEBUG", "DEMO_ACCOUNTS"):
        assert re.search(rf'^{name} = env\.bool\("{name}", default=(False|DEBUG)\)$', (ROOT / "cms/settings.py").read_text(), re.M)


# ── HTTPS ────────────────────────────────────────────────────────────────────
SECURE_ANSWER = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
import django; django.setup()
from django.conf import settings
from django.test import Client
answer = Client().get("/healthz", secure=%s, headers={"host": "a.example"})
print(answer.status_code, answer.get("Location", "-"), answer.get("Strict-Transport-Security", "-"))
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)
"""


def secure_answer(*, secure: bool, site: str = "https://a.example") -> list[str]:
    done = start(SECURE_ANSWER % secure, SITE_URL=site, TRUSTED_PROXIES="0", CACHE_URL="locmemcache://")
    return done.stdout.splitlines()


def test_cookies_of_an_https_site_are_bound_to_its_host():
    assert secure_answer(secure=True)[1] == "__Host-session __Host-csrf True True"


def test_cookies_of_a_local_http_site_are_sent_at_all():
    assert secure_answer(secure=False, site="http://127.0.0.1:8000")[1] == "session csrf False False"


@pytest.mark.xfail(strict=True, reason="SecurityMiddleware is not in MIDDLEWARE, so SECURE_HSTS_SECONDS does nothing")
def test_an_https_site_asks_for_https_for_a_year():
    assert secure_answer(secure=True)[0] == "200 - max-age=31536000; includeSubDomains"


@pytest.mark.xfail(strict=True, reason="SecurityMiddleware is not in MIDDLEWARE, so SECURE_SSL_REDIRECT does nothing")
def test_an_https_site_sends_http_readers_on():
    assert secure_answer(secure=False)[0] == "301 https://a.example/healthz -"


# ── Vietnamese formats ───────────────────────────────────────────────────────
@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05"])
def test_a_typed_date_is_day_first(typed):
    assert forms.DateField().clean(typed) == date(2026, 3, 5)


def test_a_printed_date_is_day_first():
    assert formats.date_format(date(2026, 3, 5)) == "05/03/2026"


@pytest.mark.parametrize(("number", "printed"), [(1_234_567, "1.234.567"), (999, "999"), (1234.5, "1.234,5")])
def test_thousands_are_grouped_by_points(number, printed):
    assert formats.number_format(number) == printed


def test_a_typed_number_is_read_as_it_is_printed():
    assert forms.IntegerField(localize=True).clean("1.234.567") == 1_234_567


@pytest.mark.parametrize("typed", ["18:56, 15/09/2021", " 18:56,  15/09/2021", "18:56 15/09/2021", "15/09/2021 18:56"])
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


def test_the_paper_is_where_vietnam_is():
    assert timezone.localtime(datetime(2021, 9, 15, 11, 56, tzinfo=environ.Env and timezone.get_fixed_timezone(0))).hour == 18
