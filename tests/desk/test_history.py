"""The history of an article: its versions, any two of them beside each other, restoring, and one line of time."""

import random
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import compare, writing
from articles.models import Edition, Section, Version
from articles.models.version import fields_of
from cms import html
from record.models import Event
from tests.desk.pages import Page, change
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_photo, make_section

pytestmark = pytest.mark.django_db

SEED = Path(__file__).resolve().parents[2] / "demo" / "texts" / "giao-ban-khoa-giao.txt"
HISTORY, COMPARE = 7, 15
three_and_thirty = pytest.mark.parametrize("pieces", [3, 30])


@pytest.fixture
def as_(cast):
    def login(who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, who))
        return client

    return login


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def revised(edition: Edition, by=None, at=AT + MINUTE, **words) -> Edition:
    edition = fresh(edition)
    for name, value in words.items():
        setattr(edition, name, value)
    return writing.revise(edition, by=by, at=at)


def past(edition: Edition) -> str:
    return reverse("admin:edition-past", args=[edition.pk])


def compared(edition: Edition, a: str = "", b: str = "") -> str:
    return f"{reverse('admin:edition-compare', args=[edition.pk])}?a={a}&b={b}"


def restore(edition: Edition) -> str:
    return reverse("admin:edition-restore", args=[edition.pk])


@pytest.fixture
def seed(cast, khoa_giao) -> Edition:
    """The seed's article, live: its first version had a name wrong."""
    title, _date, lead, caption, *paragraphs, byline, _heading = [
        line for line in SEED.read_text().split("\n") if line.strip()
    ]
    words = {"lead": lead.replace("Trần Thị Lộc", "Trần Văn Lộc"), "byline": byline}
    edition = make_edition(
        title=title, by=cast.phongvien, section=khoa_giao, body=html.paragraphs(paragraphs), **words
    )
    edition.photos.create(photo=make_photo(name="toan-canh.jpg"), caption=caption)
    edition = revised(edition, cast.phongvien, lead=lead)
    return bring_to("live", edition, at=AT + 2 * MINUTE)


@pytest.fixture
def second(seed, cast) -> Edition:
    """Its next edition: a paragraph moved, a caption changed, a name corrected, another picture."""
    draft = fresh(writing.open_next(seed, by=cast.phongvien, at=AT + HOUR))
    first, second, *others = [f"<p>{line}</p>" for line in html.to_text(draft.body).split("\n")]
    draft.photos.filter(caption="Toàn cảnh Hội nghị.").update(caption="Toàn cảnh Hội nghị giao ban.")
    draft.photos.create(photo=make_photo(name="dai-bieu.jpg"), caption="Các đại biểu dự Hội nghị.", order=2)
    body = "".join([second, *others, first]).replace("Trần Thị Lộc", "Trần Thị Lộc Mai")
    return revised(draft, cast.phongvien, at=AT + HOUR + MINUTE, body=body)


# ── The page ─────────────────────────────────────────────────────────────────
def test_the_history_shows_every_edition_and_every_version_with_who_and_when(as_, seed, second, cast):
    page = Page(as_("bientapvien").get(past(seed)))
    keys = [e.attrs["value"] for e in page.all("input", name="a")]
    assert keys == [f"{second.pk}", f"{second.pk}.1", f"{seed.pk}", f"{seed.pk}.1"]
    assert [e.attrs["value"] for e in page.all("input", name="b")] == keys
    checked = {e.attrs["name"]: e.attrs["value"] for e in page.all("input") if "checked" in e.attrs}
    assert checked == {"a": f"{second.pk}.1", "b": f"{second.pk}"}
    who = [text for text in page.texts("p", inside="points") if cast.phongvien.display_name in text]
    assert len(who) == 4
    assert [e.attrs["datetime"] for e in page.all("time", inside="points")] == [
        "2040-05-04T10:01:00+07:00",
        "2040-05-04T10:00:00+07:00",
        "2040-05-04T09:01:00+07:00",
        "2040-05-04T09:00:00+07:00",
    ]


