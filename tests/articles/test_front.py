"""The front page: what was laid out stands from its instant until the next one's, and the newest fill the rest."""

import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import arrangement, arranging, moves
from articles.arrangement import place_in_words, place_of
from articles.front import Front, Place, front_at, made_of, section_lead
from articles.models import Article, Edition, Layout, Section
from articles.models.front import OF_SECTIONS, ROOM, Slot
from record.models import Event
from tests.cms.markup import Markup
from tests.factories import AT, DAY, HOUR, MINUTE, make_edition, make_photo, make_section, make_user
from tests.many import publish_many

pytestmark = pytest.mark.django_db

SECOND = MINUTE / 60
LEAD, BESIDE, FOCUS = ("lead", None), ("second", None), ("focus", None)


def place(edition: Edition, key=LEAD) -> Place:
    return Place(key[0], edition.article_id, key[1])


def lay(*places: Place, at: datetime = AT, live_from: datetime | None = None, **given) -> Layout:
    given = {"by": None, "seen": arranging.newest_number(), **given}
    return arranging.lay(list(places), at=at, live_from=live_from, **given)


def news(count: int, *, section: Section | None = None, at: datetime = AT - DAY) -> list[Edition]:
    """The oldest first."""
    return [
        make_edition(state="live", title=f"Tin {n}", section=section, at=at + n * MINUTE)
        for n in range(count)
    ]


def withdraw(edition: Edition, *, at: datetime = AT) -> None:
    current = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    moves.make(
        "withdraw", current, by=None, seen=current.stamp, at=at, note="Sai.", ordered_by="Ban Biên tập"
    )


def everything(front: Front) -> list[Edition]:
    head = [front.lead] if front.lead else []
    blocks = [edition for block in front.blocks for edition in block["editions"]]
    return [*head, *front.secondary, *front.focus, *front.photo_strip, *blocks]


# ── What stands ──────────────────────────────────────────────────────────────
def test_without_a_layout_the_newest_stand_first():
    *_others, second, first = news(8)
    front = front_at(AT)
    assert (front.lead, front.secondary[0], len(front.secondary)) == (first, second, ROOM[Slot.SECOND])


def test_what_was_placed_stands_there_and_the_newest_everywhere_else():
    old, older, *_rest, newest = news(8)
    lay(place(old), place(older, FOCUS))
    front = front_at(AT)
    assert (front.lead, front.focus[0], front.secondary[0]) == (old, older, newest)


def test_a_layout_is_in_force_from_its_second_on():
    old, *_others, newest = news(6)
    lay(place(old), live_from=AT + HOUR)
    shown = [front_at(AT + HOUR + after).lead for after in (-SECOND, 0 * SECOND, SECOND)]
    assert shown == [newest, old, old]


def test_a_layout_ends_where_the_next_one_begins():
    one, other, *_others, newest = news(6)
    lay(place(one))
    lay(place(other), at=AT + MINUTE, live_from=AT + HOUR)
    lay(at=AT + 2 * MINUTE, live_from=AT + 2 * HOUR)
    moments = [AT - SECOND, AT, AT + HOUR - SECOND, AT + HOUR, AT + 2 * HOUR]
    assert [front_at(at).lead for at in moments] == [newest, one, one, other, newest]


def test_a_recalled_layout_never_comes():
    one, other, *_others = news(6)
    lay(place(one))
    coming = lay(place(other), at=AT + MINUTE, live_from=AT + HOUR)
    arranging.recall(coming, by=None, at=AT + HOUR - SECOND)
    assert [front_at(at).lead for at in (AT + HOUR, AT + DAY)] == [one, one]


def test_a_place_whose_article_is_withdrawn_fills_itself_and_the_others_stay_where_they_are():
    one, two, three, *rest, newest = news(9)
    lay(*(place(edition, BESIDE) for edition in (one, two, three)))
    withdraw(two)
    front = front_at(AT)
    assert front.secondary[::2] == [one, three]
    assert [front.lead, front.secondary[1]] == [newest, rest[-1]]


