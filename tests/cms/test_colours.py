"""Colours can be read: those of the house in both schemes, and a site's own are asked before they are used."""

import pytest
from django.core import checks
from django.test import override_settings

from cms import colours
from cms.checks import colours_can_be_read

# What words and signs of the pages stand on.
GROUNDS = ("paper", "paper-raised", "mark")
INKS = ("ink", "ink-soft", "accent", "wrong")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast_is_what_wcag_says(one, other, ratio):
    assert colours.contrast(one, other) == pytest.approx(ratio, abs=0.01) == colours.contrast(other, one)


@pytest.mark.parametrize("scheme", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", INKS)
def test_words_can_be_read_in_every_ink_on_every_ground(ink, ground, scheme):
    tokens = colours.tokens(scheme)
    assert colours.contrast(tokens[ink], tokens[ground]) >= colours.FOR_WORDS


@pytest.mark.parametrize("scheme", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize(
    ("ink", "ground"), [("accent-ink", "accent"), ("band-ink", "band"), ("band-soft", "band")]
)
def test_words_can_be_read_on_what_is_dark_or_red(ink, ground, scheme):
    tokens = colours.tokens(scheme)
    assert colours.contrast(tokens[ink], tokens[ground]) >= colours.FOR_WORDS


@pytest.mark.parametrize("scheme", [colours.LIGHT, colours.DARK])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_ring_of_what_has_the_focus_is_seen(ground, scheme):
    tokens = colours.tokens(scheme)
    assert colours.contrast(tokens["focus"], tokens[ground]) >= colours.FOR_SIGNS


def test_each_scheme_names_what_differs():
    light, dark = colours.tokens(colours.LIGHT), colours.tokens(colours.DARK)
    assert set(light) == set(dark)
    assert {name for name in light if light[name] == dark[name]} == {"band-ink", "band-soft"}


# ── A site's own ─────────────────────────────────────────────────────────────
def test_the_house_has_nothing_to_complain_of():
    assert colours_can_be_read(None) == []


@pytest.mark.parametrize("given", ["red", "#fff", "#8f1d1d;}body{display:none", "", "8f1d1d", "#8f1d1d\n"])
def test_what_is_no_colour_is_named_and_not_used(given):
    with override_settings(SITE_ACCENT=given):
        assert [problem.id for problem in colours_can_be_read(None)] == ["cms.E003"]
        assert colours.accents()[colours.LIGHT] == colours.tokens(colours.LIGHT)["accent"]


@pytest.mark.parametrize(
    ("name", "colour"),
    [("SITE_ACCENT", "#e86a5e"), ("SITE_ACCENT_DARK", "#8f1d1d"), ("SITE_ACCENT", "#ffffff")],
)
def test_a_colour_that_cannot_be_read_is_an_error(name, colour):
    with override_settings(**{name: colour}):
        (problem,) = colours_can_be_read(None)
    assert (problem.id, problem.level) == ("cms.E004", checks.ERROR)
    assert problem.msg.startswith(f"{name} ")


@pytest.mark.parametrize(
    ("name", "colour"),
    [("SITE_ACCENT", "#0b4f8a"), ("SITE_ACCENT", "#1D4F2B"), ("SITE_ACCENT_DARK", "#9cc9f5")],
)
def test_any_other_may_be_chosen(name, colour):
    with override_settings(**{name: colour}):
        assert colours_can_be_read(None) == []


def test_the_check_is_asked_whenever_the_site_is_checked():
    with override_settings(SITE_ACCENT="red"):
        assert "cms.E003" in {problem.id for problem in checks.run_checks()}