def test_the_events_of_all_editions_stand_in_one_line_of_time_newest_first(as_, seed, second):
    page = Page(as_("bientapvien").get(past(second)))
    said = page.texts("strong", inside="line")
    assert said == [event.what for event in Event.objects.about(seed, second)]
    assert len(said) == 7
    numbers = [text.split(" · ")[1] for text in page.texts("p", inside="line") if " · " in text]
    assert numbers == [_("edition %(number)s") % {"number": n} for n in (2, 2, 1, 1, 1, 1, 1)]


def test_an_edition_in_a_section_that_is_not_hers_is_not_in_her_history(as_, seed, second, cast):
    moved = revised(second, section=make_section(slug="xa-hoi"), title="Điều chưa ai được biết")
    page = Page(as_("bientapvien").get(past(seed)))
    assert [e.attrs["value"] for e in page.all("input", name="a")] == [f"{seed.pk}", f"{seed.pk}.1"]
    assert len(page.texts("strong", inside="line")) == Event.objects.about(seed).count()
    client = as_("bientapvien")
    assert client.get(past(moved)).status_code == 404
    assert client.get(compared(seed, f"{seed.pk}", f"{moved.pk}")).status_code == 404
    assert client.get(compared(seed, f"{seed.pk}", f"{moved.pk}.1")).status_code == 404
    assert "Điều chưa ai" not in client.get(past(seed)).text


def test_the_form_and_the_reading_page_lead_to_the_history_and_the_slip(as_, seed, second):
    for who, piece in (("phongvien", second), ("bientapvien", seed)):
        links = [e.attrs.get("href") for e in Page(as_(who).get(change(piece))).all("a", inside="timeline")]
        assert past(piece) in links
        assert reverse("admin:edition-slip", args=[piece.pk]) in links


# ── Any two ──────────────────────────────────────────────────────────────────
def side(runs: list[compare.Run]) -> str:
    return "".join(run.text for run in runs)


def test_two_editions_of_the_seed_show_what_was_moved_changed_and_put_right(as_, seed, second):
    response = as_("bientapvien").get(compared(seed, f"{seed.pk}", f"{second.pk}"))
    rows = {str(shown.row.label): shown for shown in response.context_data["differing"]}
    body, caption, picture = (rows.get(_(name)) for name in ("Body", "Caption", "Picture"))
    assert set(rows) == {_("Body"), f"{_('Caption')} 1", f"{_('Picture')} 2", f"{_('Caption')} 2"}
    assert (caption, picture) == (None, None)
    first = html.to_text(seed.body).split("\n")[0]
    assert side([run for run in body.row.left if run.moved]).strip() == first
    assert side([run for run in body.row.right if run.moved]).strip() == first
    assert [run.text.strip() for run in body.row.left if run.only_here and run.text.strip()] == ["Lộc-"]
    assert [run.text.strip() for run in body.row.right if run.only_here and run.text.strip()] == ["Lộc Mai-"]
    assert [run.text for run in rows[f"{_('Caption')} 1"].row.right if run.only_here] == ["nghị giao ban."]
    new = rows[f"{_('Picture')} 2"]
    assert (side(new.row.left), side(new.row.right), new.right.original_name) == (
        "",
        "dai-bieu.jpg",
        "dai-bieu.jpg",
    )
    assert Page(response).sides()[f"{_('Caption')} 1"] == (
        "Toàn cảnh Hội nghị.",
        "Toàn cảnh Hội nghị giao ban.",
    )


def test_a_version_is_compared_with_another_edition_and_the_older_stands_left(as_, seed, second):
    for a, b in ((f"{seed.pk}.1", f"{second.pk}"), (f"{second.pk}", f"{seed.pk}.1")):
        page = Page(as_("bientapvien").get(compared(second, a, b)))
        left, right = page.sides()[_("Lead")]
        assert ("Trần Văn Lộc" in left, "Trần Thị Lộc" in right) == (True, True)


def test_two_versions_of_one_edition_are_compared(as_, seed):
    once = revised(make_edition(by=None, section=seed.section), title="Lần hai")
    twice = revised(once, title="Lần ba")
    page = Page(as_("bientapvien").get(compared(twice, f"{twice.pk}.1", f"{twice.pk}.2")))
    assert page.sides()[_("Title")] == ("Trao quà cho học sinh", "Lần hai")