def test_a_scheduled_article_stands_in_its_place_from_its_own_second_on():
    *_others, newest = news(6)
    coming = make_edition(state="scheduled", title="Hẹn", live_from=AT + HOUR)
    lay(place(coming))
    shown = [front_at(AT + HOUR + after).lead for after in (-SECOND, 0 * SECOND)]
    assert shown == [newest, coming]


def test_what_is_placed_anywhere_fills_nothing_else():
    newest = news(6)[-1]
    lay(place(newest, FOCUS))
    front = front_at(AT)
    assert front.focus[0] == newest
    assert everything(front).count(newest) == 1


def test_a_block_shows_its_section_and_a_closed_one_has_none():
    economy = make_section(slug="kinh-te", order=1)
    campaign = make_section(slug="bau-cu", order=2, open_until=AT.date())
    old, *_others = news(7, section=economy)
    elsewhere = news(7, section=campaign)[0]
    lay(place(old, ("block", economy.pk)), place(elsewhere, ("block", campaign.pk)))
    today, tomorrow = front_at(AT), front_at(AT + DAY)
    assert [block["section"] for block in today.blocks] == [economy, campaign]
    assert [block["editions"][0] for block in today.blocks] == [old, elsewhere]
    assert [block["section"] for block in tomorrow.blocks] == [economy]


def test_every_open_section_has_its_block_however_much_another_brings():
    quiet = make_section(slug="phong-su", order=1)
    edition = make_edition(state="live", section=quiet, at=AT - 30 * DAY)
    news(130, section=make_section(slug="thoi-su", order=2))
    front = front_at(AT)
    assert [(block["section"].slug, len(block["editions"])) for block in front.blocks] == [
        ("phong-su", 1),
        ("thoi-su", ROOM[Slot.BLOCK]),
    ]
    assert front.blocks[0]["editions"] == [edition]


@pytest.mark.parametrize("slot", Slot.values)
def test_an_article_in_any_slot_stands_on_the_page_it_belongs_to(client, khoa_giao, slot):
    old = make_edition(state="live", title="Bài được đặt", section=khoa_giao, at=AT - 2 * DAY)
    # More than all slots take that may fill themselves.
    publish_many(2 * sum(ROOM.values()), at=AT - HOUR, sections=[khoa_giao])
    address = khoa_giao.get_absolute_url() if slot == Slot.SECTION else "/"

    def stands() -> bool:
        titles = re.findall(r'class="teaser__title">.*?<a [^>]*>([^<]+)</a>', client.get(address).text)
        # All of a section's articles stand on its page; there the first is meant.
        return old.title in (titles[:1] if slot == Slot.SECTION else titles)

    assert not stands()
    lay(place(old, (slot, khoa_giao.pk if slot in OF_SECTIONS else None)))
    assert stands()


@pytest.mark.parametrize("count", [1, 30])
def test_it_is_six_queries_however_many_articles_there_are(khoa_giao, count, django_assert_num_queries):
    publish_many(count, at=AT - HOUR, sections=[khoa_giao])
    # Places, sections, what there is, its rows with their pictures, comments.
    with django_assert_num_queries(6):
        front_at(AT)


# ── Pictures, comments ───────────────────────────────────────────────────────
def test_the_strip_shows_sections_of_pictures_which_have_no_block():
    pictures = make_section(slug="anh", display="photos", order=1)
    news(6, section=make_section(slug="thoi-su", order=2))
    story = make_edition(state="live", section=pictures, at=AT - 2 * DAY)
    front = front_at(AT)
    assert (front.photo_strip, [block["section"].slug for block in front.blocks]) == ([story], ["thoi-su"])


def test_without_such_a_section_the_strip_shows_photo_stories():
    photo = make_photo()
    figure = f'<figure data-photo="{photo.pk}"><figcaption>Chợ phiên.</figcaption></figure>'
    story = make_edition(state="live", body=f'<div data-gallery="story">{figure}</div>', at=AT - 2 * DAY)
    news(6)
    front = front_at(AT)
    assert front.photo_strip == [story]
    assert everything(front).count(story) == 1


