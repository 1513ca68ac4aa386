"""What somebody changed of what she saw: her part, and nothing of what she was merely shown."""

import pytest

from articles.changed import changed

SEEN = {
    "title": "Trao quà",
    "lead": "Sapo.",
    "body": "<p>Một.</p>",
    "byline": "N.V",
    "section": "3",
    "keywords": "y tế, học sinh",
    "date_line": "",
    "expires_at": "",
    "photos-0-caption": "Toàn cảnh.",
    "photos-0-credit": "",
    "photos-0-alt": "",
    "photos-0-order": "0",
    "photos-0-photo": "7",
}
SENT = {name: text for name, text in SEEN.items() if name != "photos-0-photo"} | {"photos-0-id": "4"}
EMPTY_ROW = {"photos-1-caption": "", "photos-1-order": "0", "photos-1-kept": ""}


def test_a_form_sent_as_it_came_says_nothing_new():
    sent = SENT | EMPTY_ROW | {"correction_days": "90", "note": ""}
    assert changed(sent, SEEN) == {}


@pytest.mark.parametrize(
    "same",
    [
        {"lead": "Sapo.\r\n"},
        {"title": " Trao quà "},
        {"body": "<p>Một.</p>\r\n\r\n"},
        {"keywords": "học sinh,Y tế"},
    ],
)
def test_what_a_browser_does_to_spaces_and_line_ends_is_no_change(same):
    assert changed(SENT | same, SEEN) == {}


@pytest.mark.parametrize(
    "hers",
    [
        {"title": "Trao quà cho học sinh"},
        {"lead": ""},
        {"body": "<p>Một. Hai.</p>"},
        {"section": "4"},
        {"keywords": "y tế"},
        {"note": "Thiếu nguồn tin."},
        {"ordered_by": "Tổng Biên tập"},
        {"with_correction": "on"},
    ],
)
def test_her_part_is_what_she_changed_and_no_more(hers):
    assert changed(SENT | hers, SEEN) == hers


@pytest.mark.parametrize(
    "hers", [{"photos-0-caption": "Khác."}, {"photos-0-DELETE": "on"}, {"photos-1-kept": "abc"}]
)
def test_pictures_are_hers_all_together(hers):
    sent = SENT | hers
    assert changed(sent, SEEN) == {name: text for name, text in sent.items() if name.startswith("photos-")}


def test_a_correction_that_she_took_off_is_her_change():
    assert changed(SENT, SEEN | {"with_correction": "on"}) == {"with_correction": ""}
