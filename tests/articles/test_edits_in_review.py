"""Edits while a piece is in review: by whoever holds the step they stand at it, by others they start it over."""

import pytest
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from accounts.models import Grant
from accounts.roles import SINGLE_RIGHTS
from articles import moves, writing
from articles.models import Edition, StaleEdition, Version
from record.models import Event
from tests.factories import AT, DAY, MINUTE, bring_to, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE


@pytest.fixture
def at_step(cast, khoa_giao):
    """`at_step(state)`: the reporter's piece in review, at the first step or at the last."""

    def of(state: str, **given) -> Edition:
        made = make_edition(state=state, **{"by": cast.phongvien, "section": khoa_giao} | given)
        return fresh(made)

    return of


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def edit(edition: Edition, *, by, at=LATER) -> Edition:
    edition.lead = f"Sửa bởi {by}."
    return writing.revise(edition, by=by, at=at)


def newest(edition: Edition, count: int) -> list[tuple]:
    """The last events, newest first: what, by whom, from where, to where."""
    events = Event.objects.about(edition)[:count]
    return [(event.kind, event.actor_label, event.before, event.after) for event in events]


def test_an_edit_by_who_holds_the_step_stands_at_it(at_step, cast):
    edition = at_step("last_step")
    edited = edit(edition, by=cast.tongbientap)
    assert newest(edition, 2) == [
        ("edition.edit_at_step", "Tongbientap", "in_review", "Duyệt xuất bản"),
        ("edition.pass_on", _("the system"), "in_review", "Chờ duyệt"),
    ]
    assert (fresh(edition).step.name, fresh(edition).state_since) == ("Duyệt xuất bản", AT)
    assert fresh(edition).version == edited.version


def test_an_edit_by_who_does_not_hold_it_starts_the_review_over(at_step, cast):
    edition = at_step("last_step")
    before = edition.version
    edited = edit(edition, by=cast.bientapvien)
    assert newest(edition, 2) == [
        ("edition.start_over", "Bientapvien", "in_review", "Chờ biên tập"),
        ("edition.edit", "Bientapvien", "in_review", "in_review"),
    ]
    after = fresh(edition)
    assert (after.step.name, after.state, after.state_since) == ("Biên tập", "in_review", LATER)
    assert (after.lead, after.version) == ("Sửa bởi Bientapvien.", before + 2)
    assert (edited.stamp, edited.step, edited.state_since) == (after.stamp, after.step, after.state_since)


def test_what_was_started_over_passes_every_step_anew(at_step, cast):
    edition = edit(at_step("last_step"), by=cast.bientapvien)
    with pytest.raises(moves.NotPossible):
        moves.make("approve", edition, by=cast.tongbientap, seen=edition.stamp, at=LATER)
    edition = moves.make("pass_on", edition, by=cast.bientapvien, seen=edition.stamp, at=LATER)
    assert moves.make("approve", edition, by=cast.tongbientap, seen=edition.stamp, at=LATER).is_live(LATER)


def test_the_start_over_says_which_words_it_was_for(at_step, cast):
    edition = edit(at_step("last_step"), by=cast.bientapvien)
    assert Event.objects.about(edition).first().content_hash == fresh(edition).fingerprint()


def test_at_the_first_step_nothing_lies_behind_that_could_be_void(at_step, khoa_giao):
    edition, editor = at_step("in_review"), make_user(username="sua")
    grant = make_grant(person=editor, role="bientapvien", section=khoa_giao)
    Grant.objects.filter(pk=grant.pk).update(role=Group.objects.get(name=SINGLE_RIGHTS["rieng-edit"].name))
    edit(edition, by=editor)
    assert newest(edition, 1) == [("edition.edit", "Sua", "in_review", "in_review")]
    assert fresh(edition).step.name == "Biên tập"


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_with_its_writer_an_edit_is_an_edit_whoever_makes_it(at_step, cast, state):
    edition = at_step(state)
    for who in (cast.phongvien, cast.bientapvien, cast.tongbientap):
        edition = edit(edition, by=who)
        assert newest(edition, 1) == [("edition.edit", str(who), state, state)]
    assert fresh(edition).step is None


def test_an_edit_by_the_system_starts_nothing_over(at_step):
    edition = at_step("last_step")
    edit(edition, by=None)
    assert [kind for kind, *_rest in newest(edition, 1)] == ["edition.edit"]
    assert fresh(edition).step == edition.step


def test_a_section_with_a_chain_of_its_own_starts_over_at_its_own_first_step(at_step, cast, khoa_giao):
    section = make_section(slug="y-te", parent=khoa_giao)
    edition = at_step("draft", section=section)
    steps = [("Biên tập của mục", "articles.pass_editing"), ("Duyệt của mục", "articles.pass_publishing")]
    for order, (name, permission) in enumerate(steps, start=1):
        section.steps.create(name=name, waiting_label=f"Chờ: {name}", permission=permission, order=order)
    edition = fresh(bring_to("last_step", edition))
    assert edition.step.name == "Duyệt của mục"
    edit(edition, by=cast.bientapvien)
    assert newest(edition, 1) == [("edition.start_over", "Bientapvien", "in_review", "Chờ: Biên tập của mục")]
    assert fresh(edition).step.name == "Biên tập của mục"


# ── What stood there before ──────────────────────────────────────────────────
def test_words_that_were_saved_over_are_kept_with_who_saved_them_and_when(cast, khoa_giao):
    edition = fresh(make_edition(by=cast.phongvien, section=khoa_giao, tags=("y tế", "giáo dục")))
    edition.photos.create(caption="Toàn cảnh.", credit="CTV", alt="Hội trường")
    first = edition.version
    for number, (who, title) in enumerate([(cast.phongvien, "Hai"), (cast.bientapvien, "Ba")], start=1):
        edition.title = title
        edition = writing.revise(edition, by=who, at=AT + number * DAY)
    kept = Version.objects.filter(edition=edition).order_by("number")
    assert [(v.number, v.fields["title"], v.saved_by, v.saved_at) for v in kept] == [
        (first, "Trao quà cho học sinh", cast.phongvien, AT),
        (first + 1, "Hai", cast.phongvien, AT + DAY),
    ]
    fields = kept[0].fields
    assert (fields["lead"], fields["body"], fields["byline"]) == (edition.lead, edition.body, "N.V")
    assert sorted(fields["keywords"].split(", ")) == ["giáo dục", "y tế"]
    assert [fields[f"photos-0-{word}"] for word in ("caption", "credit", "alt")] == [
        "Toàn cảnh.",
        "CTV",
        "Hội trường",
    ]


def test_a_save_that_came_too_late_keeps_no_version_and_records_nothing(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    one, two = fresh(edition), fresh(edition)
    edit(one, by=cast.bientapvien)
    before = list(Version.objects.values()), Event.objects.count()
    with pytest.raises(StaleEdition):
        edit(two, by=cast.phongvien)
    assert (list(Version.objects.values()), Event.objects.count()) == before