def test_the_most_commented_are_of_the_last_week_and_of_what_has_any():
    many, few, none, old = (make_edition(state="live", at=AT - DAY) for _n in range(4))
    withdrawn = make_edition(state="live", at=AT - DAY)
    Edition.objects.filter(pk=old.pk).update(dated=AT - 8 * DAY)
    for edition, count in ((many, 9), (few, 2), (old, 50), (withdrawn, 70)):
        Article.objects.filter(pk=edition.article_id).update(comments_shown=count)
    withdraw(withdrawn)
    assert front_at(AT).most_commented == [many, few]
    assert none not in front_at(AT).most_commented


# ── A section's page ─────────────────────────────────────────────────────────
def test_a_section_opens_with_its_lead_which_is_not_repeated(client):
    section = make_section(slug="kinh-te")
    old, *_others, newest = news(25, section=section)
    lay(place(old, ("section", section.pk)))
    pages = [client.get("/kinh-te/").text]
    [further] = re.findall(r'rel="next" href="(.+?)"', pages[0])
    pages.append(client.get(f"/kinh-te/{further}").text)
    listed = [[t.text.strip() for t in Markup(page).all("h2", "teaser__title")] for page in pages]
    assert listed[0][:2] == [old.title, newest.title]
    assert sorted([*listed[0], *listed[1]]) == sorted(f"Tin {n}" for n in range(25))


def test_a_section_is_not_opened_by_what_went_or_stands_elsewhere():
    section, other = make_section(slug="kinh-te"), make_section(slug="xa-hoi")
    gone, elsewhere = news(1, section=section)[0], news(1, section=other)[0]
    lay(place(gone, ("section", section.pk)), place(elsewhere, ("section", other.pk)))
    lay(place(gone, ("section", section.pk)), place(gone, ("section", other.pk)), at=AT + SECOND)
    assert (section_lead(section, AT + SECOND), section_lead(other, AT + SECOND)) == (gone, None)
    withdraw(gone, at=AT + MINUTE)
    assert section_lead(section, AT + MINUTE) is None
    assert section_lead(other, AT) == elsewhere


def test_the_lead_of_a_section_may_stand_on_the_front_page_too():
    section = make_section(slug="kinh-te")
    edition = news(6, section=section)[0]
    lay(place(edition), place(edition, ("section", section.pk)))
    assert (front_at(AT).lead, section_lead(section, AT)) == (edition, edition)


# ── No article twice ─────────────────────────────────────────────────────────
KEYS = ["lead:", "second:", "focus:", "block:{0}", "block:{1}", "block:{2}"]


@pytest.fixture
def paper(db):
    """Fourteen articles in three sections, one of pictures: live, withdrawn, scheduled, some with a photo story."""
    sections = [
        make_section(slug="kinh-te", order=1),
        make_section(slug="xa-hoi", order=2),
        make_section(slug="anh", order=3, display="photos"),
    ]
    editions = [edition for section in sections for edition in news(4, section=section)]
    withdraw(editions[1])
    withdraw(editions[6])
    editions += [make_edition(state="scheduled", section=sections[n], live_from=AT + HOUR) for n in (0, 1)]
    return sections, editions


def test_no_article_stands_twice_however_it_is_laid_out(paper):
    sections, editions = paper
    keys = [key.format(*(section.pk for section in sections)) for key in KEYS]
    puts = st.tuples(st.sampled_from(editions), st.sampled_from(keys), st.none() | st.integers(0, 4))

    @settings(deadline=None)
    @given(st.lists(puts, max_size=25), st.sampled_from([AT, AT + HOUR]))
    def stands_once(told, at):
        places: list[Place] = []
        for edition, key, before in told:
            places = arrangement.put(
                places, edition.article_id, arrangement.key_of(key), before=before
            ).places
        assert (arrangement.twice(places), arrangement.too_full(places)) == ([], [])
        assert [place_of(place_in_words(one)) for one in places] == places
        front = made_of(places, at)
        shown = [edition.article_id for edition in everything(front)]
        assert len(shown) == len(set(shown))
        live = set(Edition.objects.live(at).values_list("article", flat=True))
        assert set(shown) <= live
        at_lead = [one.article for one in places if one.slot == "lead" and one.article in live]
        assert at_lead in ([], [front.lead.article_id])
        # Nothing that could be shown in the head of the page leaves it empty.
        held = {one.article for one in places if one.slot not in (Slot.LEAD, Slot.SECOND)}
        assert len(front.secondary) >= min(ROOM[Slot.SECOND], len(live - held) - 1)

    stands_once()


