"""Moving a section's articles to another: what moves and how, what stays and why, and that the gate holds."""

from datetime import timedelta

import pytest

from articles import moves, shelving, writing
from articles.models import Article, Correction, Edition, ReviewStep, Section
from articles.models.edition import CONTENT
from record.models import Event
from tests.factories import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    bring_to,
    make_edition,
    make_grant,
    make_photo,
    make_section,
)
from tests.factories import make_user as person

pytestmark = pytest.mark.django_db

NOW = AT + HOUR
WHY = "Nhập hai chuyên mục."


@pytest.fixture
def target(cast):
    """Where the secretary has her right too."""
    section = make_section(slug="doi-song", name="Đời sống")
    make_grant(person=cast.thukytoasoan, role="thukytoasoan", section=section)
    # Someone there to pass what comes.
    person(username="tbt-doi-song", role="tongbientap", section=section)
    return section


@pytest.fixture
def shelve(clock, cast, khoa_giao, target):
    clock.move_to(NOW)

    def act(by=None, *, at=NOW, after=0) -> shelving.Portion:
        by = by or cast.thukytoasoan
        # As a request has her: with the rights of now.
        by = type(by).objects.get(pk=by.pk)
        return shelving.shelve(khoa_giao, target, by=by, at=at, note=WHY, after=after)

    return act


def live_of(article: Article, at=NOW) -> Edition:
    return Edition.objects.live(at).get(article=article)


def reasons(portion: shelving.Portion) -> list[Edition]:
    return [refusal.edition for refusal in portion.refused]


# ── What readers see ─────────────────────────────────────────────────────────
@pytest.fixture
def live(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=("y tế",), date_line=AT - DAY)
    edition.photos.create(photo=make_photo(), caption="Trao quà", alt="Học sinh", credit="N.V", order=2)
    return bring_to("live", edition)


def test_a_live_article_gets_an_edition_with_the_same_words_in_the_other_section(shelve, live, target):
    assert shelve() == shelving.Portion(1, [], 0, live.article_id)
    old, new = Edition.objects.get(pk=live.pk), live_of(live.article)
    assert (new.section, new.number, new.opened_from) == (target, 2, old)
    words = [name for name in CONTENT if name != "section"]
    assert [getattr(new, name) for name in words] == [getattr(old, name) for name in words]
    assert set(new.tags.all()) == set(old.tags.all())
    shown = ("photo", "caption", "credit", "alt", "order")
    assert list(new.photos.values_list(*shown)) == list(old.photos.values_list(*shown))
    assert (old.live_until, old.ended_by, new.live_from, new.live_until) == (NOW, "replaced", NOW, None)


def test_the_readers_address_and_the_date_line_stay(shelve, live, client):
    before = Article.objects.get(pk=live.article_id)
    shelve()
    after = Article.objects.get(pk=live.article_id)
    assert (after.path, after.dated) == (before.path, before.dated)
    assert live_of(after).dated == live.dated
    assert client.get(after.get_absolute_url()).status_code == 200
    assert live.title in client.get("/doi-song/").content.decode()
    assert live.title not in client.get("/khoa-giao/").content.decode()


def test_the_record_has_an_event_of_its_own_bound_to_the_words(shelve, live, cast):
    shelve()
    new = live_of(live.article)
    last, opened = Event.objects.about(new)
    assert (last.kind, opened.kind, last.actor_id) == (
        "edition.reshelve",
        "edition.open",
        cast.thukytoasoan.pk,
    )
    assert last.note == f"Khoa giáo → Đời sống\n{WHY}"
    assert last.content_hash == new.content_hash == new.fingerprint() != live.fingerprint()


def test_an_expiry_stays(shelve, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, expires_at=NOW + DAY)
    shelve_from = bring_to("live", edition)
    shelve()
    assert live_of(shelve_from.article).live_until == NOW + DAY


def test_what_stood_at_an_instant_before_is_found_as_it_was(shelve, live):
    shelve()
    assert live_of(live.article, AT + MINUTE) == live


