"""What the paper puts right: named, said in full, for as long as it must stand there, and never before its time."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from articles import moves, writing
from articles.models import Article, Correction, Edition
from articles.views import corrections as page_of_corrections
from cms.text import one_line
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_section

pytestmark = pytest.mark.django_db

PAGE = "/cai-chinh/"
TICK = timedelta(microseconds=1)
WRONG, RIGHT, APOLOGY = (
    "Hội nghị có 120 đại biểu.",
    "Hội nghị có 210 đại biểu.",
    "Tòa soạn xin lỗi bạn đọc.",
)
BUNCHES = [one_line(" ".join(EVERY[n : n + 6])) for n in range(0, len(EVERY), 6)]


def draft_of(
    wrong: Edition,
    *,
    at: datetime = AT,
    days: int = 90,
    title: str = "Tít đúng",
    words: tuple[str, str, str] = (WRONG, RIGHT, APOLOGY),
) -> Edition:
    """The next edition of an article, with a correction of this one."""
    draft = writing.open_next(wrong, by=None, at=at)
    draft.title = title
    draft.save()
    writing.correct(
        draft, dict(zip(("wrong", "right", "apology"), words, strict=True)) | {"days": days}, at=at
    )
    return draft


def correct(wrong: Edition, *, at: datetime = AT, live_from: datetime | None = None, **given) -> Correction:
    draft = draft_of(wrong, at=at, **given)
    return bring_to("scheduled" if live_from else "live", draft, at=at, live_from=live_from).correction


def make_wrong(title: str = "Tít sai", **given) -> Edition:
    return make_edition(state="live", title=title, at=AT - DAY, **given)


def move(name: str, edition: Edition, *, at: datetime = AT, **given) -> Edition:
    edition = Edition.objects.select_related("article").get(pk=edition.pk)
    return moves.make(name, edition, by=None, seen=edition.stamp, at=at, **given)


def path_of(edition: Edition) -> str:
    return Article.objects.get(pk=edition.article_id).get_absolute_url()


def get(address: str) -> Markup:
    return Markup(Client().get(address).text)


def listed(address: str = PAGE) -> list[str]:
    return [node.attributes["id"] for node in get(address).all("article", "correction")]


def on_front() -> list[tuple[str, str]]:
    """The links of the front page's box: title and address."""
    nodes = get("/").nodes
    inside = [n for n in nodes if n.tag == "a" and "#cai-chinh-" in n.attributes.get("href", "")]
    return [(node.text, node.attributes["href"]) for node in inside]


def noted(edition: Edition) -> list[str]:
    """Where the notes on an article's page lead."""
    markup = get(path_of(edition))
    links = [n.attributes["href"] for n in markup.all("a") if n.attributes.get("href", "").startswith(PAGE)]
    return links[: len(markup.all("p", "corrected"))]


def where_it_is(correction: Correction) -> tuple[bool, bool, bool]:
    """On the page of corrections, on the front page, on its article's page."""
    name = f"cai-chinh-{correction.pk}"
    return (
        name in listed(),
        f"{PAGE}#{name}" in [address for _title, address in on_front()],
        f"{PAGE}#{name}" in noted(correction.edition),
    )


# ── What it says ─────────────────────────────────────────────────────────────
def test_a_correction_names_the_work_and_says_what_was_wrong_and_what_is_right(client):
    wrong = make_wrong(section=make_section(slug="van-hoa", name="Văn hóa"))
    correction = correct(wrong, days=30)
    (record,) = get(PAGE).all("article", "correction")
    said = [line.strip() for line in record.text.split("\n") if line.strip()]
    whole = " ".join(said)
    order = [whole.index(part) for part in ("Tít sai", "Văn hóa", "09:00, 03/05/2040", WRONG, RIGHT, APOLOGY)]
    assert order == sorted(order)
    assert record.attributes["id"] == f"cai-chinh-{correction.pk}"
    times = [t.attributes["datetime"] for t in get(PAGE).all("time")]
    assert times == [
        "2040-05-03T09:00:00+07:00",
        "2040-05-04T09:00:00+07:00",
        "2040-06-03T09:00:00+07:00",
    ]
    (title,) = get(PAGE).all("h2")
    assert title.text == "Tít sai"
    assert path_of(wrong) in [a.attributes["href"] for a in get(PAGE).all("a")]