# ── The gate ─────────────────────────────────────────────────────────────────
def rows() -> tuple:
    return list(Layout.objects.order_by("pk").values()), Event.objects.count()


@pytest.fixture
def editor(cast):
    return cast.thukytoasoan


def test_laying_out_is_recorded_with_the_names(editor):
    one, other = make_edition(state="live", title="Mùa chè"), make_edition(state="scheduled", title="Lũ về")
    layout = lay(place(one), place(other, FOCUS), by=editor, live_from=AT + HOUR)
    event = Event.objects.about(layout).get()
    assert (event.kind, event.actor_id, event.after) == ("front.lay", editor.pk, "2040-05-04T10:00:00+07:00")
    assert [line.partition(": ")[2] for line in event.note.splitlines()] == ["Mùa chè", "Lũ về"]


def refused(kind, *places: Place, **given) -> str:
    before = rows()
    with pytest.raises(kind) as refusal:
        lay(*places, **given)
    assert rows() == before
    return str(refusal.value)


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "kiemduyet", "quantri"])
def test_who_lays_out_no_pages_is_refused(cast, who):
    edition = make_edition(state="live")
    refused(moves.NotPermitted, place(edition), by=getattr(cast, who))


@pytest.mark.parametrize("state", ["draft", "in_review", "returned"])
def test_what_no_reader_will_see_is_not_placed(editor, khoa_giao, state):
    refused(moves.NotPossible, place(make_edition(state=state, section=khoa_giao)), by=editor)


def test_what_is_scheduled_where_she_sees_nothing_is_not_placed(editor):
    elsewhere = make_edition(state="scheduled", section=make_section(slug="xa-hoi"))
    refused(moves.NotPossible, place(elsewhere), by=editor)


def test_what_is_live_anywhere_is_placed(editor):
    assert lay(place(make_edition(state="live", section=make_section(slug="xa-hoi"))), by=editor).places == 1


def test_an_article_that_stands_twice_is_named(editor):
    edition = make_edition(state="live", title="Mùa chè")
    assert "Mùa chè" in refused(moves.NotPossible, place(edition), place(edition, FOCUS), by=editor)


def test_more_than_a_place_has_room_for_is_refused(editor):
    places = [place(edition, FOCUS) for edition in news(ROOM[Slot.FOCUS] + 1)]
    refused(moves.NotPossible, *places, by=editor)
    assert lay(*places[1:], by=editor).places == ROOM[Slot.FOCUS]


@pytest.mark.parametrize("after", [-HOUR, 0 * HOUR])
def test_a_time_that_is_past_is_refused(editor, after):
    edition = make_edition(state="live", at=AT - DAY)
    assert refused(moves.Incomplete, place(edition), by=editor, live_from=AT + after)


def test_the_slower_is_told_by_whom_and_when_and_may_lay_over_it(cast, editor):
    one, other = news(2)
    seen = arranging.newest_number()
    lay(place(one), by=cast.tongbientap, at=AT - MINUTE)
    said = refused(moves.Overtaken, place(other), by=editor, seen=seen)
    assert ("Tongbientap" in said, "08:59, 04/05/2040" in said) == (True, True)
    lay(place(other), by=editor)
    assert front_at(AT).lead == other


def test_two_pages_for_one_instant_are_refused_with_the_name_of_the_first(cast, editor):
    edition = make_edition(state="live")
    lay(place(edition), by=cast.tongbientap, live_from=AT + HOUR)
    said = refused(moves.Incomplete, place(edition), by=editor, live_from=AT + HOUR)
    assert "Tongbientap" in said


