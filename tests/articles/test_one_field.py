"""A field of an article is known to every place that must know it: forgetting one would lose words."""

import uuid

from articles import compare, writing
from articles.admin.editions import EditionAdmin
from articles.forms import CORRECTION_FIELDS, EditionForm, MoveForm
from articles.models import Edition
from articles.models.edition import CONTENT
from articles.models.version import fields_of
from articles.triggers import TRIGGERS
from tests.factories import AT, DAY, make_edition

OF_THE_FORM = {"form_key", "continues", *MoveForm.base_fields} - {"expires_at"}


def test_the_form_writes_the_content_with_its_tags_and_its_correction():
    assert set(EditionForm.base_fields) - OF_THE_FORM == {*CONTENT, "keywords", *CORRECTION_FIELDS}


def test_every_field_of_the_form_stands_on_its_page():
    shown = [*EditionAdmin.fieldsets, EditionAdmin.correction_fieldset]
    named = [name for _title, options in shown for name in options["fields"]]
    assert sorted(named) == sorted(set(EditionForm.base_fields) - OF_THE_FORM)


def test_a_copy_takes_every_word_and_no_date(cast, khoa_giao):
    source = make_edition(by=cast.phongvien, section=khoa_giao, date_line=AT, expires_at=AT + DAY)
    copy = writing.begin_copy(source, by=cast.phongvien, at=AT, form_key=uuid.uuid4())
    dates = {"date_line": "", "expires_at": ""}
    assert fields_of(copy) == fields_of(source) | dates


def test_what_a_writer_changes_is_kept_before_it_is_saved_over(db):
    kept = fields_of(make_edition())
    assert set(kept) == {*CONTENT, "keywords"}


def test_what_a_writer_changes_is_compared():
    row = dict.fromkeys((*CONTENT, "keywords"), "khác")
    assert len(compare.rows(row, {})) == len(row)


def test_the_database_lets_no_approved_word_be_rewritten():
    """Expiry, which is the span's, has a rule of its own."""
    [words, expiry] = [t for t in TRIGGERS if t.name in ("edition_words_stand", "edition_expiry_stands")]
    columns = {Edition._meta.get_field(name).column for name in CONTENT}
    assert {column for column in columns if f"NEW.{column} " not in words.refuse_if} == {"expires_at"}
    assert "NEW.expires_at " in expiry.refuse_if


def test_what_a_decision_is_bound_to_holds_every_word(db):
    """Expiry alone is no word: it is the span's."""
    edition = make_edition()
    before = edition.fingerprint()
    words = {"title": "Khác", "lead": "Khác", "body": "<p>Khác</p>", "byline": "Khác"}
    assert {*words, "section", "date_line"} == {*CONTENT} - {"expires_at"}
    for name, word in words.items():
        was = getattr(edition, name)
        setattr(edition, name, word)
        assert edition.fingerprint() != before, name
        setattr(edition, name, was)
