"""A field of an article is known to every place that must know it: forgetting one would lose words."""

import uuid

from articles import compare, possible, writing
from articles.admin.editions import EditionAdmin
from articles.forms import CORRECTION_FIELDS, HUNG, EditionForm, MoveForm
from articles.models import Contributor, Correction, Edition, EditionPhoto, Related, Tag
from articles.models.edition import CONTENT
from articles.models.version import fields_of
from articles.triggers import TRIGGERS
from tests.factories import AT, DAY, bring_to, make_author, make_edition, make_story

OF_THE_FORM = {"form_key", "continues", *MoveForm.base_fields} - {"expires_at"}


def test_the_form_writes_the_content_with_its_tags_and_its_correction():
    assert set(EditionForm.base_fields) - OF_THE_FORM == {*CONTENT, *HUNG, *CORRECTION_FIELDS}


def test_every_field_of_the_form_stands_on_its_page():
    shown = [*EditionAdmin.fieldsets, EditionAdmin.correction_fieldset]
    named = [name for _title, options in shown for name in options["fields"]]
    assert sorted(named) == sorted(set(EditionForm.base_fields) - OF_THE_FORM)


def test_a_copy_takes_every_word_and_no_date(cast, khoa_giao):
    source = make_edition(
        by=cast.phongvien, section=khoa_giao, date_line=AT, expires_at=AT + DAY, story=make_story()
    )
    hang_everything(source)
    copy = writing.begin_copy(source, by=cast.phongvien, at=AT, form_key=uuid.uuid4())
    dates = {"date_line": "", "expires_at": ""}
    assert fields_of(copy) == fields_of(source) | dates


def test_what_a_writer_changes_is_kept_before_it_is_saved_over(db):
    kept = fields_of(make_edition())
    assert set(kept) == {*CONTENT, *HUNG}


def test_what_a_writer_changes_is_compared():
    row = dict.fromkeys((*CONTENT, *HUNG), "khác")
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
    assert {*words, "section", "story", "date_line"} == {*CONTENT} - {"expires_at"}
    for name, word in words.items():
        was = getattr(edition, name)
        setattr(edition, name, word)
        assert edition.fingerprint() != before, name
        setattr(edition, name, was)


def hang_everything(edition: Edition) -> None:
    """A row of each kind that hangs on an edition."""
    edition.tags.set(Tag.objects.named(["y tế"]))
    edition.photos.create(caption="Ảnh đang chờ.")
    edition.contributors.create(author=make_author(), work="photo", share=30)
    edition.related.create(article=make_edition(title="Tin khác").article)


def rows_of(edition: Edition) -> list[list]:
    shown = (
        edition.tags.values_list("slug"),
        edition.photos.values_list("caption"),
        edition.contributors.values_list("author", "work", "share"),
        edition.related.values_list("article"),
    )
    return [list(rows) for rows in shown]


def test_rows_are_part_of_what_a_decision_is_bound_to(db):
    edition = make_edition()
    seen = [edition.fingerprint()]
    edition.contributors.create(author=make_author(), work="photo", share=30)
    seen.append(edition.fingerprint())
    edition.contributors.update(share=40)
    seen.append(edition.fingerprint())
    edition.related.create(article=make_edition(title="Tin khác").article)
    seen.append(edition.fingerprint())
    edition.story = make_story()
    seen.append(edition.fingerprint())
    assert len(set(seen)) == 5


def test_the_hash_of_what_has_none_of_the_later_parts_is_the_one_it_always_was(db):
    """A change of it would make every approval look as if the text had been changed since."""
    edition = make_edition(title="Trao quà", lead="Sapo.", body="<p>Lời.</p>", byline="N.V", tags=("y tế",))
    assert edition.fingerprint() == "2cd06addeeff93cba158e763167e43f9da0d526f0044366774a634b0e984b8b6"


def test_the_next_edition_and_a_copy_have_every_row(cast, khoa_giao):
    source = make_edition(by=cast.phongvien, section=khoa_giao)
    hang_everything(source)
    live = bring_to("live", source)
    copy = writing.begin_copy(live, by=cast.phongvien, at=AT, form_key=uuid.uuid4())
    assert rows_of(writing.open_next(live, by=None, at=AT)) == rows_of(copy) == rows_of(live)
    assert [len(rows) for rows in rows_of(live)] == [1, 1, 1, 1]


def test_the_database_lets_no_row_of_an_approved_edition_be_changed():
    of_an_edition = {
        relation.related_model._meta.db_table
        for relation in Edition._meta.related_objects
        if relation.related_model in (EditionPhoto, Contributor, Related, Correction)
    }
    guarded = {t.table for t in TRIGGERS if t.name.endswith("_insert_approved")}
    assert guarded == of_an_edition | {Edition.tags.through._meta.db_table}


def test_two_editions_say_the_same_only_with_the_same_rows(cast, khoa_giao):
    """What is moved to another section without review is the very words and rows that readers see."""
    source = make_edition(by=cast.phongvien, section=khoa_giao, story=make_story())
    hang_everything(source)
    live = bring_to("live", source)
    same = writing.open_next(live, by=None, at=AT)
    assert possible.says_the_same(same, live)
    for change in (
        lambda draft: draft.tags.clear(),
        lambda draft: draft.photos.update(caption="Khác."),
        lambda draft: draft.contributors.update(share=31),
        lambda draft: draft.related.all().delete(),
        lambda draft: setattr(draft, "story", None),
    ):
        draft = writing.open_next(live, by=None, at=AT)
        change(draft)
        assert not possible.says_the_same(draft, live)
