"""Several at once, in real threads on a real database: one is first, the others are told so, and nothing is lost.

Every race is run in several rounds: a naive check-then-save loses in most of them, not in all.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles import moves, writing
from articles.models import Article, Edition, Section, StaleEdition
from articles.workflow import MOVES
from comments.decisions import decide
from comments.models import Comment, CommentSource
from record.models import Event
from tests.factories import AT, bring_to, make_comment, make_edition, make_section, make_user

# Named as a fixture, and not by the mark alone: `tests/conftest.py` lifts triggers for the flush by that name.
pytestmark = pytest.mark.usefixtures("transactional_db")

MANY = 8
ROUNDS = range(5)


def at_once(acts: list[Callable]) -> list:
    """Does all of these at the same time, each on a connection of its own: results or exceptions, in their order."""
    barrier, outcomes = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable) -> None:
        try:
            barrier.wait(timeout=20)
            outcomes[place] = act()
        except Exception as exception:
            outcomes[place] = exception
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def failures(outcomes: list) -> list[Exception]:
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def somebody_was_faster(event: Event) -> str:
    return _("Somebody was faster: %(who)s, “%(what)s”, %(when)s. Look at it again.") % {
        "who": event.actor_label,
        "what": MOVES[event.kind.removeprefix("edition.")].label,
        "when": "09:00:00, 04/05/2040",
    }


@pytest.fixture
def section() -> Section:
    return make_section(name="Khoa giáo")


@pytest.fixture
def chiefs(section) -> list[User]:
    return [make_user(username=f"chief{n}", role="tongbientap", section=section) for n in range(MANY)]


def try_to(name: str, editions: list[Edition], people: list[User]) -> list:
    """All of them make this move at once, each on her edition, as it stood before any of them did."""

    def act(edition: Edition, user: User) -> Callable:
        seen = edition.stamp
        return lambda: moves.make(name, edition, by=user, seen=seen, at=AT, note="Gấp.")

    return at_once([act(edition, user) for edition, user in zip(editions, people, strict=True)])


def check_one_won(name: str, article: Article, outcomes: list) -> Edition:
    """One move, one event, one winner; the seven others are told her name."""
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Edition)]
    (event,) = Event.objects.about(*article.editions.all()).filter(kind=f"edition.{name}")
    assert event.thing_id == winner.pk
    told = [(type(failure), str(failure)) for failure in failures(outcomes)]
    assert told == [(moves.Overtaken, somebody_was_faster(event))] * (MANY - 1)
    return winner


# ── Deciding ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("name", "state"), [("approve", "last_step"), ("pass_on", "in_review")])
def test_of_eight_who_decide_on_one_edition_at_once_one_does(name, state, section, chiefs):
    for _round in ROUNDS:
        edition = make_edition(state=state, section=section)
        winner = check_one_won(name, edition.article, try_to(name, [edition] * MANY, chiefs))
        assert winner.state == MOVES[name].to


def test_of_eight_who_approve_eight_drafts_of_one_article_at_once_one_does(section, chiefs):
    for _round in ROUNDS:
        first = make_edition(state="live", section=section, at=AT - timedelta(hours=1))
        drafts = [bring_to("last_step", writing.open_next(first, by=None, at=AT)) for _ in range(MANY)]
        outcomes = try_to("publish_urgently", drafts, chiefs)
        winner = check_one_won("publish_urgently", first.article, outcomes)
        assert list(Edition.objects.live(AT).filter(article=first.article)) == [winner]
        assert first.article.editions.filter(state="approved").count() == 2


def test_approving_while_somebody_saves_is_one_or_the_other_and_never_a_silent_loss(section, chiefs):
    for _round in ROUNDS:
        edition = make_edition(state="last_step", section=section)
        copy = Edition.objects.get(pk=edition.pk)
        copy.title = "Tên khác"
        seen = edition.stamp
        approved, saved = at_once(
            [
                lambda e=edition, s=seen: moves.make("approve", e, by=chiefs[0], seen=s, at=AT),
                lambda c=copy: writing.revise(c, by=chiefs[1], at=AT),
            ]
        )
        now = Edition.objects.get(pk=edition.pk)
        if isinstance(saved, Edition):
            assert (type(approved), now.state, now.title) == (moves.Overtaken, "in_review", "Tên khác")
        else:
            assert (type(saved), now.state, now.title) == (StaleEdition, "approved", "Trao quà cho học sinh")
            assert now.content_hash == now.fingerprint()


def test_of_eight_who_save_one_draft_at_once_one_does_and_seven_keep_their_words(section):
    edition = make_edition(section=section)
    copies = [Edition.objects.get(pk=edition.pk) for _ in range(MANY)]
    for number, copy in enumerate(copies):
        copy.title = f"Của người thứ {number}"
    outcomes = at_once([lambda c=copy: writing.revise(c, by=None, at=AT) for copy in copies])
    (saved,) = [outcome for outcome in outcomes if isinstance(outcome, Edition)]
    assert [type(failure) for failure in failures(outcomes)] == [StaleEdition] * (MANY - 1)
    assert Edition.objects.values_list("title", "version").get() == (saved.title, 2)
    assert Event.objects.about(edition).filter(kind="edition.edit").count() == 1


def test_of_those_who_reschedule_and_recall_one_edition_at_once_one_does(section, chiefs):
    for _round in ROUNDS:
        edition = make_edition(state="scheduled", section=section)
        seen, acts = edition.stamp, []
        for n, chief in enumerate(chiefs):
            given = {} if n % 2 else {"live_from": AT + timedelta(days=n + 1)}
            act = partial(moves.make, "recall" if n % 2 else "reschedule", edition, by=chief, seen=seen)
            acts.append(partial(act, at=AT, **given))
        outcomes = at_once(acts)
        (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Edition)]
        assert [type(failure) for failure in failures(outcomes)] == [moves.Overtaken] * (MANY - 1)
        assert winner.version == edition.version + 1
        now = Edition.objects.get(pk=edition.pk)
        assert (now.state, now.live_from) == (winner.state, winner.live_from)


def test_what_the_database_saw_begin_is_not_moved_by_whoever_looked_before(section):
    """Our clock was asked when the request came in; the hour struck meanwhile, by the database's own."""
    then = timezone.make_aware(datetime(2021, 9, 15, 18))
    edition = make_edition(state="scheduled", section=section, at=then, live_from=then + timedelta(hours=1))
    later = then + timedelta(days=1)
    with pytest.raises(moves.NotPossible) as caught:
        moves.make("reschedule", edition, by=None, seen=edition.stamp, at=then, live_from=later)
    assert str(caught.value) == _("A span has begun or ended this moment. Look at it again.")
    assert Edition.objects.values_list("state", "live_from").get() == ("approved", edition.live_from)