def test_it_is_set_in_the_type_of_an_articles_body():
    correct(make_wrong())
    body = get(PAGE).one("div", "body").text
    assert (WRONG in body, RIGHT in body, APOLOGY in body) == (True, True, True)


def test_without_an_apology_there_is_no_empty_shell():
    correct(make_wrong(), words=(WRONG, RIGHT, ""))
    assert get(PAGE).all("div", "correction__apology") == []


def test_the_wrong_words_leave_the_article_and_stay_in_the_archive(client):
    wrong = make_wrong(body=f"<p>{WRONG}</p>")
    draft = draft_of(wrong)
    draft.body = f"<p>{RIGHT}</p>"
    draft.save()
    bring_to("live", draft)
    page = client.get(path_of(wrong)).text
    assert (WRONG in Markup(page).one("div", "body").text, RIGHT in page) == (False, True)
    assert Edition.objects.get(pk=wrong.pk).body == f"<p>{WRONG}</p>"


def test_the_newest_stands_first_and_the_front_page_names_three():
    for number in range(5):
        correct(make_wrong(f"Tít {number}"), at=AT - HOUR + number * MINUTE)
    newest = list(Correction.objects.order_by("-pk"))
    assert listed() == [f"cai-chinh-{c.pk}" for c in newest]
    assert on_front() == [(c.corrected.title, f"{PAGE}#cai-chinh-{c.pk}") for c in newest[:3]]


def test_the_articles_own_page_keeps_its_parts():
    correction = correct(make_wrong())
    markup = get(path_of(correction.edition))
    assert len([n for n in markup.all("article") if "comment" not in n.classes]) == 1
    assert markup.one("time").text == "09:00, 03/05/2040"
    assert "09:00, 04/05/2040" in markup.one("p", "corrected").text


def test_machines_are_told_what_readers_are(client):
    def structured() -> dict:
        page = client.get(path_of(correction.edition)).text
        return json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)[1])

    correction = correct(make_wrong())
    told = structured()["correction"]
    assert [line in told["text"] for line in (WRONG, RIGHT, APOLOGY)] == [True] * 3
    del told["text"]
    assert told == {
        "@type": "CorrectionComment",
        "datePublished": "2040-05-04T09:00:00+07:00",
        "url": f"http://testserver{PAGE}#cai-chinh-{correction.pk}",
    }


def test_an_article_without_one_says_nothing_of_corrections(client):
    edition = make_wrong()
    correct(make_wrong("Tít khác"))
    assert noted(edition) == []
    assert "CorrectionComment" not in client.get(path_of(edition)).text


def test_with_nothing_to_correct_the_page_says_so_and_the_front_page_nothing():
    assert listed() == []
    assert len(get(PAGE).all("p", "empty")) == 1
    assert get("/").all("section", "corrections-block") == []


@pytest.mark.parametrize(
    "address", ["/", PAGE, "/khoa-giao/", "/tim-kiem/", "/khong-co-trang-nay/", "{path}"]
)
def test_every_page_leads_there(address):
    path = path_of(make_wrong())
    last = get(address.format(path=path)).one("p", "foot__corrections")
    assert last.text.strip()
    assert get(address.format(path=path)).all("a")[-1].attributes["href"] == PAGE


# ── For how long ─────────────────────────────────────────────────────────────
PERIOD = [
    (HOUR - TICK, False),
    (HOUR, True),
    (HOUR + 30 * DAY - TICK, True),
    (HOUR + 30 * DAY, False),
]


@pytest.mark.parametrize(("after", "is_there"), PERIOD)
def test_it_is_shown_from_the_second_its_edition_goes_live_until_its_days_are_over(clock, after, is_there):
    correction = correct(make_wrong(), live_from=AT + HOUR, days=30)
    clock.move_to(AT + after, tick=False)
    assert where_it_is(correction) == (is_there,) * 3


