"""The screens are wholly Vietnamese. What isn't translated is shown in English without a warning: it is proved here."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext, ngettext
from django.utils.translation.template import templatize

from tests.locale_tools.catalogue import Entry, django_gaps, po_entries, read_mo, read_po

ROOT = settings.BASE_DIR
OURS = ROOT / "locale" / "vi" / "LC_MESSAGES" / "django.po"
GAPS = ROOT / "locale" / "django_gaps"
CATALOGUES = sorted(ROOT.glob("locale/**/*.po"))
# What `make messages` leaves out too.
NOT_OURS = {"tests", "var", "locale"}

# Name in django.utils.translation: whether the message has a plural.
PLAIN, PLURAL = {"gettext", "gettext_lazy", "gettext_noop"}, {"ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
STRING = r"""[ub]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What `templatize` makes of a template: calls of gettext amid filling.
IN_TEMPLATE = re.compile(rf"\b(n?gettext|_)\(({STRING})(?:, |\))")

Message = tuple[str, bool]  # (msgid, whether it has a plural)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


each_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=name_of)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def sources(*extensions: str) -> Iterator[Path]:
    rooms = [path for path in ROOT.iterdir() if path.name not in NOT_OURS and not path.name.startswith(".")]
    for path in sorted(path for room in rooms for path in (room, *room.rglob("*"))):
        if path.suffix in extensions:
            yield path


def python_messages(code: str) -> set[Message]:
    """The literal messages of these calls, under whatever names the module imports the functions."""
    tree = ast.parse(code)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    called = [(_function(node, names), node.args) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        (args[0].value, function in PLURAL)
        for function, args in called
        if function in PLAIN | PLURAL and isinstance(args[0], ast.Constant)
    }


def _function(call: ast.Call, names: dict[str, str]) -> str:
    """What is called, by its own name: `_now(…)` and `translation.gettext(…)` are both gettext."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return names.get(call.func.id, "") if isinstance(call.func, ast.Name) else ""


def template_messages(text: str) -> set[Message]:
    """Django's own reading of a template, which needs no gettext."""
    calls = IN_TEMPLATE.findall(templatize(text))
    return {(ast.literal_eval(literal), function == "ngettext") for function, literal in calls}


def used_messages() -> dict[Message, str]:
    """Every message of our sources, with a file that uses it."""
    used: dict[Message, str] = {}
    for path in sources(".py"):
        used |= dict.fromkeys(python_messages(path.read_text("utf-8")), name_of(path))
    for path in sources(".html", ".txt", ".xml"):
        if "templates" in path.parts:
            used |= dict.fromkeys(template_messages(path.read_text("utf-8")), name_of(path))
    return used


# ── The catalogues ───────────────────────────────────────────────────────────
@each_catalogue
def test_every_entry_is_translated_and_none_is_a_guess(path: Path):
    assert [entry for entry in po_entries(path) if not entry.translated] == []


@each_catalogue
def test_a_translation_keeps_the_placeholders(path: Path):
    def differ(entry: Entry) -> bool:
        return any(placeholders(text) != placeholders(entry.msgid) for text in entry.strings)

    assert [entry for entry in po_entries(path) if differ(entry)] == []


@each_catalogue
def test_a_translation_is_composed_calm_and_closes_its_quotes(path: Path):
    def is_fine(text: str) -> bool:
        closed = text.count("“") == text.count("”")
        return closed and "!" not in text and unicodedata.is_normalized("NFC", text)

    assert [entry for entry in po_entries(path) if not all(map(is_fine, entry.strings))] == []


@each_catalogue
def test_the_compiled_catalogue_says_what_its_source_says(path: Path):
    assert read_mo(path.with_suffix(".mo")) == read_po(path)


def test_the_catalogues_are_ours_and_what_fills_django_s_gaps():
    assert OURS in CATALOGUES
    assert [path.stem for path in CATALOGUES if path.is_relative_to(GAPS)] == ["django", "djangojs"]


# ── Nothing is left in English ───────────────────────────────────────────────
@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_gap_that_django_leaves_is_filled(domain: str):
    home = Path(django.__file__).parent
    installed = [Path(app.path) for app in apps.get_app_configs()]
    rooms = [home / "conf", *(path for path in installed if path.is_relative_to(home))]
    dirs = [room / "locale" for room in rooms if (room / "locale").is_dir()]
    assert len(dirs) >= 4
    assert django_gaps(dirs, domain, over=GAPS) == set()


def test_every_message_of_our_sources_stands_in_the_catalogue():
    ours = {(entry.msgid, entry.plural is not None) for entry in po_entries(OURS) if entry.context is None}
    used = used_messages()
    assert len(used) > 200
    assert {message: file for message, file in used.items() if message not in ours} == {}


def test_no_source_gives_a_message_a_context_which_the_reading_above_would_not_see():
    # Put together, so that this file is not among them.
    calls = tuple(f"{name}(" for name in ("pgettext", "npgettext", "pgettext_lazy", "npgettext_lazy"))
    assert [
        name_of(path) for path in sources(".py") if any(c in path.read_text("utf-8") for c in calls)
    ] == []


def test_the_reading_finds_messages_wherever_they_stand():
    code = """
from django.utils import translation
from django.utils.translation import gettext as _now, ngettext, gettext_lazy as _
_now("a" " b"); translation.gettext("c"); _(f"{x}"); _(name); ngettext("one", "many", n); other("no")
"""
    assert python_messages(code) == {("a b", False), ("c", False), ("one", True)}
    template = """{% load i18n %}{% translate "it's" as x %}{% translate 'b' noop %}{{ _("c")|upper }}
{% blocktranslate trimmed with who=x.y %}
  by {{ who }}
  “now”
{% endblocktranslate %}{% blocktranslate count n=n %}{{ n }} piece{% plural %}{{ n }} pieces{% endblocktranslate %}
{# {% translate "a comment" %} #}"""
    assert template_messages(template) == {
        ("it's", False),
        ("b", False),
        ("c", False),
        ("by %(who)s “now”", False),
        ("%(n)s piece", True),
    }


# ── The words others hold on to ──────────────────────────────────────────────
@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Reader comments", "Ý kiến bạn đọc"),
        ("Older news", "Tin cũ hơn"),
        ("Title", "Tiêu đề"),
        ("Lead", "Sapo"),
        ("Body", "Nội dung"),
        ("Caption", "Chú thích ảnh"),
        ("Save draft", "Lưu bản nháp"),
        ("Submit for review", "Gửi duyệt"),
        ("Published", "Đã xuất bản"),
        ("Withdrawn", "Đã gỡ"),
    ],
)
def test_the_newsroom_reads_its_own_words(english: str, vietnamese: str):
    assert gettext(english) == vietnamese


def test_a_count_needs_no_plural():
    for count in (1, 2, 12):
        assert ngettext("%(grouped)s comment", "%(grouped)s comments", count) == "%(grouped)s ý kiến"