def test_without_a_choice_the_last_change_is_shown(as_, seed, second):
    page = Page(as_("bientapvien").get(compared(second)))
    assert page.sides()[f"{_('Caption')} 1"][1] == "Toàn cảnh Hội nghị giao ban."
    assert as_("bientapvien").get(reverse("admin:edition-compare", args=[seed.pk])).status_code == 200


def test_sections_and_tags_are_compared_by_their_names(as_, seed, second, cast):
    section = make_section(slug="y-te", name="Y tế", parent=seed.section)
    changed = revised(second, section=section)
    page = Page(as_("bientapvien").get(compared(seed, f"{seed.pk}", f"{changed.pk}")))
    assert page.sides()[_("Section")] == ("Khoa giáo", "Y tế")


@pytest.mark.parametrize(
    "key", ["0", "x", "1.x", "9999999", "9" * 30, "{seed}.99", "{seed}.", "-1", "{other}"]
)
def test_what_is_no_point_of_this_article_is_not_found(as_, seed, khoa_giao, key):
    other = make_edition(section=khoa_giao)
    key = key.format(seed=seed.pk, other=other.pk)
    assert as_("bientapvien").get(compared(seed, f"{seed.pk}", key)).status_code == 404


def test_whoever_may_not_see_the_article_finds_nothing_of_it(as_, seed):
    ways = [past(seed), compared(seed), reverse("admin:edition-slip", args=[seed.pk])]
    for who in ("outsider", "congtacvien", "kiemduyet", "quantri"):
        assert [as_(who).get(way).status_code for way in ways] == [404, 404, 404]
        assert as_(who).post(restore(seed)).status_code == 404


# ── Restoring ────────────────────────────────────────────────────────────────
def test_an_older_version_of_what_is_live_is_restored_as_a_new_draft(as_, seed, cast):
    before = fields_of(fresh(seed))
    response = as_("bientapvien").post(restore(seed), {"ban": "1"})
    draft = Edition.objects.latest("pk")
    assert response["Location"] == change(draft)
    assert (draft.state, draft.number, draft.opened_from, draft.created_by) == (
        "draft",
        2,
        seed,
        cast.bientapvien,
    )
    version = Version.objects.get(edition=seed, number=1)
    assert {**fields_of(draft), "photos-0-order": ""} == {**version.fields, "photos-0-order": ""}
    assert "Trần Văn Lộc" in draft.lead
    event = Event.objects.about(draft).get()
    assert (event.kind, event.before, event.after, event.actor_id) == (
        "edition.restore",
        "1.1",
        "draft",
        cast.bientapvien.pk,
    )
    assert fields_of(fresh(seed)) == before


def test_restoring_twice_finds_the_first_draft_while_its_words_are_those(as_, seed):
    client = as_("bientapvien")
    once, twice = (client.post(restore(seed), {"ban": "1"})["Location"] for _click in range(2))
    assert (once, Edition.objects.count()) == (twice, 2)
    revised(Edition.objects.latest("pk"), title="Đã viết tiếp")
    assert client.post(restore(seed), {"ban": "1"})["Location"] != once
    assert client.post(restore(seed))["Location"] != once
    assert Edition.objects.count() == 4


@pytest.mark.parametrize("changed", ["section", "expires_at"])
def test_the_same_words_elsewhere_or_for_another_time_are_another_draft(as_, cast, khoa_giao, changed):
    there = make_section(slug="y-te", name="Y tế", parent=khoa_giao)
    others = {"section": there, "expires_at": AT + DAY}
    piece = revised(make_edition(by=cast.phongvien, section=khoa_giao), **{changed: others[changed]})
    live = bring_to("live", piece)
    client = as_("bientapvien")
    then, now = (client.post(restore(live), sent)["Location"] for sent in ({"ban": "1"}, {}))
    assert then != now
    restored = Edition.objects.filter(number__gt=1).order_by("number")
    was = {"section": khoa_giao, "expires_at": None}
    assert [getattr(one, changed) for one in restored] == [was[changed], others[changed]]


