"""The house rules that a machine can check. The others stand in docs/conventions.md."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from accounts.roles import ROLES

ROOT = Path(__file__).resolve().parents[1]
ROOMS = [
    "accounts",
    "articles",
    "cms",
    "comments",
    "demo",
    "deploy",
    "files",
    "letters",
    "mail",
    "pages",
    "photos",
    "record",
]
SOURCES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*ml"))
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
OF_READERS = CONTRACTS["The public pages know nothing of the desk"]["source_modules"]
PUBLIC_VIEWS = [ROOT / f"{module.replace('.', '/')}.py" for module in OF_READERS]
FUNCTION_LINES, MODULE_LINES = 45, 400

MARKS_SAFE = {"cms/html.py"}
SPEAKS_SQL = {"cms/triggers.py", "cms/word_index.py", "cms/health.py"}
CHANGES_STATE = {"articles/moves.py", "comments/decisions.py", "letters/handling.py"}
JUNK_DRAWERS = {"core", "common", "utils", "helpers", "services", "managers"}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def holding(pattern: str, paths: list[Path]) -> set[str]:
    return {name(path) for path in paths if re.search(pattern, path.read_text())}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                yield f"{name(path)}:{node.name}", node


def test_rooms_import_in_one_direction(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_logo=True) == 0


def test_every_view_of_articles_has_its_place_in_the_contracts():
    layers = CONTRACTS["Inside articles: the table, models, rights, the gate, then whoever calls it"][
        "layers"
    ]
    placed = {f"articles.{module.strip()}" for layer in layers for module in layer.split(":")} | {*OF_READERS}
    views = {f"articles.views.{path.stem}" for path in (ROOT / "articles/views").glob("[!_]*.py")}
    assert views - placed == set()


def test_only_the_gate_marks_html_as_safe():
    assert holding(r"mark_safe|SafeString\(|format_html\b|\|\s*safe\b", SOURCES) == MARKS_SAFE
    assert holding(r"\|\s*safe(?:seq)?\b|autoescape\s+off", TEMPLATES) == set()


def test_sql_is_written_in_the_modules_named_for_it():
    assert holding(r"\.cursor\(|\.raw\(|RawSQL|\.extra\(|execute\(\s*f?\"", SOURCES) == SPEAKS_SQL


def test_state_changes_in_the_gates_alone():
    assert holding(r"update\([^)]*\bstate=|_swap\(|\.state = (?!')", SOURCES) == CHANGES_STATE


@pytest.mark.parametrize("path", PUBLIC_VIEWS, ids=name)
def test_public_views_have_one_door(path):
    assert (
        re.findall(
            r"(?:Edition|Comment|Correction|PreviewLink|Page|Letter|Sender)\.objects\.(?!live\(|ever_live\(|shown\(|post\(|opened_by\(|known_by\()\w+",
            path.read_text(),
        )
        == []
    )
    assert re.findall(r"State\.|state=|\"approved\"|\"shown\"", path.read_text()) == []


def test_roles_are_named_in_one_place():
    words = "|".join([*ROLES, *(re.escape(role.name) for role in ROLES.values())])
    sources = [path for path in SOURCES if path.parts[-2] != "demo" and "demo" not in path.parts]
    assert holding(rf"\"(?:{words})\"", sources) == {"accounts/roles.py"}


def test_public_templates_hold_no_inline_script_or_style():
    public = [path for path in TEMPLATES if not {"desk", "admin"} & set(path.parts)]
    inline = r"<style|\sstyle=|\son\w+=|<script(?! type=\"(?:application/ld\+json\"|module\" src=))"
    assert holding(inline, public) == set()
    assert holding(r"\son\w+=|<script>", TEMPLATES) == set()


def test_a_remark_in_a_template_ends_on_its_line():
    # Otherwise readers see it.
    assert holding(r"(?m)\{#(?!.*#\})", TEMPLATES) == set()


def test_there_is_no_junk_drawer():
    folders = {path.name for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_dir()}
    assert folders & JUNK_DRAWERS == set()


def test_functions_and_modules_fit_the_eye():
    long_functions = {f for f, node in functions() if node.end_lineno - node.lineno > FUNCTION_LINES}
    long_modules = {name(path) for path in SOURCES if path.read_text().count("\n") > MODULE_LINES}
    assert (long_functions, long_modules) == (set(), set())


def test_every_module_says_why_it_exists():
    silent = {
        name(path)
        for path in SOURCES
        if path.name not in ("__init__.py", "apps.py", "urls.py")
        and not ast.get_docstring(ast.parse(path.read_text()))
    }
    assert silent == set()


def test_nothing_is_left_for_later():
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert holding(
        r"#\s*(?:TODO|FIXME|XXX|HACK)\b|noqa(?!: [A-Z])|pytest\.mark\.(?:skip|xfail)", [*SOURCES, *tests]
    ) <= {"tests/test_architecture.py"}