def test_her_own_published_article_is_moved_too(shelve, cast, khoa_giao):
    """Its words were passed by others, and none of them changes."""
    own = make_edition(state="live", by=cast.thukytoasoan, section=khoa_giao)
    assert (shelve().moved, live_of(own.article).section.slug) == (1, "doi-song")


# ── What stays ───────────────────────────────────────────────────────────────
def test_an_article_with_something_scheduled_stays(shelve, live, khoa_giao):
    following = bring_to("scheduled", writing.open_next(live, by=None, at=AT), at=AT, live_from=NOW + DAY)
    alone = make_edition(state="scheduled", section=khoa_giao, live_from=NOW + DAY)
    portion = shelve()
    assert (portion.moved, reasons(portion)) == (0, [following, alone])
    assert live_of(live.article) == live


@pytest.mark.parametrize("change", ["title", "picture", "tag", "correction"])
def test_an_article_whose_open_edition_says_something_else_stays(shelve, live, cast, change):
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    if change == "title":
        draft.title = "Tên khác"
        writing.revise(draft, by=cast.phongvien, at=AT)
    elif change == "picture":
        draft.photos.update(caption="Chú thích khác")
    elif change == "tag":
        draft.tags.clear()
    else:
        words = {"wrong": "40 suất", "right": "45 suất", "days": 30}
        writing.correct(draft, words, at=AT + MINUTE)
    portion = shelve()
    assert (portion.moved, reasons(portion)) == (0, [draft])
    assert (live_of(live.article), Edition.objects.get(pk=draft.pk).section_id) == (live, live.section_id)


def test_an_open_edition_with_the_same_words_comes_along(shelve, live, cast, target):
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    assert shelve().moved == 1
    assert Edition.objects.get(pk=draft.pk).section == target
    assert live_of(live.article).section == target


def test_if_the_open_edition_cannot_come_along_the_live_one_stays(shelve, live, cast, target):
    draft = bring_to("last_step", writing.open_next(live, by=cast.phongvien, at=AT), at=AT)
    ReviewStep.objects.create(
        section=target, name="Đọc", waiting_label="Chờ", permission="articles.pass_editing", order=1
    )
    portion = shelve()
    assert (portion.moved, reasons(portion), live_of(live.article)) == (0, [draft], live)


def test_a_correction_stays_on_the_page_it_was_promised_for(shelve, live, cast):
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    writing.correct(draft, {"wrong": "40 suất", "right": "45 suất", "days": 30}, at=AT + MINUTE)
    right = bring_to("live", draft, at=AT + 2 * MINUTE)
    portion = shelve()
    assert (portion.moved, reasons(portion)) == (0, [right])
    assert shelve(at=NOW + timedelta(days=31)).moved == 1
    assert Correction.objects.get().edition == right


@pytest.mark.parametrize("state", ["withdrawn", "expired"])
def test_what_readers_see_no_more_is_left_and_counted(shelve, khoa_giao, cast, state):
    gone = make_edition(state=state, section=khoa_giao)
    assert shelving.outlook(khoa_giao, by=cast.thukytoasoan, at=NOW).ended == 1
    assert shelve() == shelving.Portion(0, [], 0, 0)
    assert Edition.objects.get() == gone


def test_articles_of_a_section_below_stay(shelve, khoa_giao, cast):
    below = make_section(slug="lop-hoc", parent=khoa_giao)
    make_edition(state="live", section=below)
    assert shelve().moved == 0


# ── On the table ─────────────────────────────────────────────────────────────
def test_a_draft_is_edited_into_the_other_section_and_nothing_is_lost(shelve, cast, khoa_giao, target):
    draft = make_edition(by=cast.phongvien, section=khoa_giao)
    shelve()
    now = Edition.objects.get(pk=draft.pk)
    assert (now.section, now.state, now.version, now.updated_by) == (target, "draft", 2, cast.thukytoasoan)
    assert now.versions.get().fields["section"] == str(khoa_giao.pk)
    event = Event.objects.about(now).first()
    assert (event.kind, event.note) == ("edition.edit", f"Khoa giáo → Đời sống\n{WHY}")