def test_who_has_a_draft_of_it_open_is_led_there_and_told_of_another(as_, seed):
    client = as_("bientapvien")
    client.post(restore(seed), {"ban": "1"})
    draft = Edition.objects.latest("pk")
    opened = client.post(reverse("admin:edition-open-next", args=[seed.pk]), follow=True)
    assert (opened.redirect_chain, Edition.objects.count()) == ([(change(draft), 302)], 2)
    assert Page(opened).messages()[-1] == _("You have a draft of this article open already; here it is.")
    said = Page(client.post(restore(seed), follow=True)).messages()[-1]
    assert said == _(
        "You have another draft of this article open: edition %(number)d. Go on with one of them."
    ) % {"number": draft.number}


def test_restoring_brings_back_tags_pictures_and_times_and_no_expiry_that_is_past(as_, cast, khoa_giao):
    live = make_edition(
        by=cast.phongvien,
        section=khoa_giao,
        tags=("y tế",),
        date_line=AT,
        expires_at=AT - MINUTE,
        state="draft",
    )
    live.photos.create(photo=make_photo(), caption="Một", credit="CTV", alt="Hội trường", order=3)
    live.photos.create(caption="Chờ ảnh", order=4)
    live = revised(live, title="Khác", expires_at=None)
    live.tags.clear()
    live.photos.all().delete()
    live = bring_to("live", live)
    as_("bientapvien").post(restore(live), {"ban": "1"})
    draft = Edition.objects.latest("pk")
    assert (draft.title, draft.date_line, draft.expires_at) == ("Trao quà cho học sinh", AT, None)
    assert [tag.name for tag in draft.tags.all()] == ["y tế"]
    assert list(draft.photos.values_list("caption", "credit", "alt", "photo__original_name")) == [
        ("Một", "CTV", "Hội trường", "hoi-nghi.jpg"),
        ("Chờ ảnh", "", "", None),
    ]


def test_words_from_a_section_that_is_not_hers_are_restored_where_the_edition_stands(as_, cast, khoa_giao):
    piece = make_edition(by=cast.phongvien, section=make_section(slug="xa-hoi"))
    live = bring_to("live", revised(piece, section=khoa_giao))
    as_("bientapvien").post(restore(live), {"ban": "1"})
    assert Edition.objects.latest("pk").section == khoa_giao


def test_a_section_that_is_gone_is_no_hindrance(as_, cast, khoa_giao):
    piece = make_edition(by=cast.phongvien, section=make_section(slug="chien-dich", parent=khoa_giao))
    live = bring_to("live", revised(piece, section=khoa_giao))
    Section.objects.filter(slug="chien-dich").delete()
    assert as_("bientapvien").post(restore(live), {"ban": "1"}).status_code == 302
    assert as_("bientapvien").get(compared(live, f"{live.pk}.1", f"{live.pk}")).status_code == 200


def test_restoring_is_refused_by_method_number_and_state(as_, seed, cast, khoa_giao):
    client, events = as_("bientapvien"), Event.objects.count()
    assert client.get(restore(seed)).status_code == 405
    assert [client.post(restore(seed), {"ban": n}).status_code for n in ("9", "x", "0", "9" * 30)] == [
        404
    ] * 4
    draft = make_edition(by=cast.phongvien, section=khoa_giao)
    assert client.post(restore(draft)).status_code == 403
    assert (
        as_("phongvien").post(restore(make_edition(state="live", by=None, section=khoa_giao))).status_code
        == 404
    )
    assert Event.objects.count() == events + 5
    assert Edition.objects.filter(number=2).count() == 0


def test_while_nothing_was_approved_no_second_text_is_opened_beside_the_one_in_review(as_, cast, khoa_giao):
    waiting = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    assert as_("phongvien").post(restore(waiting)).status_code == 403
    assert Edition.objects.count() == 1


