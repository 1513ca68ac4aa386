"""Announcements: shown for their span, leading only to what is live, and never changed where readers have seen them."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from articles import moves, noticeboard
from articles.announcing import shown, silenced
from articles.embargo import set_embargo, withheld_from
from articles.models import Announcement, Edition, withholding
from articles.noticeboard import Wording
from record.models import Event
from tests.factories import AT, DAY, HOUR, MINUTE, make_announcement, make_edition, make_user

pytestmark = pytest.mark.django_db

SECOND = MINUTE / 60


def wording(**given) -> Wording:
    usual = {"kind": "notice", "text": "Nghỉ lễ.", "article": None, "shown_from": None, "shown_until": None}
    return Wording(**usual | given)


def texts(at: datetime) -> list[str]:
    found = shown(at)
    return [one.text for one in (*found.breaking, *found.notices)]


def rows() -> tuple:
    return list(Announcement.objects.order_by("pk").values()), Event.objects.count()


# ── What readers see ─────────────────────────────────────────────────────────
def test_it_is_shown_from_its_first_second_and_not_at_its_last():
    one = make_announcement(text="Nghỉ lễ.", shown_from=AT + HOUR, shown_until=AT + 2 * HOUR)
    moments = [AT + HOUR - SECOND, AT + HOUR, AT + 2 * HOUR - SECOND, AT + 2 * HOUR]
    assert [texts(at) for at in moments] == [[], ["Nghỉ lễ."], ["Nghỉ lễ."], []]
    assert [one.is_shown(at) for at in moments] == [False, True, True, False]


def test_the_newest_breaking_news_comes_first_and_mourning_has_no_line_of_its_own():
    make_announcement(kind="breaking", text="Lũ về", at=AT)
    make_announcement(kind="breaking", text="Đường đã thông", at=AT + MINUTE)
    assert shown(AT + MINUTE).mourning is False
    make_announcement(kind="mourning", text="", at=AT + MINUTE, shown_until=AT + DAY)
    found = shown(AT + MINUTE)
    assert ([one.text for one in found.breaking], found.notices) == (["Đường đã thông", "Lũ về"], [])
    assert (found.mourning, shown(AT + DAY).mourning) == (True, False)


def test_it_leads_to_its_article_while_that_is_live_and_goes_with_it():
    edition = make_edition(state="scheduled", live_from=AT + HOUR)
    make_announcement(kind="breaking", text="Lũ về", article=edition.article)
    current = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    ways = [shown(at).breaking[0].get_absolute_url() for at in (AT, AT + HOUR)]
    given = {"seen": current.stamp, "note": "Sai.", "ordered_by": "Ban Biên tập"}
    moves.make("withdraw", current, by=None, at=AT + 2 * HOUR, **given)
    assert ways == ["", edition.article.get_absolute_url()]
    assert shown(AT + 2 * HOUR).breaking == []
    [line] = Announcement.objects.all()
    assert [silenced(at) for at in (AT, AT + HOUR, AT + 2 * HOUR)] == [set(), set(), {line.pk}]


def test_readers_are_led_nowhere_before_it_is_live(client, clock):
    edition = make_edition(state="scheduled", title="Bài chưa đăng", live_from=AT + HOUR)
    make_announcement(kind="breaking", text="Lũ về", article=edition.article)
    page = client.get("/").text
    assert ("Lũ về" in page, edition.article.path in page, "Bài chưa đăng" in page) == (True, False, False)
    clock.move_to(AT + HOUR)
    assert edition.article.path in client.get("/").text


def test_what_is_shown_costs_one_query(django_assert_num_queries):
    for _number in range(3):
        edition = make_edition(state="live")
        make_announcement(kind="breaking", text="Lũ về", article=edition.article)
    with django_assert_num_queries(1):
        assert len([one.get_absolute_url() for one in shown(AT).breaking]) == 3


def test_days_of_mourning_are_grey_for_readers(client, clock):
    make_announcement(kind="mourning", text="", shown_from=AT + HOUR, shown_until=AT + DAY)
    said = []
    for at in (AT, AT + HOUR, AT + DAY):
        clock.move_to(at)
        said.append('class="mourning"' in client.get("/").text)
    assert said == [False, True, False]


# ── The gate ─────────────────────────────────────────────────────────────────
@pytest.fixture
def editor(cast):
    return cast.thukytoasoan


def refused(kind, act, *args, **given) -> str:
    before = rows()
    with pytest.raises(kind) as refusal:
        act(*args, **given)
    assert rows() == before
    return str(refusal.value)


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "kiemduyet", "quantri"])
def test_who_announces_nothing_is_refused(cast, who):
    by = getattr(cast, who)
    there = make_announcement()
    refused(moves.NotPermitted, noticeboard.put_up, wording(), by=by, at=AT)
    refused(moves.NotPermitted, noticeboard.change, there, wording(), by=by, at=AT, seen=1)
    refused(moves.NotPermitted, noticeboard.end, there, by=by, at=AT, seen=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"kind": "breaking", "text": ""}, "text"),
        ({"shown_from": AT - SECOND}, "shown_from"),
        ({"shown_until": AT}, "shown_until"),
        ({"shown_from": AT + HOUR, "shown_until": AT + HOUR}, "shown_until"),
    ],
)
def test_what_is_lacking_is_said_at_its_field(editor, given, field):
    before = rows()
    with pytest.raises(moves.Incomplete) as refusal:
        noticeboard.put_up(wording(**given), by=editor, at=AT)
    assert (refusal.value.field, rows()) == (field, before)


@pytest.mark.parametrize("state", ["draft", "in_review", "returned"])
def test_it_leads_to_nothing_that_no_reader_will_see(editor, khoa_giao, state):
    article = make_edition(state=state, section=khoa_giao).article
    refused(moves.Incomplete, noticeboard.put_up, wording(article=article), by=editor, at=AT)


def test_each_act_is_recorded(editor):
    one = noticeboard.put_up(wording(text="Lũ về"), by=editor, at=AT)
    noticeboard.change(one, wording(text="Lũ về", shown_until=AT + DAY), by=editor, at=AT + MINUTE, seen=1)
    noticeboard.end(one, by=editor, at=AT + 2 * MINUTE, seen=2)
    events = Event.objects.about(one).order_by("pk")
    assert [event.kind for event in events] == [
        "announcement.put_up",
        "announcement.change",
        "announcement.end",
    ]
    assert {(event.actor_id, event.label) for event in events} == {(editor.pk, "Lũ về")}


def test_what_readers_were_told_stands_when_its_words_are_changed(editor):
    one = make_announcement(text="Cấm đường 279")
    noticeboard.change(one, wording(text="Đã thông đường 279"), by=editor, at=AT + HOUR, seen=1)
    assert [texts(at) for at in (AT, AT + HOUR - SECOND, AT + HOUR)] == [
        ["Cấm đường 279"],
        ["Cấm đường 279"],
        ["Đã thông đường 279"],
    ]


def test_of_one_that_is_ahead_everything_is_changed_on_the_row(editor):
    one = make_announcement(text="Nghỉ lễ", shown_from=AT + HOUR)
    said = wording(text="Nghỉ Tết", shown_from=AT + 2 * HOUR)
    assert noticeboard.change(one, said, by=editor, at=AT, seen=1).pk == one.pk
    assert [texts(at) for at in (AT + HOUR, AT + 2 * HOUR)] == [[], ["Nghỉ Tết"]]


def test_one_that_is_called_off_never_comes(editor):
    one = make_announcement(shown_from=AT + HOUR)
    noticeboard.end(one, by=editor, at=AT, seen=1)
    assert ([texts(AT + HOUR)], list(Announcement.objects.ahead(AT))) == ([[]], [])


def test_what_is_over_is_changed_by_nobody(editor):
    one = make_announcement(shown_until=AT + HOUR)
    for at in (AT + HOUR, AT + DAY):
        refused(moves.NotPossible, noticeboard.end, one, by=editor, at=at, seen=1)
        refused(moves.NotPossible, noticeboard.change, one, wording(), by=editor, at=at, seen=1)


def test_the_slower_is_told_who_was_faster(cast, editor):
    one = make_announcement()
    noticeboard.change(one, wording(shown_until=AT + DAY), by=cast.tongbientap, at=AT, seen=1)
    assert "Tongbientap" in refused(moves.Overtaken, noticeboard.end, one, by=editor, at=AT, seen=1)


# ── Under embargo ────────────────────────────────────────────────────────────
@pytest.fixture
def kept(khoa_giao):
    """Breaking news on an article that only Mai knows of."""
    mai = make_user(username="mai", role="tongbientap", section=khoa_giao)
    edition = make_edition(state="scheduled", title="Tin mật", section=khoa_giao, live_from=AT + HOUR)
    set_embargo(edition, until=AT + HOUR, people=[mai], by=mai, seen=edition.stamp, at=AT)
    said = {"kind": "breaking", "text": "Tin mật", "article": edition.article, "shown_from": AT + HOUR}
    return mai, make_announcement(by=mai, **said), make_announcement(text="Nghỉ lễ.", shown_from=AT + HOUR)


def test_a_walk_says_nothing_of_it_to_who_must_not_know(cast, kept):
    mai, *_rest = kept
    found = []
    for who in (mai, cast.thukytoasoan):
        with withholding(withheld_from(who, at=AT)):
            found.append(texts(AT + HOUR))
    assert found == [["Tin mật", "Nghỉ lễ."], ["Nghỉ lễ."]]
    assert texts(AT + HOUR) == ["Tin mật", "Nghỉ lễ."]


def test_at_the_desk_it_is_there_for_those_who_know(cast, kept):
    mai, secret, open_ = kept
    found = [
        set(noticeboard.known_to(who, Announcement.objects.all(), at=AT)) for who in (mai, cast.thukytoasoan)
    ]
    assert found == [{secret, open_}, {open_}]
    told = [Event.objects.about(secret).told_to(who, at=AT).count() for who in (mai, cast.quantri)]
    assert told == [1, 0]


# ── What the database refuses ────────────────────────────────────────────────
@pytest.mark.parametrize("change", [{"text": "Khác"}, {"kind": "breaking"}, {"shown_from": AT - 9 * DAY}])
def test_the_database_keeps_what_readers_were_told(change):
    before = datetime(2020, 1, 1, tzinfo=AT.tzinfo)
    one = make_announcement(at=before)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=one.pk).update(**change)
    Announcement.objects.filter(pk=one.pk).update(shown_until=before + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=one.pk).update(shown_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=one.pk).delete()