def test_where_the_step_is_not_hers_the_review_begins_anew(shelve, cast, khoa_giao, target):
    piece = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    shelve()
    now = Edition.objects.get(pk=piece.pk)
    assert (now.section, now.step) == (target, ReviewStep.objects.first())
    assert [e.kind for e in Event.objects.about(now)][:2] == ["edition.start_over", "edition.edit"]


def test_where_the_step_is_hers_it_stays_there(shelve, cast, khoa_giao, target):
    piece = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    shelve()
    now = Edition.objects.get(pk=piece.pk)
    assert (now.section, now.step, Event.objects.about(now).first().kind) == (
        target,
        piece.step,
        "edition.edit_at_step",
    )


def test_a_piece_at_a_step_that_the_other_section_lacks_stays(shelve, cast, khoa_giao, target):
    piece = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    draft = make_edition(by=cast.phongvien, section=khoa_giao)
    ReviewStep.objects.create(
        section=target, name="Đọc", waiting_label="Chờ", permission="articles.pass_editing", order=1
    )
    portion = shelve()
    assert (portion.moved, reasons(portion)) == (1, [piece])
    assert Edition.objects.get(pk=draft.pk).section == target


def test_a_piece_nobody_there_could_pass_stays(shelve, cast, khoa_giao, target, db):
    piece = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    ReviewStep.objects.filter(pk=piece.step_id).update(permission="articles.pass_publishing")
    from accounts.models import Grant

    Grant.objects.filter(person__username="tbt-doi-song").delete()
    portion = shelve(by=cast.thukytoasoan)
    assert (portion.moved, reasons(portion)) == (0, [piece])


def test_what_is_not_hers_to_change_in_the_form_is_not_hers_to_move(shelve, cast, khoa_giao):
    own = make_edition(state="in_review", by=cast.thukytoasoan, section=khoa_giao)
    portion = shelve()
    assert (portion.moved, reasons(portion)) == (0, [own])


def test_a_republished_draft_of_a_withdrawn_article_moves(shelve, cast, khoa_giao, target):
    gone = make_edition(state="withdrawn", by=cast.phongvien, section=khoa_giao)
    draft = writing.open_next(gone, by=cast.phongvien, at=AT + 2 * MINUTE)
    assert shelve().moved == 1
    assert [e.section.slug for e in Edition.objects.order_by("number")] == ["khoa-giao", "doi-song"]
    assert Edition.objects.get(pk=draft.pk).section == target


# ── In portions ──────────────────────────────────────────────────────────────
def test_it_goes_on_where_it_stopped_and_past_what_stays(shelve, khoa_giao, monkeypatch):
    monkeypatch.setattr(shelving, "PORTION", 2)
    stays = make_edition(state="scheduled", section=khoa_giao, live_from=NOW + DAY)
    others = [make_edition(state="live", section=khoa_giao) for _n in range(3)]
    first = shelve()
    assert (first.moved, reasons(first), first.left) == (1, [stays], 2)
    second = shelve(after=first.last)
    assert (second.moved, second.refused, second.left) == (2, [], 0)
    assert {live_of(e.article).section.slug for e in others} == {"doi-song"}


def test_a_second_time_moves_nothing(shelve, live):
    shelve()
    events = Event.objects.count()
    assert (shelve().moved, Event.objects.count()) == (0, events)


def test_an_article_that_stays_is_left_exactly_as_it_was(shelve, live, cast):
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    draft.title = "Tên khác"
    writing.revise(draft, by=cast.phongvien, at=AT)
    before = list(Edition.objects.order_by("pk").values()), Event.objects.count()
    shelve()
    assert (list(Edition.objects.order_by("pk").values()), Event.objects.count()) == before