def test_what_else_is_sent_with_it_changes_nothing(as_, seed, cast):
    extra = {
        "state": "approved",
        "section": "999",
        "created_by": cast.phongvien.pk,
        "title": "X",
        "live_from": AT,
    }
    as_("bientapvien").post(restore(seed), {"ban": "1", **extra})
    draft = Edition.objects.latest("pk")
    assert (draft.state, draft.section, draft.created_by, draft.title, draft.live_from) == (
        "draft",
        seed.section,
        cast.bientapvien,
        seed.title,
        None,
    )


def test_the_buttons_of_the_history_are_those_that_work(as_, seed, second):
    """Her draft goes on in the form, what is approved is restored; who may do neither is offered neither."""
    page = Page(as_("phongvien").get(past(seed)))
    assert [e.attrs["action"] for e in page.all("form") if "khoi-phuc" in e.attrs.get("action", "")] == [
        restore(seed),
        restore(seed),
    ]
    assert [e.attrs["href"] for e in page.all("a", inside="points__act")] == [f"{change(second)}?ban-cu=1"]


# ── Queries ──────────────────────────────────────────────────────────────────
@pytest.fixture
def long_past(cast, khoa_giao):
    """`long_past(pieces)`: so many editions of one article, and of the last so many versions, pictures and tags."""

    def of(pieces: int) -> Edition:
        live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
        for number in range(pieces):
            draft = fresh(writing.open_next(live, by=cast.phongvien, at=AT + number * MINUTE))
        people = [cast.phongvien, cast.bientapvien, cast.thukytoasoan]
        for number in range(pieces):
            draft.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
            draft = revised(draft, people[number % 3], at=AT + HOUR, title=f"Lần {number}")
        return draft

    return of


@three_and_thirty
def test_the_history_asks_as_often_for_thirty_versions(as_, long_past, pieces, django_assert_num_queries):
    draft = long_past(pieces)
    client = as_("bientapvien")
    with django_assert_num_queries(HISTORY):
        page = Page(client.get(past(draft)))
    assert len(page.all("input", name="a")) == 2 * pieces + 1


@three_and_thirty
def test_a_comparison_asks_as_often_for_thirty_pictures(as_, long_past, pieces, django_assert_num_queries):
    draft = long_past(pieces)
    number = draft.versions.first().number
    client = as_("bientapvien")
    with django_assert_num_queries(COMPARE):
        assert (
            client.get(compared(draft, f"{draft.pk}.{number}", f"{draft.opened_from_id}")).status_code == 200
        )


def test_nothing_that_was_typed_becomes_markup_in_a_comparison(as_, cast, khoa_giao):
    chance = random.Random(5)
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    piece = make_edition(by=cast.phongvien, section=khoa_giao, lead=evil, title=evil)
    piece.photos.create(caption=evil)
    changed = revised(piece, title=evil + str(chance.random()), lead=f"Khác\n{evil}")
    for way in (compared(changed), past(changed), reverse("admin:edition-slip", args=[piece.pk])):
        text = as_("bientapvien").get(way).text
        assert ("<script>alert" in text, "<img src=x" in text) == (False, False)


def test_saves_are_counted_as_people_count_whatever_moves_came_between(as_, cast, khoa_giao):
    piece = make_edition(state="returned", by=cast.phongvien, section=khoa_giao)
    for title in ("Hai", "Ba"):
        piece = revised(piece, title=title)
    piece = bring_to("in_review", piece)
    client, edition = as_("bientapvien"), _("version %(number)s")
    page = Page(client.get(past(piece)))
    assert page.texts("strong", inside="points") == [edition % {"number": n} for n in (3, 2, 1)]
    slip_of_it = Page(client.get(reverse("admin:edition-slip", args=[piece.pk]))).texts("dd")[0]
    said = {"article": piece.article_id, "number": 1, "version": 3}
    assert slip_of_it == _("no. %(article)s, edition %(number)s, version %(version)s") % said
    keys = [f"{piece.pk}.{version.number}" for version in piece.versions.all()]
    heads = " ".join(Page(client.get(compared(piece, keys[0], keys[1]))).texts("p", inside="sides__head"))
    for place in (1, 2):
        assert _("edition %(edition)s, version %(version)s") % {"edition": 1, "version": place} in heads
