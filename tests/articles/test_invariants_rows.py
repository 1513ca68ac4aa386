"""What the database itself refuses, whoever writes: these tests go round the gate, by `update` or `bulk_create`.

The tests' clock is in 2040 and the database's is not, so what must already be past is dated 2021 here.
"""

import uuid
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from articles import moves, writing
from articles.models import (
    RESERVED_SLUGS,
    Article,
    Edition,
    EditionPhoto,
    ReviewStep,
    Section,
    StaleEdition,
    Tag,
)
from articles.workflow import State
from comments.models import Comment
from record.models import Event
from tests.factories import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    bring_to,
    make_comment,
    make_edition,
    make_photo,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

PAST = datetime(2021, 9, 15, 11, 56, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@contextmanager
def refused_by(*rules: str):
    """The database refuses, and one of these words of its answer says by which rule (engines name them differently)."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        yield
    assert [rule for rule in rules if rule in str(caught.value)], caught.value


def row(edition: Edition):
    return Edition.objects.filter(pk=edition.pk)


def beside(edition: Edition, live_from: datetime, live_until: datetime | None) -> Edition:
    """An approved edition of the same article as the gate would have written it, to be written round it."""
    other = row(edition).get()
    other.pk, other.number, other.state = None, 99, "approved"
    other.approved_at, other.dated, other.withdrawn_at = min(AT, live_from), AT, None
    other.live_from, other.live_until, other.ended_by = live_from, live_until, "expired" if live_until else ""
    return other


@pytest.fixture
def an_hour_long() -> Edition:
    """Scheduled for an hour, and for an hour."""
    edition = make_edition(state="last_step")
    times = {"live_from": AT + HOUR, "expires_at": AT + 2 * HOUR}
    return moves.make("approve", edition, by=None, seen=edition.stamp, at=AT, **times)


def minutes_after(start: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else start + minutes * MINUTE


# ── Two live at once ─────────────────────────────────────────────────────────
TWO_AT_ONCE = ("edition_no_overlap", "would be live at once")
TWO_OPEN = (*TWO_AT_ONCE, "edition_one_open_end", "UNIQUE constraint failed: articles_edition.article_id")


def test_two_open_ends_are_refused():
    first = make_edition(state="live")
    with refused_by(*TWO_OPEN):
        Edition.objects.bulk_create([beside(first, AT + HOUR, None)])


def test_a_span_under_an_open_end_is_refused():
    first = make_edition(state="live")
    with refused_by(*TWO_AT_ONCE):
        Edition.objects.bulk_create([beside(first, AT + HOUR, AT + 2 * HOUR)])


def test_reopening_a_replaced_edition_is_refused():
    first = make_edition(state="live")
    second = bring_to("last_step", writing.open_next(first, by=None, at=AT))
    moves.make("approve", second, by=None, seen=second.stamp, at=AT + HOUR)
    with refused_by(*TWO_OPEN):
        row(first).update(live_until=None, ended_by="")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        pytest.param(-30, 30, id="into it"),
        pytest.param(30, 90, id="out of it"),
        pytest.param(20, 40, id="inside it"),
        pytest.param(-30, 90, id="around it"),
        pytest.param(0, 60, id="over it"),
        pytest.param(59, None, id="out of it, for good"),
    ],
)
def test_overlapping_spans_are_refused(starts, ends, an_hour_long):
    start = an_hour_long.live_from
    other = beside(an_hour_long, minutes_after(start, starts), minutes_after(start, ends))
    with refused_by(*TWO_AT_ONCE):
        Edition.objects.bulk_create([other])


@pytest.mark.parametrize(
    ("starts", "ends"), [(-30, 0), (60, 90), (60, None), (30, 30), (0, 0), (60, 60)], ids=str
)
def test_spans_that_only_touch_and_empty_ones_are_not(starts, ends, an_hour_long):
    start = an_hour_long.live_from
    other = beside(an_hour_long, minutes_after(start, starts), minutes_after(start, ends))
    Edition.objects.bulk_create([other])
    assert an_hour_long.article.editions.count() == 2


def test_a_span_moved_into_another_is_refused():
    first = make_edition(state="expired")
    Edition.objects.bulk_create([beside(first, AT + HOUR, AT + 2 * HOUR)])
    with refused_by(*TWO_AT_ONCE):
        row(first).update(live_until=AT + HOUR + MICROSECOND)


def test_editions_of_two_articles_are_live_at_once_as_they_like():
    make_edition(state="live")
    Edition.objects.bulk_create([beside(make_edition(), AT, None)])
    assert Edition.objects.live(AT).count() == 2


# ── Spans and states that cannot be ──────────────────────────────────────────
@pytest.mark.parametrize(
    ("state", "changes", "rule"),
    [
        ("scheduled", {"live_until": AT, "ended_by": "expired"}, "edition_ends_after_it_begins"),
        ("scheduled", {"live_from": AT - MICROSECOND}, "edition_live_after_approval"),
        ("draft", {"state": "approved"}, "edition_span_when_approved"),
        ("draft", {"live_from": AT, "approved_at": AT}, "edition_span_when_approved"),
        ("draft", {"approved_at": AT}, "edition_span_when_approved"),
        ("draft", {"withdrawn_at": AT}, "edition_span_when_approved"),
        ("returned", {"live_until": AT, "ended_by": "expired"}, "edition_span_when_approved"),
        ("in_review", {"live_from": AT, "approved_at": AT}, "edition_span_when_approved"),
        ("scheduled", {"live_from": None}, "edition_span_when_approved"),
        ("scheduled", {"dated": None}, "edition_span_when_approved"),
        ("scheduled", {"live_until": AT + DAY}, "edition_end_has_a_cause"),
        ("scheduled", {"ended_by": "expired"}, "edition_end_has_a_cause"),
        ("scheduled", {"live_until": AT + DAY, "ended_by": "mood"}, "edition_end_has_a_cause"),
        ("in_review", {"step": None}, "edition_step_while_in_review"),
        ("draft", {"state": "in_review"}, "edition_step_while_in_review"),
        ("in_review", {"state": "draft"}, "edition_step_while_in_review"),
        ("draft", {"state": "burnt"}, "edition_state_known"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(state, changes, rule):
    edition = make_edition(state=state)
    # SQLite names the first rule that fails, PostgreSQL the first by name: any rule about spans is one.
    with refused_by(rule, "edition_span_when_approved", "edition_step_while_in_review"):
        row(edition).update(**changes)


def test_an_edition_number_is_used_once_in_an_article():
    edition = make_edition()
    second = writing.open_next(make_edition(), by=None, at=AT)
    row(second).update(number=7)
    with refused_by("edition_number_once", "articles_edition.article_id, articles_edition.number"):
        row(second).update(article=edition.article, number=1)


# ── What was approved stands ─────────────────────────────────────────────────
REWRITTEN = ("An approved edition is never rewritten.",)


@pytest.mark.parametrize("state", ["scheduled", "live", "expired", "withdrawn"])
@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tên khác"},
        {"lead": ""},
        {"body": "<p>Khác.</p>"},
        {"byline": ""},
        {"date_line": PAST},
        {"number": 9},
        {"approved_at": AT - DAY},
        {"content_hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_words_of_an_approved_edition_are_not_rewritten(state, change):
    edition = make_edition(state=state)
    with refused_by(*REWRITTEN):
        row(edition).update(**change)


def test_an_approved_edition_keeps_its_article_its_section_and_its_writer():
    edition = make_edition(state="live", by=make_user(username="pv"))
    other = {
        "article": make_edition().article,
        "section": make_section(slug="xa-hoi"),
        "created_by": make_user(username="khac"),
    }
    for name, value in other.items():
        with refused_by(*REWRITTEN):
            row(edition).update(**{name: value})


def test_an_approved_edition_is_not_deleted():
    edition = make_edition(state="live")
    with refused_by("An approved edition is never deleted."):
        row(edition)._raw_delete("default")
    with refused_by("An approved edition is never deleted."):
        edition.delete()


def test_a_draft_is_deleted_with_its_pictures():
    edition = make_edition(tags=("Khuyến học",))
    edition.photos.create(caption="Toàn cảnh Hội nghị.")
    edition.delete()
    assert (Edition.objects.count(), EditionPhoto.objects.count()) == (0, 0)


BELONGS = ("What belongs to an approved edition is never changed.",)


@pytest.fixture
def hung() -> EditionPhoto:
    """A picture of a live edition."""
    edition = make_edition()
    picture = edition.photos.create(photo=make_photo(), caption="Toàn cảnh Hội nghị.")
    bring_to("live", edition)
    return picture


def test_pictures_of_an_approved_edition_are_not_changed_taken_down_or_hung_beside(hung):
    here = EditionPhoto.objects.filter(pk=hung.pk)
    draft = make_edition()
    with refused_by(*BELONGS):
        here.update(caption="Ảnh minh họa.")
    with refused_by(*BELONGS):
        here.update(edition=draft)
    with refused_by(*BELONGS):
        here.delete()
    with refused_by(*BELONGS):
        hung.edition.photos.create(caption="Ảnh: CTV", order=2)


def test_a_drafts_picture_is_not_hung_into_an_approved_edition(hung):
    waiting = make_edition().photos.create(caption="Chờ ảnh.")
    with refused_by(*BELONGS):
        EditionPhoto.objects.filter(pk=waiting.pk).update(edition=hung.edition)


def test_tags_of_an_approved_edition_are_not_changed():
    edition = make_edition(state="live", tags=("Khuyến học",))
    more = Tag.objects.named(["Nông thôn mới"])
    for change in (
        lambda: edition.tags.add(*more),
        lambda: edition.tags.set(more),
        edition.tags.clear,
        lambda: edition.tags.through.objects.update(tag=more[0]),
    ):
        with refused_by(*BELONGS):
            change()
    assert [tag.name for tag in edition.tags.all()] == ["Khuyến học"]


def test_pictures_and_tags_of_a_recalled_edition_may_be_changed_again():
    edition = make_edition(state="scheduled", tags=("Khuyến học",))
    moves.make("recall", edition, by=None, seen=edition.stamp, at=AT)
    edition.tags.clear()
    edition.photos.create(caption="Toàn cảnh Hội nghị.")
    assert (edition.tags.count(), edition.photos.count()) == (0, 1)


def test_a_picture_without_file_or_caption_is_nothing():
    with refused_by("edition_photo_picture_or_caption"):
        make_edition().photos.create()


# ── The past stands ──────────────────────────────────────────────────────────
PAST_MOVED = ("An edge of a span that is past is never moved.",)
TO_DRAFT = {
    "state": "draft",
    "approved_at": None,
    "live_from": None,
    "live_until": None,
    "withdrawn_at": None,
    "ended_by": "",
}


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("live", {"live_from": PAST + MINUTE}),
        ("live", {"live_from": AT}),
        ("live", TO_DRAFT),
        ("expired", {"live_until": None, "ended_by": ""}),
        ("expired", {"live_until": AT}),
        ("expired", {"live_until": PAST + MINUTE - MICROSECOND}),
        ("withdrawn", {"live_until": None, "ended_by": ""}),
        ("withdrawn", TO_DRAFT),
    ],
)
def test_an_edge_that_is_past_is_not_moved(state, change):
    edition = make_edition(state=state, at=PAST)
    with refused_by(*PAST_MOVED):
        row(edition).update(**change)


@pytest.mark.parametrize("state", ["live", "scheduled", "expired"])
def test_an_edge_that_is_ahead_may_be_moved(state):
    edition = make_edition(state=state)
    row(edition).update(live_from=AT + HOUR, live_until=AT + DAY, ended_by="expired")
    assert row(edition).values_list("live_from", "live_until").get() == (AT + HOUR, AT + DAY)


def test_what_has_been_live_since_long_ago_may_still_end():
    edition = make_edition(state="live", at=PAST)
    withdrawn = moves.make(
        "withdraw",
        edition,
        by=None,
        seen=edition.stamp,
        at=AT,
        note="Sai số liệu.",
        ordered_by="Ban Biên tập",
    )
    assert withdrawn.live_until == AT


EXPIRY_STANDS = ("The expiry of an approved edition changes with its end alone, while that is ahead.",)


@pytest.mark.parametrize("state", ["scheduled", "live", "expired", "withdrawn"])
def test_the_expiry_of_an_approved_edition_is_not_changed_without_its_end(state):
    edition = make_edition(state=state)
    with refused_by(*EXPIRY_STANDS):
        row(edition).update(expires_at=AT + 30 * DAY)


@pytest.mark.parametrize("state", ["scheduled", "live", "expired"])
def test_it_is_changed_together_with_an_end_that_is_ahead(state):
    edition = make_edition(state=state)
    row(edition).update(expires_at=AT + 2 * DAY, live_until=AT + 2 * DAY, ended_by="expired")
    row(edition).update(expires_at=None, live_until=None, ended_by="")
    assert row(edition).values_list("expires_at", "live_until").get() == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": AT + DAY, "live_until": AT + 2 * DAY, "ended_by": "expired"},
        {"expires_at": AT + DAY, "live_until": AT + 2 * DAY, "ended_by": "replaced"},
        {"expires_at": None, "live_until": AT + DAY, "ended_by": "expired"},
        {"expires_at": AT + 2 * DAY, "live_until": AT + DAY, "ended_by": "expired"},
    ],
    ids=str,
)
def test_an_expiry_that_contradicts_the_end_is_refused(change, an_hour_long):
    with refused_by(*EXPIRY_STANDS):
        row(an_hour_long).update(**change)


def test_the_expiry_of_what_has_ended_stands():
    edition = make_edition(state="expired", at=PAST)
    with refused_by(*EXPIRY_STANDS):
        row(edition).update(expires_at=PAST + DAY)


DATE_MOVED = ("The date line of an article that was live is never changed.",)


@pytest.mark.parametrize("state", ["live", "expired", "withdrawn"])
def test_the_date_line_of_an_article_that_was_live_stands(state):
    edition = make_edition(state=state, at=PAST)
    for other in (PAST + DAY, None):
        with refused_by(*DATE_MOVED):
            Article.objects.filter(pk=edition.article_id).update(dated=other)


@pytest.mark.parametrize("state", ["draft", "in_review", "scheduled"])
def test_the_date_line_of_one_that_was_not_may_change(state):
    edition = make_edition(state=state, at=PAST, live_from=AT if state == "scheduled" else None)
    Article.objects.filter(pk=edition.article_id).update(dated=PAST + DAY)
    assert Article.objects.get(pk=edition.article_id).dated == PAST + DAY


# ── Articles, sections, comments ─────────────────────────────────────────────
def test_a_path_leads_to_one_article():
    one, other = make_edition(state="live"), make_edition()
    with refused_by("article_path_once", "articles_article.path"):
        Article.objects.filter(pk=other.article_id).update(path=one.article.path)


def test_articles_without_a_path_are_many():
    assert [make_edition().article.path for _ in range(3)] == ["", "", ""]


def test_one_opening_of_the_form_and_one_file_make_one_article():
    key = uuid.uuid4()
    for given, name in (({"form_key": key}, "form_key"), ({"import_key": "same"}, "import_key")):
        for attempt in (1, 2):
            edition = Edition(title="Hai lần", section=make_section())
            if attempt == 1:
                writing.begin(edition, by=None, at=AT, **given)
                continue
            with refused_by(name):
                writing.begin(edition, by=None, at=AT, **given)
    assert Article.objects.count() == 2


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_no_section_takes_an_address_of_the_site_itself(slug):
    with refused_by("section_slug_not_reserved"):
        Section.objects.create(name="Chuyên mục", slug=slug)


def test_a_section_may_not_be_renamed_into_one_either():
    section = make_section()
    with refused_by("section_slug_not_reserved"):
        Section.objects.filter(pk=section.pk).update(slug="admin")


def test_a_section_is_unique_begins_before_it_ends_and_is_not_under_itself():
    section = make_section()
    with refused_by("articles_section_slug", "articles_section.slug"):
        Section.objects.create(name="Lần hai", slug=section.slug)
    with refused_by("section_until_after_from"):
        Section.objects.filter(pk=section.pk).update(open_from=date(2040, 2, 1), open_until=date(2040, 1, 1))
    with refused_by("section_not_its_own_parent"):
        Section.objects.filter(pk=section.pk).update(parent=section)


def test_a_comment_is_not_rejected_without_a_reason():
    comment = make_comment(edition=make_edition(state="live"))
    with refused_by("comment_rejected_with_reason"):
        Comment.objects.filter(pk=comment.pk).update(state="rejected")


def test_a_comment_has_a_known_state_and_answers_another_than_itself():
    comment = make_comment(edition=make_edition(state="live"))
    with refused_by("comment_state_known"):
        Comment.objects.filter(pk=comment.pk).update(state="eaten")
    with refused_by("comment_not_its_own_parent"):
        Comment.objects.filter(pk=comment.pk).update(parent=comment)


# ── A copy in memory never undoes a move ─────────────────────────────────────
@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("draft", "submit"),
        ("in_review", "take_back"),
        ("in_review", "send_back"),
        ("in_review", "pass_on"),
        ("last_step", "approve"),
        ("returned", "publish_urgently"),
        ("scheduled", "recall"),
        ("live", "withdraw"),
    ],
)
def test_a_stale_copy_cannot_be_saved_over_a_move(state, name):
    edition = make_edition(state=state)
    stale = Edition.objects.get(pk=edition.pk)
    given = {"note": "Có lý do.", "ordered_by": "Ban Biên tập"}
    moves.make(name, edition, by=None, seen=edition.stamp, at=AT, **given)
    before = list(row(edition).values()), Event.objects.count()
    stale.title = "Tên khác"
    with pytest.raises(StaleEdition):
        stale.save()
    with pytest.raises(StaleEdition):
        writing.revise(stale, by=None, at=AT)
    assert (list(row(edition).values()), Event.objects.count()) == before


@pytest.mark.parametrize("state", ["scheduled", "live", "expired", "withdrawn"])
def test_not_even_a_fresh_copy_of_an_approved_edition_is_saved(state):
    edition = Edition.objects.get(pk=make_edition(state=state).pk)
    edition.title = "Tên khác"
    with pytest.raises(StaleEdition):
        edition.save()
    assert row(edition).get().title == "Trao quà cho học sinh"


def test_of_two_who_edit_the_second_to_save_is_told_and_the_firsts_words_stay():
    edition = make_edition()
    one, two = (Edition.objects.get(pk=edition.pk) for _ in range(2))
    one.title, two.title = "Của người trước", "Của người sau"
    writing.revise(one, by=None, at=AT)
    with pytest.raises(StaleEdition):
        writing.revise(two, by=None, at=AT)
    assert row(edition).get().title == "Của người trước"


def test_one_who_saves_twice_is_not_stale_to_herself():
    edition = make_edition()
    for title in ("Một", "Hai"):
        edition.title = title
        writing.revise(edition, by=None, at=AT)
    assert row(edition).values_list("title", "version").get() == ("Hai", 3)


def test_saving_writes_words_and_never_state_span_or_identity():
    edition = Edition.objects.get(pk=make_edition().pk)
    gates = {
        "state": State.APPROVED,
        "step": ReviewStep.objects.first(),
        "approved_at": AT,
        "live_from": AT,
        "live_until": AT + DAY,
        "withdrawn_at": AT + DAY,
        "ended_by": "withdrawn",
        "dated": AT,
        "content_hash": "0" * 64,
        "number": 9,
        "article": make_edition().article,
        "created_by": make_user(username="khac"),
        "created_at": AT + DAY,
    }
    before = row(edition).values(*gates).get()
    for name, value in {**gates, "title": "Tên khác"}.items():
        setattr(edition, name, value)
    edition.save(force_update=True, update_fields=["state", "live_from"])
    assert row(edition).values(*gates).get() == before
    assert row(edition).get().title == "Tên khác"
