"""The moderators' queue: what waits in her sections, counted rightly, at the same cost however much there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from cms.text import one_line
from comments.models import Comment
from tests.cms.markup import Markup, shape
from tests.cms.payloads import EVERY
from tests.comments.readers import make_shown
from tests.factories import AT, MINUTE, make_comment, make_edition, make_section

QUEUE = "/admin/y-kien/"


@pytest.fixture
def edition(khoa_giao):
    return make_edition(state="live", section=khoa_giao)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ids(response) -> list[int]:
    return [comment.pk for comment, _permitted in response.context["rows"]]


def tabs(response) -> dict[str, int]:
    """State → count, as printed on the tabs."""
    links = Markup(response.text).one("nav", "tabs")
    context = {state: count for state, _label, count in response.context["tabs"]}
    printed = [int(word) for word in links.text.split() if word.isdecimal()]
    assert printed == list(context.values())
    return context


# ── Who ──────────────────────────────────────────────────────────────────────
def test_a_stranger_is_sent_to_the_login(db):
    assert Client().get(QUEUE)["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("role", ["phongvien", "congtacvien", "bientapvien", "quantri"])
def test_who_does_not_moderate_is_forbidden(cast, role):
    assert as_(getattr(cast, role)).get(QUEUE).status_code == 403


def test_the_queue_can_only_be_read(cast):
    assert as_(cast.kiemduyet).post(QUEUE).status_code == 405


def test_everybody_sees_and_counts_the_comments_of_her_sections_only(cast, edition):
    here = make_comment(edition=edition)
    there = make_comment(edition=make_edition(state="live", section=make_section(slug="xa-hoi")))
    mine, theirs = as_(cast.kiemduyet).get(QUEUE), as_(cast.outsider).get(QUEUE)
    assert (ids(mine), ids(theirs)) == ([here.pk], [there.pk])
    assert tabs(mine) == tabs(theirs) == {"held": 1, "shown": 0, "rejected": 0, "spam": 0}


# ── What ─────────────────────────────────────────────────────────────────────
def test_each_tab_holds_its_state_and_counts_it(cast, edition):
    made = {
        state: [make_comment(edition=edition, state=state, body=f"{state} {n}").pk for n in range(many)]
        for state, many in {"held": 3, "shown": 2, "rejected": 1, "spam": 4}.items()
    }
    client = as_(cast.kiemduyet)
    pages = {state: client.get(QUEUE, {"state": state}) for state in made}
    assert {state: ids(page) for state, page in pages.items()} == {
        state: pks if state == "held" else pks[::-1] for state, pks in made.items()
    }
    for page in pages.values():
        assert tabs(page) == {state: len(pks) for state, pks in made.items()}


@pytest.mark.parametrize("state", ["", "approved", "HELD", "<script>", "x" * 500])
def test_an_unknown_tab_is_the_waiting_one(cast, edition, state):
    comment = make_comment(edition=edition)
    response = as_(cast.kiemduyet).get(QUEUE, {"state": state})
    assert (response.status_code, response.context["state"], ids(response)) == (200, "held", [comment.pk])


@pytest.mark.parametrize("state", ["held", "shown"])
def test_further_pages_hold_every_comment_exactly_once(cast, edition, state):
    made = make_shown(edition, 60)
    Comment.objects.update(state=state)
    client, seen, after = as_(cast.kiemduyet), [], ""
    for _page in range(3):
        page = client.get(QUEUE, {"state": state, "after": after})
        seen += ids(page)
        after = page.context["more"]
    assert after is None
    assert seen == [comment.pk for comment in (made if state == "held" else made[::-1])]


@pytest.mark.parametrize("after", ["abc", "-1", "9" * 30, "²", "1.5"])
def test_a_mark_that_is_none_is_the_first_page(cast, edition, after):
    comment = make_comment(edition=edition)
    assert ids(as_(cast.kiemduyet).get(QUEUE, {"after": after})) == [comment.pk]


def test_the_words_it_was_written_under_stand_beside_a_comment(cast, khoa_giao):
    edition = make_edition(state="live", section=khoa_giao, title="Gỡ khó cho hợp tác xã", lead="Sáng nay.")
    parent = make_comment(edition=edition, state="shown", name="Người hỏi", body="Câu hỏi?")
    make_comment(edition=edition, parent=parent, name="Người đáp", body="Câu đáp.", suspect=True)
    item = Markup(as_(cast.kiemduyet).get(QUEUE).text).one("article", "queue-item")
    words = ["Gỡ khó cho hợp tác xã", "Sáng nay.", "Người hỏi", "Câu hỏi?", "Người đáp", "Câu đáp."]
    assert [word for word in words if word not in item.text] == []


def test_the_words_stay_beside_it_when_the_article_is_gone(cast, khoa_giao):
    edition = make_edition(state="withdrawn", section=khoa_giao, title="Nuôi cá lồng", at=AT - MINUTE)
    make_comment(edition=edition)
    assert "Nuôi cá lồng" in Markup(as_(cast.kiemduyet).get(QUEUE).text).one("article", "queue-item").text


def test_each_comment_carries_the_version_that_was_seen_and_its_buttons(cast, edition):
    comment = make_comment(edition=edition)
    markup = Markup(as_(cast.kiemduyet).get(QUEUE).text)
    forms = [f.attributes["action"] for f in markup.all("form") if f.attributes["action"].startswith(QUEUE)]
    versions = [n.attributes["value"] for n in markup.all("input") if n.attributes.get("name") == "version"]
    assert forms == [f"{QUEUE}{comment.pk}/{name}/" for name in ("approve", "reject", "spam")]
    assert versions == [str(comment.version)] * len(forms)


def test_no_payload_changes_the_shape_of_the_queue(cast, edition):
    client, rows = as_(cast.kiemduyet), make_shown(edition, 25)
    plain = shape(client.get(QUEUE, {"state": "shown"}).text)
    for start in range(0, len(EVERY), 25):
        for row, payload in zip(rows, EVERY[start : start + 25], strict=False):
            line = one_line(payload)
            Comment.objects.filter(pk=row.pk).update(name=line[:60], body=line)
        assert shape(client.get(QUEUE, {"state": "shown"}).text) == plain


# ── At what cost ─────────────────────────────────────────────────────────────
def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("state", ["held", "shown", "rejected"])
def test_the_queue_costs_the_same_at_three_and_at_thirty(cast, state, khoa_giao):
    def more(many: int) -> int:
        for number in range(many):
            edition = make_edition(state="live", section=khoa_giao, title=f"Bài {number}")
            parent = make_comment(edition=edition, state="spam")
            make_comment(edition=edition, state=state, parent=parent, body="Đáp")
        return queries(client, f"{QUEUE}?state={state}")

    client = as_(cast.kiemduyet)
    assert (more(3), more(27)) == (5, 5)


# ── On the desk's first page ─────────────────────────────────────────────────
def test_the_desk_says_how_many_wait_for_her(cast, edition):
    for number in range(3):
        make_comment(edition=edition, body=f"Ý kiến {number}")
    make_comment(edition=edition, state="shown")
    make_comment(edition=make_edition(state="live", section=make_section(slug="xa-hoi")))
    panels = as_(cast.kiemduyet).get("/admin/").context["panels"]
    assert [panel["count"] for panel in panels if panel["template"] == "desk/comments/panel.html"] == [3]


def test_the_desk_of_who_does_not_moderate_says_nothing(cast):
    panels = as_(cast.phongvien).get("/admin/").context["panels"]
    assert [panel for panel in panels if panel["template"] == "desk/comments/panel.html"] == []


def test_closing_comments_hides_none_from_the_queue(cast, edition):
    comment = make_comment(edition=edition)
    Article.objects.update(comments_open=False)
    assert ids(as_(cast.kiemduyet).get(QUEUE)) == [comment.pk]
