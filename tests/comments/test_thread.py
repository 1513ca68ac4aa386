"""The thread under an article: everything shown stands there exactly once, and the count says how many."""

import random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.decisions import decide, permitted_decisions
from comments.models import Comment
from tests.comments.readers import discussion, make_shown
from tests.factories import AT, make_comment, make_edition


@pytest.fixture
def edition(db):
    return make_edition(state="live")


def in_time(edition, *states: str) -> list[Comment]:
    return [
        make_comment(edition=edition, state=state, body=f"Ý kiến {number}")
        for number, state in enumerate(states)
    ]


def walk(edition) -> list[int]:
    """Ids of every comment from the first page to the last, in the order in which they stand."""
    ids, query = [], ""
    for _page in range(50):
        page = discussion(edition, query=query)
        ids += page.ids
        query = page.older
        if not query:
            return ids
    raise AssertionError("the pages go round in a circle")


# ── Order ────────────────────────────────────────────────────────────────────
def test_only_what_is_shown_stands_there_newest_first(edition):
    one, _held, _spam, _rejected, two = in_time(edition, "shown", "held", "spam", "rejected", "shown")
    assert discussion(edition).ids == [two.pk, one.pk]


def test_replies_stand_under_their_comment_in_the_order_they_came(edition):
    one, two = in_time(edition, "shown", "shown")
    first, second = (make_comment(edition=edition, state="shown", parent=one, body=b) for b in ("Một", "Hai"))
    make_comment(edition=edition, parent=two, body="Chờ duyệt")
    assert discussion(edition).ids == [two.pk, one.pk, first.pk, second.pk]


def test_each_article_has_its_own_thread(edition):
    (mine,) = in_time(edition, "shown")
    other = make_edition(state="live")
    (theirs,) = in_time(other, "shown")
    assert (discussion(edition).ids, discussion(other).ids) == ([mine.pk], [theirs.pk])


def test_an_article_nobody_answered_says_no_number(edition):
    in_time(edition, "held", "rejected")
    empty = discussion(edition)
    assert (empty.comments, empty.said_count, empty.older) == ([], 0, "")


def test_only_a_comment_that_can_be_answered_offers_it(edition):
    (comment,) = in_time(edition, "shown")
    make_comment(edition=edition, state="shown", parent=comment, body="Trả lời")
    page = Client().get(edition.article.get_absolute_url()).text
    assert page.count(f"/y-kien/{edition.article_id}/tra-loi/") == 1
    assert f'href="/y-kien/{edition.article_id}/tra-loi/{comment.pk}/"' in page


# ── Counts ───────────────────────────────────────────────────────────────────
def decided(comment: Comment, name: str) -> None:
    comment.refresh_from_db()
    decide(name, comment, by=None, seen=comment.version, at=AT, reason="Không đúng chủ đề.")


def test_replies_under_a_rejected_comment_are_neither_shown_nor_counted(edition):
    parent, other = in_time(edition, "shown", "shown")
    reply = make_comment(edition=edition, state="shown", parent=parent, body="Trả lời")
    assert (discussion(edition).ids, discussion(edition).said_count) == ([other.pk, parent.pk, reply.pk], 3)
    decided(parent, "reject")
    assert (discussion(edition).ids, discussion(edition).said_count) == ([other.pk], 1)
    decided(parent, "approve")
    assert (discussion(edition).ids, discussion(edition).said_count) == ([other.pk, parent.pk, reply.pk], 3)


def test_a_reply_shown_under_a_comment_that_still_waits_is_not_counted(edition):
    (parent,) = in_time(edition, "held")
    make_comment(edition=edition, state="shown", parent=parent, body="Trả lời")
    assert (discussion(edition).ids, discussion(edition).said_count) == ([], 0)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_number_said_is_the_number_seen_whatever_is_decided_in_whatever_order(edition, seed):
    chance = random.Random(seed)
    parents = in_time(edition, *["held"] * 4)
    comments = parents + [
        make_comment(edition=edition, parent=chance.choice(parents), body=f"Trả lời {n}") for n in range(6)
    ]
    for _turn in range(25):
        comment = chance.choice(comments)
        comment.refresh_from_db()
        decided(comment, chance.choice(permitted_decisions(None, comment)).name)
        edition.article.refresh_from_db()
        seen = discussion(edition)
        assert edition.article.comments_shown == seen.said_count == len(seen.ids)
        assert Comment.objects.shown().count() == len(seen.ids)


# ── Many ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("many", [3, 300])
def test_a_thread_takes_one_query_however_long_it_is(edition, many):
    roots = make_shown(edition, many - many // 3)
    make_shown(edition, many // 3, parent=roots[-1])
    client, path = Client(), edition.article.get_absolute_url()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert len([q for q in queries if "comments_comment" in q["sql"].partition("FROM")[2]]) == 1


def test_older_pages_hold_every_comment_exactly_once(edition):
    roots = make_shown(edition, 230)
    for root in roots[::40]:
        make_shown(edition, 7, parent=root)
    ids = walk(edition)
    assert sorted(ids) == list(Comment.objects.order_by("pk").values_list("pk", flat=True))
    edition.article.refresh_from_db()
    assert edition.article.comments_shown == len(ids) == discussion(edition).said_count


def test_a_thread_is_never_torn_between_two_pages(edition):
    roots = make_shown(edition, 96)
    replies = make_shown(edition, 8, parent=roots[0])
    last = discussion(edition, query=discussion(edition).older)
    assert last.ids == [roots[0].pk, *(reply.pk for reply in replies)]


def test_just_a_page_of_comments_has_no_older_ones(edition):
    make_shown(edition, 100)
    whole = discussion(edition)
    assert (len(whole.ids), whole.older) == (100, "")


@pytest.mark.parametrize("replies", [99, 100, 101, 130, 250])
@pytest.mark.parametrize("beside", [0, 1])
def test_every_reply_of_a_long_thread_can_be_read(edition, replies, beside):
    (root,) = make_shown(edition, 1)
    make_shown(edition, beside)
    made = make_shown(edition, replies, parent=root)
    ids = walk(edition)
    assert [pk for pk in ids if pk != root.pk][beside:] == [reply.pk for reply in made]


@pytest.mark.parametrize("mark", ["", "abc", "-1", "1.5", "0", "9" * 30, "٣", "²"])
def test_a_mark_of_any_shape_is_a_page(edition, mark):
    in_time(edition, "shown")
    response = Client().get(edition.article.get_absolute_url(), {"y-kien-truoc": mark})
    assert response.status_code == 200
