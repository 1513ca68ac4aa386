"""The documents stay true where a machine can tell: what they link to is there, what they name exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_every_proof_that_is_named_is_a_test():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text()))
    tests = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.M)
    }
    assert named - tests == set()


def test_every_module_that_is_named_is_there():
    words = {
        word
        for path in DOCUMENTS
        for word in re.findall(
            r"`((?:cms|articles|comments|accounts|record|tests|photos|files|mail|demo|deploy)/[\w/.]+)`",
            path.read_text(),
        )
    }
    assert sorted(word for word in words if not (ROOT / word).exists()) == []
