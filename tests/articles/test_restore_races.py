"""Words brought back by several at once: each gets one draft of her own, a second click finds the first one's."""

from datetime import timedelta

import pytest

from articles import restoring, writing
from articles.models import Edition, Version
from articles.models.version import fields_of
from record.models import Event
from tests.articles.test_races import MANY, ROUNDS, at_once, failures
from tests.factories import AT, bring_to, make_edition, make_section, make_user

# Named as a fixture, and not by the mark alone: `tests/conftest.py` lifts triggers for the flush by that name.
pytestmark = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def section():
    return make_section(name="Khoa giáo")


def replaced(section) -> tuple[Edition, Edition]:
    """An edition that was live, and the one that is."""
    old = make_edition(state="live", section=section, title="Tên cũ", at=AT - timedelta(hours=2))
    draft = writing.open_next(old, by=None, at=AT - timedelta(hours=1))
    draft.title = "Tên mới"
    live = bring_to("live", writing.revise(draft, by=None, at=AT - timedelta(hours=1)))
    return Edition.objects.select_related("article", "section").get(pk=old.pk), live


def restore(source: Edition, user, version: Version | None = None):
    copy = Edition.objects.select_related("article", "section").get(pk=source.pk)
    return lambda: restoring.restore(copy, version, by=user, at=AT)


def drafts(source: Edition) -> list[Edition]:
    return list(source.article.editions.filter(state="draft").order_by("number"))


def test_one_person_who_restores_eight_times_at_once_gets_one_draft(section):
    chief = make_user(username="chief", role="tongbientap", section=section)
    for _round in ROUNDS:
        old, live = replaced(section)
        restored = at_once([restore(old, chief) for _ in range(MANY)])
        assert failures(restored) == []
        (draft,) = drafts(old)
        assert {one.pk for one in restored} == {draft.pk}
        assert (draft.title, draft.created_by, draft.opened_from) == ("Tên cũ", chief, old)
        assert Event.objects.about(draft).filter(kind="edition.restore").count() == 1
        live.refresh_from_db()
        assert (live.title, live.is_live(AT)) == ("Tên mới", True)


def test_eight_people_who_restore_at_once_get_a_draft_each_with_a_number_of_its_own(section):
    chiefs = [make_user(username=f"chief{n}", role="tongbientap", section=section) for n in range(MANY)]
    for _round in ROUNDS:
        old, _live = replaced(section)
        restored = at_once([restore(old, chief) for chief in chiefs])
        assert failures(restored) == []
        assert [(one.created_by_id, one.title) for one in restored] == [(c.pk, "Tên cũ") for c in chiefs]
        assert sorted(one.number for one in restored) == list(range(3, 3 + MANY))
        assert len(drafts(old)) == MANY


def test_two_different_texts_restored_at_once_are_two_drafts_and_neither_is_lost(section):
    chief = make_user(username="chief", role="tongbientap", section=section)
    for _round in ROUNDS:
        old, live = replaced(section)
        of_the_old, of_the_live = at_once([restore(old, chief), restore(live, chief)])
        assert [one.title for one in drafts(old)] == [
            one.title for one in sorted([of_the_old, of_the_live], key=lambda e: e.number)
        ]
        assert {of_the_old.title, of_the_live.title} == {"Tên cũ", "Tên mới"}


def test_restoring_while_the_restored_draft_is_saved_loses_neither(section):
    """She goes on writing in one tab while the other one restores: her new words stay, the old ones stand beside."""
    chief = make_user(username="chief", role="tongbientap", section=section)
    for _round in ROUNDS:
        old, _live = replaced(section)
        first = restoring.restore(old, None, by=chief, at=AT)
        mine = Edition.objects.get(pk=first.pk)
        mine.title = "Tên viết tiếp"
        saved, again = at_once([lambda e=mine: writing.revise(e, by=chief, at=AT), restore(old, chief)])
        assert failures([saved, again]) == []
        first.refresh_from_db()
        assert first.title == "Tên viết tiếp"
        assert [version.fields["title"] for version in first.versions.all()] == ["Tên cũ"]
        # Found as it stood, or opened anew beside what she wrote.
        assert again.pk == first.pk or fields_of(again)["title"] == "Tên cũ"
        assert len(drafts(old)) == (1 if again.pk == first.pk else 2)
