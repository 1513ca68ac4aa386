"""Several articles at once: each by itself through the gate, with an answer of its own."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import many, writing
from articles.models import Edition
from articles.workflow import MOVES
from record.models import Event
from tests.desk.pages import Page
from tests.factories import AT, HOUR, MINUTE, bring_to, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

MANY = "/admin/articles/edition/nhieu-bai/"


def states(*editions: Edition) -> list[str]:
    return [Edition.objects.get(pk=edition.pk).state for edition in editions]


def opened(client: Client, *editions: Edition | int) -> dict:
    """The page of these, as a browser sends it back: every row ticked."""
    ids = [getattr(edition, "pk", edition) for edition in editions]
    response = client.get(MANY, {"chon": ids})
    assert response.status_code == 200
    return sent_back(Page(response))


def sent_back(page: Page) -> dict:
    boxes = [box.attrs["value"] for box in page.all("input", name="chon")]
    return page.form("several") | {"chon": boxes}


def answers(page: Page) -> dict[str, str]:
    """Title → what is said of it: its new state, or why not."""
    lines = page.all("li", inside="many__answers")
    titles = {}
    for line in lines:
        title = next(a.text for a in page.all("a") if a.within(line))
        titles[title] = " ".join(line.text.replace(title, "", 1).split())
    return titles


@pytest.fixture
def pieces(cast, khoa_giao):
    def of(state: str, count: int, **given) -> list[Edition]:
        given = {"by": cast.phongvien, "section": khoa_giao, **given}
        return [make_edition(title=f"Tin {state} {n}", state=state, **given) for n in range(count)]

    return of


# ── Choosing ─────────────────────────────────────────────────────────────────
def test_it_offers_the_moves_that_at_least_one_of_them_allows_with_how_many_do(as_, pieces):
    chosen = [*pieces("last_step", 2), *pieces("live", 1)]
    page = Page(as_("tongbientap").get(MANY, {"chon": [piece.pk for piece in chosen]}))
    buttons = {b.attrs["value"]: b.text.strip() for b in page.all("button", name="_move")}
    said = {"send_back": 2, "approve": 2, "publish_urgently": 2, "withdraw": 1}
    expected = {name: f"{MOVES[name].label} ({count}/3)" for name, count in said.items()}
    assert buttons == expected | {"take": f"{_('Take this piece')} (2/3)"}
    # What has no button here is not said to be allowed here.
    assert str(MOVES["set_expiry"].label) not in " ".join(page.texts("p", inside="many__rows"))


def test_what_is_none_of_hers_is_not_found_and_not_told(as_, pieces, cast):
    [mine] = pieces("draft", 1)
    secret = make_edition(title="Bài của người khác", section=make_section(slug="xa-hoi"), by=cast.outsider)
    response = as_("phongvien").get(MANY, {"chon": [secret.pk, mine.pk, 987654]})
    page = response.content.decode()
    assert (mine.title in page, secret.title in page) == (True, False)
    assert _("Not found: %(numbers)s.") % {"numbers": f"{secret.pk}, 987654"} in page


@pytest.mark.parametrize("typed", [["987654"], ["987654", "987655"]])
def test_none_of_hers_at_all_is_not_found(as_, typed):
    assert as_("phongvien").get(MANY, {"chon": typed}).status_code == 404


@pytest.mark.parametrize("typed", [[], ["x"], ["0"], ["-1"], ["9" * 40]])
def test_nothing_chosen_is_said_so(as_, typed):
    response = as_("phongvien").get(MANY, {"chon": typed})
    assert response.status_code == 422
    assert _("Nothing is chosen. Go back to the list and tick some articles.") in response.content.decode()


def test_a_hundred_and_one_are_too_many_and_a_hundred_are_not(as_, pieces):
    [piece] = pieces("draft", 1)
    client, rest = as_("phongvien"), list(range(900_001, 900_101))
    assert client.get(MANY, {"chon": [piece.pk, *rest[:99]]}).status_code == 200
    for answer in (
        client.get(MANY, {"chon": [piece.pk, *rest]}),
        client.post(MANY, {"chon": [piece.pk, *rest], "_move": "submit", f"seen-{piece.pk}": piece.stamp}),
    ):
        assert answer.status_code == 422
        assert "101" in Page(answer).texts("p", css="errornote")[0]
    assert states(piece) == ["draft"]


def test_the_same_one_twice_is_one(as_, pieces):
    [piece] = pieces("draft", 1)
    assert opened(as_("phongvien"), piece, piece)["chon"] == [str(piece.pk)]


# ── Doing ────────────────────────────────────────────────────────────────────
def test_each_is_moved_with_an_event_of_its_own(as_, cast, pieces):
    chosen = pieces("last_step", 3)
    client = as_("tongbientap")
    response = client.post(MANY, opened(client, *chosen) | {"_move": "approve"})
    assert (response.status_code, states(*chosen)) == (200, ["approved"] * 3)
    assert answers(Page(response)) == {piece.title: _("Published") for piece in chosen}
    for piece in chosen:
        [event] = Event.objects.about(piece).filter(kind="edition.approve")
        assert event.actor_id == cast.tongbientap.pk


def test_a_row_that_is_not_ticked_is_left(as_, pieces):
    first, second = pieces("last_step", 2)
    client = as_("tongbientap")
    client.post(MANY, opened(client, first, second) | {"_move": "approve", "chon": [first.pk]})
    assert states(first, second) == ["approved", "in_review"]


def test_one_line_for_each_and_its_reason_where_it_was_refused(as_, cast, khoa_giao, pieces, clock):
    """Her own, not at the step, with errors, overtaken: and what was possible is done all the same."""
    make_grant(person=cast.tongbientap, role="phongvien", section=khoa_giao)
    good, overtaken = pieces("last_step", 2)
    own = make_edition(title="Bài của chính bà", state="last_step", by=cast.tongbientap, section=khoa_giao)
    [early] = pieces("draft", 1)
    empty = make_edition(title="Bài rỗng", body="", by=cast.phongvien, section=khoa_giao)
    Edition.objects.filter(pk=empty.pk).update(
        state="in_review", step=good.step, body="", search_text="", version=2
    )
    client = as_("tongbientap")
    form = opened(client, good, overtaken, own, early, empty)
    writing.revise(Edition.objects.get(pk=overtaken.pk), by=cast.tongbientap, at=AT + MINUTE)
    clock.move_to(AT + 2 * MINUTE)
    response = client.post(MANY, form | {"_move": "approve"})
    assert response.status_code == 200
    assert states(good, overtaken, own, early, empty) == [
        "approved",
        "in_review",
        "in_review",
        "draft",
        "in_review",
    ]
    said, label = answers(Page(response)), MOVES["approve"].label
    assert said[good.title] == _("Published")
    assert said[own.title] == _("“%(move)s” is not yours to do here.") % {"move": label}
    assert said[early.title] == _("“%(move)s” is not possible now: %(state)s.") % {
        "move": label,
        "state": _("Draft"),
    }
    assert said[empty.title].startswith(_("“%(move)s” waits until this is mended:") % {"move": label})
    assert said[overtaken.title] == _("You did “%(what)s” elsewhere at %(when)s. Look at it again.") % {
        "what": _("Edited at the step"),
        "when": "09:01:00, 04/05/2040",
    }


def test_what_failed_can_be_tried_again_with_the_reason_kept(as_, cast, pieces):
    first, second = pieces("live", 2)
    client, why = as_("thukytoasoan"), {"note": "Sai số liệu.", "ordered_by": "Tổng Biên tập"}
    form = opened(client, first, second) | why
    # Readers see another edition of the second by now.
    urgent = writing.open_next(second, by=None, at=AT + MINUTE)
    bring_to("live", urgent, at=AT + MINUTE)
    response = client.post(MANY, form | {"_move": "withdraw"})
    page = Page(response)
    again = sent_back(page)
    assert again["chon"] == [str(second.pk)]
    assert {key: again[key] for key in why} == why
    assert list(answers(page)) == [first.title, second.title]


def test_without_the_reason_nothing_is_done_and_all_is_kept(as_, pieces):
    chosen = pieces("live", 2)
    client = as_("thukytoasoan")
    form = opened(client, *chosen) | {"_move": "withdraw", "ordered_by": "Sở Y tế"}
    response = client.post(MANY, form)
    page = Page(response)
    assert (response.status_code, page.errors()) == (422, [_("Write the reason.")])
    assert sent_back(page)["ordered_by"] == "Sở Y tế"
    assert [p.phase(AT) for p in Edition.objects.all()] == ["live", "live"]
    response = client.post(MANY, sent_back(page) | {"_move": "withdraw", "note": "Sai số liệu."})
    assert (response.status_code, {p.ended_by for p in Edition.objects.all()}) == (200, {"withdrawn"})


def test_the_time_is_that_of_all(as_, pieces):
    chosen = pieces("last_step", 2)
    client = as_("tongbientap")
    client.post(
        MANY,
        opened(client, *chosen) | {"_move": "approve", "when": "later", "live_from": "10:00, 04/05/2040"},
    )
    assert {Edition.objects.get(pk=p.pk).live_from for p in chosen} == {AT + HOUR}


@pytest.mark.parametrize("move", ["send_back", "take_back"])
def test_a_time_for_a_move_that_takes_none_is_refused(as_, pieces, move):
    [piece] = pieces("in_review", 1)
    client = as_("bientapvien")
    form = {"chon": piece.pk, f"seen-{piece.pk}": piece.stamp, "_move": move}
    response = client.post(MANY, form | {"note": "Thiếu.", "live_from": "10:00, 04/05/2040"})
    assert (response.status_code, states(piece)) == (422, ["in_review"])


def test_the_same_page_sent_twice_does_nothing_twice(as_, pieces):
    chosen = pieces("last_step", 3)
    client = as_("tongbientap")
    form = opened(client, *chosen) | {"_move": "approve"}
    assert client.post(MANY, form).status_code == 200
    events = Event.objects.count()
    response = client.post(MANY, form)
    assert (response.status_code, Event.objects.count()) == (409, events)
    told = answers(Page(response)).values()
    did = _("You did “%(what)s” elsewhere at %(when)s. Look at it again.").partition("%(when)s")[0]
    assert [line.startswith(did % {"what": MOVES["approve"].label}) for line in told] == [True] * 3


def test_two_editions_of_one_article_are_not_both_approved_unseen(as_, cast, pieces, clock):
    """The second would replace the first, which she has not seen as approved."""
    [live] = pieces("live", 1)
    drafts = [bring_to("last_step", writing.open_next(live, by=None, at=AT), at=AT) for _n in range(2)]
    clock.move_to(AT + MINUTE)
    client = as_("tongbientap")
    response = client.post(MANY, opened(client, *drafts) | {"_move": "approve"})
    assert (response.status_code, states(*drafts)) == (200, ["approved", "in_review"])


def test_a_row_without_what_was_seen_of_it_is_not_moved(as_, pieces):
    [piece] = pieces("last_step", 1)
    response = as_("tongbientap").post(MANY, {"chon": piece.pk, "_move": "approve"})
    assert (response.status_code, states(piece)) == (409, ["in_review"])


def test_fields_that_are_none_of_the_forms_change_nothing(as_, cast, pieces):
    [piece] = pieces("in_review", 1)
    other = make_section(slug="xa-hoi")
    extra = {"state": "approved", "section": other.pk, "created_by": cast.tongbientap.pk, "is_staff": "on"}
    client = as_("bientapvien")
    client.post(MANY, opened(client, piece) | extra | {"_move": "pass_on"})
    now = Edition.objects.get(pk=piece.pk)
    assert (now.state, now.section_id, now.created_by_id) == (
        "in_review",
        piece.section_id,
        cast.phongvien.pk,
    )


@pytest.mark.parametrize("name", ["reshelve", "start_over", "delete", ""])
def test_what_has_no_button_is_not_there(as_, pieces, name):
    [piece] = pieces("draft", 1)
    form = {"chon": piece.pk, f"seen-{piece.pk}": piece.stamp, "_move": name, "note": "x"}
    assert as_("tongbientap").post(MANY, form).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(as_, method):
    assert getattr(as_("tongbientap"), method)(MANY).status_code == 405


# ── Her own text ─────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("pass_on", "in_review"),
        ("approve", "last_step"),
        ("publish_urgently", "draft"),
        ("take", "in_review"),
    ],
)
def test_nobody_passes_her_own_text_among_many(as_, cast, khoa_giao, name, state):
    own = make_edition(state=state, by=cast.tongbientap, section=khoa_giao)
    sent = {"chon": own.pk, f"seen-{own.pk}": own.stamp, "_move": name, "note": "Gấp."}
    before = Event.objects.count()
    assert as_("tongbientap").post(MANY, sent).status_code == 409
    assert (states(own), Event.objects.count()) == ([own.state], before)


# ── Taking ───────────────────────────────────────────────────────────────────
def test_several_are_taken_but_none_from_somebody_unseen(as_, cast, khoa_giao, pieces):
    free, others = pieces("in_review", 2)
    client = as_("bientapvien")
    form = opened(client, free, others)
    Edition.objects.filter(pk=others.pk).update(taken_by=cast.thukytoasoan, taken_at=AT)
    response = client.post(MANY, form | {"_move": many.TAKE})
    assert [Edition.objects.get(pk=p.pk).taken_by for p in (free, others)] == [
        cast.bientapvien,
        cast.thukytoasoan,
    ]
    said = _("%(who)s has taken this piece meanwhile.") % {"who": cast.thukytoasoan}
    assert answers(Page(response))[others.title] == said


# ── Counting ─────────────────────────────────────────────────────────────────
CHOOSING = 6


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_asks_as_often_for_twenty_as_for_two(as_, pieces, count, django_assert_num_queries):
    chosen = [*pieces("last_step", count // 2), *pieces("live", count - count // 2)]
    client, ids = as_("tongbientap"), [piece.pk for piece in chosen]
    with django_assert_num_queries(CHOOSING):
        assert client.get(MANY, {"chon": ids}).status_code == 200


# What comes once, and what each row's own move costs.
DOING, A_ROW = 5, 22


@pytest.mark.parametrize("count", [2, 20])
def test_a_row_costs_as_much_among_twenty_as_among_two(as_, pieces, count, django_assert_num_queries):
    client = as_("tongbientap")
    chosen = pieces("last_step", count)
    form = opened(client, *chosen) | {"_move": "approve"}
    with django_assert_num_queries(DOING + count * A_ROW):
        client.post(MANY, form)
    assert set(states(*chosen)) == {"approved"}


def test_the_fragment_for_the_list_leads_here():
    from django.template.loader import render_to_string

    assert reverse("admin:edition-many") == MANY
    assert f'<form id="many" method="get" action="{MANY}"' in render_to_string("desk/articles/_many.html")


def test_a_stranger_finds_nothing_of_anybodys(client, pieces):
    [piece] = pieces("last_step", 1)
    client.force_login(make_user(username="nguoi-la"))
    sent = {"chon": piece.pk, f"seen-{piece.pk}": piece.stamp, "_move": "approve"}
    assert (client.get(MANY, sent).status_code, client.post(MANY, sent).status_code) == (404, 404)