@pytest.mark.parametrize(
    "state", ["draft", "in_review", "last_step", "returned", "scheduled", "live", "withdrawn"]
)
@pytest.mark.parametrize(
    "after", [-TICK, 0 * DAY, TICK, MINUTE, HOUR, 30 * DAY - TICK, 30 * DAY, 30 * DAY + HOUR]
)
def test_the_two_truths_agree_at_every_boundary(state, after):
    correction = bring_to(state, draft_of(make_wrong(), days=30)).correction
    moment = AT + after
    correction = Correction.objects.select_related("edition").get(pk=correction.pk)
    begins = {"scheduled": AT + HOUR, "live": AT, "withdrawn": AT}.get(state)
    is_shown = begins is not None and begins <= moment < begins + 30 * DAY
    shown = Correction.objects.shown(moment).filter(pk=correction.pk)
    assert (shown.exists(), correction.is_shown(moment)) == (is_shown, is_shown)


def test_recalled_before_its_time_it_never_appears(clock):
    correction = correct(make_wrong(), live_from=AT + HOUR)
    move("recall", correction.edition)
    for after in (0 * HOUR, HOUR, 2 * HOUR):
        clock.move_to(AT + after)
        assert where_it_is(correction) == (False, False, False)


def test_it_stays_when_its_article_is_withdrawn_but_leads_nowhere(clock, client):
    correction = correct(make_wrong())
    path = path_of(correction.edition)
    move("withdraw", correction.edition, at=AT + MINUTE, note="Sai nhiều chỗ.", ordered_by="Tổng Biên tập")
    clock.move_to(AT + HOUR)
    assert client.get(path).status_code == 410
    assert listed() == [f"cai-chinh-{correction.pk}"]
    assert path not in client.get(PAGE).text
    assert on_front() == [("Tít sai", f"{PAGE}#cai-chinh-{correction.pk}")]


def test_it_stays_when_a_later_edition_follows_and_leads_to_that(clock):
    correction = correct(make_wrong())
    later = bring_to("live", writing.open_next(correction.edition, by=None, at=AT), at=AT + MINUTE)
    clock.move_to(AT + HOUR)
    assert listed() == [f"cai-chinh-{correction.pk}"]
    assert path_of(later) in [a.attributes["href"] for a in get(PAGE).all("a")]


# ── What is not yet to be read ───────────────────────────────────────────────
@pytest.mark.parametrize("state", ["draft", "in_review", "last_step", "returned", "scheduled"])
def test_what_was_not_published_is_on_no_page(client, state):
    wrong = make_wrong()
    correct(make_wrong("Tít đã đính chính"), words=("Sai kia.", "Đúng kia.", ""))
    hidden = bring_to(state, draft_of(wrong, words=("Sai kín.", "Đúng kín.", "Xin lỗi kín."))).correction
    addresses = [PAGE, "/", path_of(wrong), "/rss/tin-moi.rss", "/sitemap.xml", "/khoa-giao/"]
    pages = "".join(client.get(address).text for address in addresses)
    assert ("Sai kia." in pages, " kín." in pages, f"cai-chinh-{hidden.pk}" in pages) == (True, False, False)
    assert client.get(PAGE, {"truoc": hidden.pk}).status_code == 404


@pytest.mark.parametrize("is_recalled", [False, True])
def test_an_edition_that_readers_never_saw_does_not_name_the_work(client, is_recalled):
    ahead = writing.open_next(make_wrong(), by=None, at=AT)
    ahead.title = "Tít kín"
    ahead.save()
    ahead = bring_to("scheduled", ahead, live_from=AT + DAY)
    correction = correct(ahead)
    if is_recalled:
        move("recall", ahead)
    assert where_it_is(correction) == (True, True, True)
    assert [
        ("Tít sai" in page, "Tít kín" in page) for page in (client.get(PAGE).text, client.get("/").text)
    ] == [(True, False)] * 2