# ── Writing ──────────────────────────────────────────────────────────────────
def test_eight_writers_who_save_twenty_drafts_each_are_never_locked_out(section):
    def write(who: int) -> None:
        for number in range(20):
            edition = Edition(title=f"Bài {number} của {who}", section=section)
            writing.begin(edition, by=None, at=AT)

    outcomes = at_once([lambda who=who: write(who) for who in range(MANY)])
    assert (failures(outcomes), Article.objects.count(), Event.objects.count()) == ([], 160, 160)


def test_a_form_sent_eight_times_at_once_makes_one_article(section):
    key = uuid.uuid4()
    outcomes = at_once(
        [
            lambda: writing.begin(Edition(title="Một lần", section=section), by=None, at=AT, form_key=key)
            for _ in range(MANY)
        ]
    )
    assert [type(failure) for failure in failures(outcomes)] == [IntegrityError] * (MANY - 1)
    assert (Article.objects.count(), Edition.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_eight_who_ask_for_the_next_number_get_eight(section):
    article = make_edition(section=section).article
    numbers = at_once([lambda: Article.objects.get(pk=article.pk).next_number() for _ in range(MANY)])
    assert sorted(numbers) == list(range(2, MANY + 2))


def test_eight_who_open_the_next_edition_open_eight(section):
    first = make_edition(state="live", section=section)
    copies = [Edition.objects.select_related("article").get(pk=first.pk) for _ in range(MANY)]
    opened = at_once([lambda c=copy: writing.open_next(c, by=None, at=AT) for copy in copies])
    assert failures(opened) == []
    assert sorted(edition.number for edition in opened) == list(range(2, MANY + 2))


# ── Counting ─────────────────────────────────────────────────────────────────
def counted(article: Article) -> tuple[int, int]:
    return Article.objects.values_list("comments_posted", "comments_shown").get(pk=article.pk)


def post(edition: Edition, name: str) -> Comment:
    comment = Comment(
        article=edition.article, section=edition.section, name=name, body="Bài viết rất hay.", posted_at=AT
    )
    with transaction.atomic():
        return Comment.objects.post(comment, CommentSource(network="192.0.2.0/24"))


def test_comments_that_eight_readers_post_at_once_are_all_counted(section):
    edition = make_edition(state="live", section=section)

    def talk(who: int) -> None:
        for number in range(5):
            post(edition, f"Bạn đọc {who}-{number}")

    outcomes = at_once([lambda who=who: talk(who) for who in range(MANY)])
    assert (failures(outcomes), Comment.objects.count(), counted(edition.article)) == ([], 40, (40, 0))


def test_a_comment_sent_eight_times_at_once_is_one(section):
    edition = make_edition(state="live", section=section)
    outcomes = at_once([lambda: post(edition, "Lò Văn Đọc") for _ in range(MANY)])
    assert len({comment.pk for comment in outcomes}) == 1
    assert (Comment.objects.count(), counted(edition.article)) == (1, (1, 0))


def test_comments_that_eight_moderators_show_and_take_down_at_once_are_all_counted(section):
    edition = make_edition(state="live", section=section)
    held = [make_comment(edition=edition, name=f"Bạn đọc {n}") for n in range(40)]

    def moderate(mine: list[Comment]) -> None:
        for comment in mine:
            decide("approve", comment, by=None, seen=1, at=AT)
        decide("spam", mine[0], by=None, seen=2, at=AT)

    outcomes = at_once([lambda mine=held[n::MANY]: moderate(mine) for n in range(MANY)])
    assert failures(outcomes) == []
    assert (counted(edition.article), Comment.objects.shown().count()) == ((40, 32), 32)
