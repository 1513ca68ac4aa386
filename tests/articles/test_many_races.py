"""Two at the same many: each row once, and who came second is told so, row by row."""

from datetime import timedelta
from functools import partial

import pytest

from articles import many, moves, shelving, writing
from articles.models import Edition
from record.models import Event
from tests.articles.test_races import at_once, failures
from tests.factories import AT, bring_to, make_edition, make_section, make_user

pytestmark = pytest.mark.usefixtures("transactional_db")

ROUNDS, ROWS = range(3), 6


@pytest.fixture
def section():
    return make_section(name="Khoa giáo")


@pytest.fixture
def chiefs(section):
    """In all sections."""
    return [make_user(username=f"tbt{n}", role="tongbientap") for n in range(4)]


def test_of_four_who_approve_the_same_rows_at_once_each_row_has_one(section, chiefs):
    for _round in ROUNDS:
        rows = [make_edition(state="last_step", section=section) for _row in range(ROWS)]
        seen = [(edition, edition.stamp) for edition in rows]

        told = at_once(
            [
                partial(many.move_each, "approve", seen[::-1] if n % 2 else seen, by=chief, at=AT)
                for n, chief in enumerate(chiefs)
            ]
        )
        assert failures(told) == []
        done = [answer.edition.pk for answers in told for answer in answers if not answer.why]
        assert sorted(done) == sorted(edition.pk for edition in rows)
        assert [len(answers) for answers in told] == [ROWS] * len(chiefs)
        for edition in rows:
            assert Event.objects.about(edition).filter(kind="edition.approve").count() == 1


def test_of_four_who_move_a_section_at_once_each_article_is_moved_once(section, chiefs):
    for number in ROUNDS:
        source = make_section(slug=f"tu-{number}")
        target = make_section(slug=f"den-{number}")
        for _row in range(ROWS):
            make_edition(state="live", section=source, at=AT - timedelta(hours=1))
        told = at_once(
            [partial(shelving.shelve, source, target, by=chief, at=AT, note="Nhập.") for chief in chiefs]
        )
        assert failures(told) == []
        assert (sum(portion.moved for portion in told), [p.refused for p in told]) == (ROWS, [[]] * 4)
        assert Edition.objects.live(AT).filter(section=target).count() == ROWS
        assert Edition.objects.filter(section=target).count() == ROWS


def test_moving_an_article_while_its_next_edition_is_approved_is_one_or_the_other(chiefs):
    target = make_section(slug="doi-song")
    for number in ROUNDS:
        source = make_section(slug=f"tu-{number}")
        live = make_edition(state="live", section=source, at=AT - timedelta(hours=1))
        draft = writing.open_next(live, by=None, at=AT - timedelta(minutes=30))
        draft.title = "Tên khác"
        writing.revise(draft, by=None, at=AT - timedelta(minutes=30))
        draft = bring_to("last_step", Edition.objects.select_related("article").get(pk=draft.pk), at=AT)
        shelved, approved = at_once(
            [
                partial(shelving.shelve, source, target, by=chiefs[0], at=AT, note="Nhập."),
                partial(moves.make, "approve", draft, by=chiefs[1], seen=draft.stamp, at=AT),
            ]
        )
        assert isinstance(shelved, shelving.Portion)
        now = Edition.objects.live(AT).get(article=live.article)
        # Approved first: those words are moved. Else the article stays for the edition on the table.
        assert isinstance(approved, Edition)
        assert now.title == "Tên khác"
        assert (now.section == target) == (shelved.moved == 1)