# ── What stands ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize("live_from", [None, AT + HOUR], ids=["live", "scheduled"])
@pytest.mark.parametrize(
    "change",
    [
        {"wrong": "Khác."},
        {"right": "Khác."},
        {"apology": ""},
        {"days": 1},
        {"shown_from": AT - DAY},
        {"shown_until": AT + 999 * DAY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_once_approved_the_database_lets_nobody_change_it(change, live_from):
    correction = correct(make_wrong(), live_from=live_from)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**change)
    unchanged = Correction.objects.get(pk=correction.pk)
    assert (unchanged.wrong, unchanged.right, unchanged.apology, unchanged.days) == (
        WRONG,
        RIGHT,
        APOLOGY,
        90,
    )


def test_once_approved_it_is_neither_deleted_nor_put_elsewhere_nor_added():
    correction, bare = correct(make_wrong()), make_wrong("Tít khác")
    other = draft_of(bare)
    acts = [
        lambda: Correction.objects.filter(pk=correction.pk).delete(),
        lambda: Correction.objects.filter(edition=other).update(edition=bare),
        lambda: Correction.objects.create(edition=bare, corrected=bare, wrong="Sai.", right="Đúng.", days=1),
        lambda: writing.correct(correction.edition, None, at=AT),
    ]
    for act in acts:
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            act()
    assert Correction.objects.count() == 2


def test_while_it_is_a_draft_it_is_changed_and_taken_off():
    draft = draft_of(make_wrong())
    writing.correct(draft, {"wrong": "Sai khác.", "right": "Đúng khác.", "apology": "", "days": 7}, at=AT)
    assert Correction.objects.values_list("wrong", "right", "apology", "days").get() == (
        *("Sai khác.", "Đúng khác.", ""),
        7,
    )
    writing.correct(draft, None, at=AT)
    assert Correction.objects.exists() is False


# ── Manners and cost ─────────────────────────────────────────────────────────
def pages_saying(words: str) -> list[str]:
    """The pages of a paper whose one correction says these words, taken back afterwards."""
    client = Client()
    with transaction.atomic():
        correction = correct(make_wrong(words[:250]), words=(words, words, words))
        pages = [client.get(address).text for address in (PAGE, "/", path_of(correction.edition))]
        transaction.set_rollback(True)
    return pages


def test_no_words_of_a_correction_change_the_shape_of_a_page():
    plain = [shape(page) for page in pages_saying("Lời thường.")]
    for words in BUNCHES:
        pages = pages_saying(words)
        assert [shape(page) for page in pages] == plain
        assert [dangers(page) for page in pages] == [[], [], []]


def test_what_is_said_is_shown_as_it_was_said():
    words = "<b>“A” & 'B' \"C\"</b>"
    page, front, story = pages_saying(words)
    record = Markup(page).one("article", "correction").text
    assert record.count(words) == 4
    assert words in Markup(front).one("section", "corrections-block").text
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', story, re.DOTALL)[1])["correction"]["text"]
    assert told.count(words) == 3


def test_the_page_has_the_manners_of_a_public_one(client):
    correct(make_wrong())
    response = client.get(PAGE)
    assert (response.status_code, response.cookies) == (200, {})
    assert client.get(PAGE, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.post(PAGE).status_code == 405
    (canonical,) = [n for n in Markup(response.text).all("link") if n.attributes.get("rel") == "canonical"]
    assert canonical.attributes["href"] == f"{settings.SITE_URL}{PAGE}"
    assert f"<loc>{settings.SITE_URL}{PAGE}</loc>" in client.get("/sitemap-muc.xml").text


@pytest.mark.parametrize("count", [1, 5])
def test_pages_cost_the_same_however_much_there_is_to_correct(client, django_assert_num_queries, count):
    for number in range(count):
        correction = correct(make_wrong(f"Tít {number}"))
    for address, cost in {PAGE: 3, "/": 9, path_of(correction.edition): 6}.items():
        with django_assert_num_queries(cost, info=address):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [4, 5, 6])
def test_further_pages_hold_each_correction_once(monkeypatch, count):
    monkeypatch.setattr(page_of_corrections, "PAGE", 2)
    for number in range(count):
        # Two of each minute: the id decides between them.
        correct(make_wrong(f"Tít {number}"), at=AT - HOUR + number // 2 * MINUTE)
    found, address = [], PAGE
    while address:
        found.append(listed(address))
        further = [a.attributes["href"] for a in get(address).all("a") if a.attributes.get("rel") == "next"]
        address = f"{PAGE}{further[0]}" if further else ""
    newest = [f"cai-chinh-{pk}" for pk in Correction.objects.order_by("-pk").values_list("pk", flat=True)]
    assert found == [newest[n : n + 2] for n in range(0, count, 2)]


@pytest.mark.parametrize("mark", ["0", "-1", "x", "1.5", "٣", "999999", "9" * 40, "1'--", "%00"])
def test_a_mark_that_is_none_of_ours_is_not_found(client, mark):
    correct(make_wrong())
    assert client.get(PAGE, {"truoc": mark}).status_code == 404