def test_changing_one_that_is_ahead_recalls_it_and_lays_the_new_one_at_once(editor):
    one, other = news(2)
    ahead = lay(place(one), live_from=AT + HOUR)
    changed = lay(place(other), by=editor, live_from=AT + HOUR, instead_of=ahead, over=ahead, at=AT + MINUTE)
    ahead.refresh_from_db()
    assert (ahead.recalled_by, ahead.recalled_at) == (editor, AT + MINUTE)
    assert list(Layout.objects.ahead(AT + MINUTE)) == [changed]
    assert sorted(Event.objects.about(ahead, changed).values_list("kind", flat=True)) == [
        *("front.lay", "front.lay"),
        "front.recall",
    ]


def test_changing_one_that_began_meanwhile_writes_nothing(editor):
    one, other = news(2)
    ahead = lay(place(one), live_from=AT + HOUR)
    refused(moves.NotPossible, place(other), by=editor, at=AT + HOUR, instead_of=ahead)
    assert front_at(AT + HOUR).lead == one


# ── Recalling ────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("after", [0 * SECOND, SECOND])
def test_what_is_in_force_is_not_recalled(editor, after):
    layout = lay(place(make_edition(state="live")), live_from=AT + HOUR)
    before = rows()
    with pytest.raises(moves.NotPossible):
        arranging.recall(layout, by=editor, at=AT + HOUR + after)
    assert rows() == before


def test_recalling_twice_is_told(cast, editor):
    layout = lay(place(make_edition(state="live")), live_from=AT + HOUR)
    arranging.recall(layout, by=cast.tongbientap, at=AT)
    before = rows()
    with pytest.raises(moves.NotPossible) as refusal:
        arranging.recall(layout, by=editor, at=AT + MINUTE)
    assert ("Tongbientap" in str(refusal.value), rows() == before) == (True, True)


def test_who_lays_out_no_pages_recalls_none(cast):
    layout = lay(place(make_edition(state="live")), live_from=AT + HOUR)
    with pytest.raises(moves.NotPermitted):
        arranging.recall(layout, by=cast.bientapvien, at=AT)


# ── Under embargo ────────────────────────────────────────────────────────────
@pytest.fixture
def kept(khoa_giao):
    """A scheduled article that only Mai knows of."""
    from articles.embargo import set_embargo

    mai = make_user(username="mai", role="tongbientap", section=khoa_giao)
    edition = make_edition(state="scheduled", title="Tin mật", section=khoa_giao, live_from=AT + HOUR)
    set_embargo(edition, until=AT + HOUR, people=[mai], by=mai, seen=edition.stamp, at=AT)
    return mai, edition


def test_what_an_embargo_keeps_from_her_is_not_placed_and_not_named(editor, kept):
    mai, edition = kept
    assert "Tin mật" not in refused(moves.NotPossible, place(edition), by=editor)
    assert lay(place(edition), by=mai, live_from=AT + HOUR).places == 1


def test_what_she_knows_nothing_of_stays_where_it_was_put(editor, kept):
    mai, edition = kept
    live = news(1)[0]
    over = lay(place(edition, FOCUS), by=mai, live_from=AT + HOUR)
    lay(place(live), by=editor, live_from=AT + HOUR, instead_of=over, over=over)
    front = front_at(AT + HOUR)
    assert (front.lead, front.focus) == (live, [edition])


def test_a_full_slot_leaves_it_no_room(editor, kept):
    mai, edition = kept
    live = news(1)[0]
    over = lay(place(edition), by=mai, live_from=AT + HOUR)
    lay(place(live), by=editor, live_from=AT + HOUR, instead_of=over, over=over)
    assert front_at(AT + HOUR).lead == live


def test_the_record_tells_of_it_only_to_those_who_know(cast, kept):
    mai, edition = kept
    layout = lay(place(edition), by=mai, live_from=AT + HOUR)
    told = Event.objects.about(layout)
    assert [told.told_to(who, at=AT).count() for who in (mai, cast.quantri)] == [1, 0]
    assert told.told_to(cast.quantri, at=AT + HOUR).count() == 1