def test_the_outlook_counts_articles(khoa_giao, cast, clock):
    clock.move_to(NOW)
    live = [make_edition(state="live", section=khoa_giao) for _n in range(3)]
    for _n in range(2):
        writing.open_next(live[0], by=None, at=AT)
    bring_to("scheduled", writing.open_next(live[1], by=None, at=AT), at=AT, live_from=NOW + DAY)
    make_edition(section=khoa_giao)
    make_edition(state="last_step", section=khoa_giao)
    make_edition(state="scheduled", section=khoa_giao, live_from=NOW + DAY)
    make_edition(state="withdrawn", section=khoa_giao)
    make_edition(state="live", section=make_section(slug="xa-hoi"))
    assert shelving.outlook(khoa_giao, by=cast.thukytoasoan, at=NOW) == shelving.Outlook(
        live=3, on_the_table=2, scheduled=2, drafted=1, corrected=0, ended=1
    )


# ── The gate itself ──────────────────────────────────────────────────────────
def reshelve(draft: Edition, by, at=NOW) -> Edition:
    return moves.make("reshelve", draft, by=by, seen=draft.stamp, at=at, note=WHY)


def opened_in(section: Section, live: Edition, **changed) -> Edition:
    draft = Edition(**{name: getattr(live, name) for name in CONTENT} | {"section": section} | changed)
    return writing.follow(live, draft, writing.Hung.of(live), kind="edition.open", by=None, at=AT)


@pytest.mark.parametrize("changed", [{"title": "Khác"}, {"body": "<p>Khác.</p>"}, {"expires_at": NOW + DAY}])
def test_the_gate_passes_no_word_that_readers_do_not_see(shelve, live, target, cast, changed):
    draft = opened_in(target, live, **changed)
    with pytest.raises(moves.NotPossible):
        reshelve(draft, cast.thukytoasoan)
    assert (live_of(live.article), Edition.objects.get(pk=draft.pk).state) == (live, "draft")


def test_the_gate_passes_no_article_that_was_never_shown(shelve, cast, target):
    draft = make_edition(by=cast.phongvien, section=target)
    with pytest.raises(moves.NotPossible):
        reshelve(draft, cast.thukytoasoan)


def test_the_gate_passes_nothing_where_the_section_is_the_same(shelve, live, khoa_giao, cast):
    with pytest.raises(moves.NotPossible):
        reshelve(opened_in(khoa_giao, live), cast.thukytoasoan)


def test_the_gate_passes_nothing_opened_from_what_readers_see_no_more(shelve, live, target, cast):
    draft = opened_in(target, live)
    bring_to("live", writing.open_next(live, by=None, at=AT), at=AT + MINUTE)
    with pytest.raises(moves.NotPossible):
        reshelve(Edition.objects.select_related("article").get(pk=draft.pk), cast.thukytoasoan)


@pytest.mark.parametrize("where", ["khoa-giao", "doi-song"])
def test_the_right_is_needed_in_both_sections(shelve, live, target, where):
    one = person(username="mot-noi", role="thukytoasoan", section=Section.objects.get(slug=where))
    with pytest.raises(moves.NotPermitted):
        reshelve(opened_in(target, live), one)
    assert live_of(live.article) == live


def test_the_gate_asks_for_a_reason(shelve, live, target, cast):
    draft = opened_in(target, live)
    with pytest.raises(moves.Incomplete):
        moves.make("reshelve", draft, by=cast.thukytoasoan, seen=draft.stamp, at=NOW, note=" ")


# ── Counting ─────────────────────────────────────────────────────────────────
ONCE, EACH = 4, 43


@pytest.mark.parametrize("count", [2, 20])
def test_each_article_costs_the_same(shelve, khoa_giao, count, django_assert_num_queries):
    for _n in range(count):
        make_edition(state="live", section=khoa_giao)
    with django_assert_num_queries(ONCE + EACH * count):
        assert shelve().moved == count
