"""Preview links: one edition, for whoever has the address, until it is published; and nothing of it kept anywhere."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import gettext as _

from accounts.models import User
from articles import moves, previewing, writing
from articles.models import Correction, Edition, PreviewLink, Tag
from articles.models.preview_link import KEPT_FOR, Standing
from cms.text import one_line
from record.models import Event
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_comment, make_edition, make_photo

pytestmark = pytest.mark.django_db

LATER = AT + MINUTE
WRONG = "x" * 32
SECOND = timedelta(seconds=1)


def make_link(edition: Edition, by: User, *, days: int = 3, at=LATER, label: str = "Sở Y tế"):
    return previewing.make_link(fresh(edition), label=label, days=days, by=by, at=at)


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


def way(token: str) -> str:
    return f"/xem-truoc/{token}/"


@pytest.fixture
def draft(cast, khoa_giao) -> Edition:
    return make_edition(title="Chưa ai được biết", by=cast.phongvien, section=khoa_giao, tags=("y tế",))


@pytest.fixture
def shared(draft, cast, clock) -> str:
    """The address of a link to the draft, a minute after."""
    _link, token = make_link(draft, cast.phongvien)
    clock.move_to(LATER + MINUTE)
    return way(token)


def make_move(name: str, edition: Edition, at=LATER + MINUTE, **given) -> Edition:
    edition = fresh(edition)
    return moves.make(name, edition, by=None, seen=edition.stamp, at=at, **given)


def over(client: Client) -> tuple:
    """What an address that never was one is answered."""
    return seen(client, way(WRONG))


def seen(client: Client, address: str) -> tuple:
    response = client.get(address)
    return response.status_code, response.content, dict(response.headers)


# ── What it shows ────────────────────────────────────────────────────────────
def test_it_shows_the_page_of_the_article_and_says_that_it_is_not_published(client, draft, shared):
    response = client.get(shared)
    page = Markup(response.text)
    assert (response.status_code, page.one("h1").text) == (200, draft.title)
    assert page.one("p", "lead").text == draft.lead
    assert [node.text for node in page.all("p") if "tags" in node.classes] != []
    assert _("Not published yet.") in page.one("div", "preview-note").text
    assert "09:01, 07/05/2040" in page.one("div", "preview-note").text


def test_it_shows_the_words_as_they_stand_now(client, draft, shared):
    draft = fresh(draft)
    draft.title = "Đã sửa"
    draft.save()
    assert Markup(client.get(shared).text).one("h1").text == "Đã sửa"


def test_it_offers_no_comments_and_no_way_to_the_article(client, draft, shared):
    make_comment(edition=draft, state="shown", body="Ý kiến dưới bài.")
    text = client.get(shared).text
    page = Markup(text)
    assert "Ý kiến dưới bài." not in text
    assert [form.attributes["action"] for form in page.all("form")] == ["/tim-kiem/"]
    assert [n for n in page.nodes if n.tag == "script" or n.attributes.get("rel") == "canonical"] == []
    assert [n.attributes for n in page.all("meta") if n.attributes.get("property")] == []


def test_it_shows_the_correction_as_it_will_be(client, draft, cast):
    live = bring_to("live", draft)
    mend = writing.open_next(live, by=None, at=LATER)
    words = {"wrong": "12 xã", "right": "21 xã", "days": 90}
    Correction.objects.create(edition=mend, corrected=live, **words)
    _link, token = make_link(mend, cast.phongvien)
    assert Markup(client.get(way(token)).text).one("p", "corrected").text != ""
    assert Correction.objects.get().shown_from is None


def test_looking_writes_nothing(client, draft, shared):
    before = (Edition.objects.values().get(), PreviewLink.objects.values().get(), Event.objects.count())
    client.get(shared)
    assert (
        Edition.objects.values().get(),
        PreviewLink.objects.values().get(),
        Event.objects.count(),
    ) == before


# ── When it is dead ──────────────────────────────────────────────────────────
def publish(draft: Edition, clock) -> None:
    bring_to("live", fresh(draft), at=LATER + MINUTE)


def publish_urgently(draft: Edition, clock) -> None:
    make_move("publish_urgently", draft, note="Tin bão.")


def publish_and_withdraw(draft: Edition, clock) -> None:
    publish(draft, clock)
    make_move("withdraw", draft, LATER + 2 * MINUTE, note="Sai.", ordered_by="Tổng Biên tập")
    clock.move_to(LATER + 3 * MINUTE)


def publish_and_let_it_expire(draft: Edition, clock) -> None:
    edition = bring_to("last_step", fresh(draft))
    make_move("approve", edition, expires_at=LATER + 2 * MINUTE)
    clock.move_to(LATER + 3 * MINUTE)


def publish_and_replace(draft: Edition, clock) -> None:
    publish(draft, clock)
    following = writing.open_next(fresh(draft), by=None, at=LATER + 2 * MINUTE)
    bring_to("live", following, at=LATER + 2 * MINUTE)
    clock.move_to(LATER + 3 * MINUTE)


def revoke(draft: Edition, clock) -> None:
    link = PreviewLink.objects.get()
    previewing.revoke(link, by=link.made_by, at=LATER + MINUTE)


def wait_till_its_time_is_over(draft: Edition, clock) -> None:
    clock.move_to(LATER + 3 * DAY)


def close_the_account_of_who_made_it(draft: Edition, clock) -> None:
    User.objects.filter(username="phongvien").update(is_active=False)


def recall(draft: Edition, clock) -> None:
    bring_to("scheduled", fresh(draft), live_from=AT + HOUR)
    make_move("recall", draft)


def withdraw_what_it_would_replace(draft: Edition, clock) -> None:
    """A scheduled edition is taken back together with the live one."""
    publish(draft, clock)
    following = writing.open_next(fresh(draft), by=None, at=LATER + 2 * MINUTE)
    PreviewLink.objects.update(edition=following)
    bring_to("scheduled", following, at=LATER + 2 * MINUTE)
    make_move("withdraw", draft, LATER + 3 * MINUTE, note="Sai.", ordered_by="Tổng Biên tập")
    clock.move_to(LATER + 4 * MINUTE)


ENDINGS = [
    publish,
    publish_urgently,
    publish_and_withdraw,
    publish_and_let_it_expire,
    publish_and_replace,
    revoke,
    wait_till_its_time_is_over,
    close_the_account_of_who_made_it,
    recall,
    withdraw_what_it_would_replace,
]


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_it_is_dead_after(client, draft, shared, clock, end):
    assert client.get(shared).status_code == 200
    end(draft, clock)
    code, body, headers = seen(client, shared)
    assert (code, body, headers) == over(client)
    assert code == 404
    assert draft.title not in body.decode()


def test_it_ends_to_the_second(client, shared, clock):
    clock.move_to(LATER + 3 * DAY - SECOND, tick=False)
    assert client.get(shared).status_code == 200
    clock.move_to(LATER + 3 * DAY, tick=False)
    assert client.get(shared).status_code == 404


def test_what_is_scheduled_is_shown_until_it_is_live(client, draft, shared, clock):
    bring_to("scheduled", fresh(draft), live_from=AT + HOUR)
    clock.move_to(AT + HOUR - SECOND, tick=False)
    assert client.get(shared).status_code == 200
    clock.move_to(AT + HOUR, tick=False)
    assert client.get(shared).status_code == 404


@pytest.mark.parametrize("state", ["in_review", "returned", "last_step"])
def test_review_does_not_end_it(client, draft, shared, state):
    bring_to(state, fresh(draft))
    assert client.get(shared).status_code == 200


# ── One edition and no other ─────────────────────────────────────────────────
def test_a_link_to_one_edition_opens_no_other(client, draft, shared):
    publish(draft, None)
    following = writing.open_next(fresh(draft), by=None, at=LATER + MINUTE)
    following.title = "Bản sau chưa ai được biết"
    following.save()
    assert seen(client, shared) == over(client)


def test_a_link_to_the_next_edition_shows_that_and_not_what_is_live(client, draft, cast):
    live = bring_to("live", draft)
    following = writing.open_next(live, by=None, at=LATER)
    following.title = "Bản sau"
    following.save()
    _link, token = make_link(following, cast.phongvien)
    text = client.get(way(token)).text
    assert Markup(text).one("h1").text == "Bản sau"
    assert draft.title not in text


def test_each_link_shows_its_own(client, cast, khoa_giao):
    drafts = [make_edition(title=f"Bản {n}", by=cast.phongvien, section=khoa_giao) for n in "ab"]
    tokens = [make_link(edition, cast.phongvien)[1] for edition in drafts]
    titles = [Markup(client.get(way(token)).text).one("h1").text for token in tokens]
    assert titles == ["Bản a", "Bản b"]


# ── Nothing of it is kept ────────────────────────────────────────────────────
def assert_private(response) -> None:
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not {"ETag", "Last-Modified", "Expires", "Vary"} & set(response.headers)
    assert response.cookies == {}


def test_no_answer_at_its_address_is_kept_listed_or_told_of(client, shared):
    token = shared.split("/")[2]
    codes = {}
    for address in (
        shared,
        f"/xem-truoc/{token}",
        way(WRONG),
        "/xem-truoc/",
        f"{shared}x.css",
        f"{shared[:-1]};a.jpg",
    ):
        response = client.get(address)
        assert_private(response)
        codes[response.status_code] = address
    assert set(codes) == {200, 301, 404}
    assert_private(client.head(shared))
    assert_private(client.post(shared))


def test_other_pages_keep_their_own_manners(client, draft):
    live = bring_to("live", draft)
    response = client.get(live.article.get_absolute_url())
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "X-Robots-Tag" not in response
    assert "no-store" not in response["Cache-Control"]


def test_it_is_asked_anew_each_time(client, shared):
    response = client.get(
        shared, HTTP_IF_NONE_MATCH="*", HTTP_IF_MODIFIED_SINCE="Fri, 04 May 2040 09:00:00 GMT"
    )
    assert response.status_code == 200


def test_the_page_says_so_too(client, shared):
    for address in (shared, way(WRONG)):
        robots = [
            n for n in Markup(client.get(address).text).all("meta") if n.attributes.get("name") == "robots"
        ]
        assert [n.attributes["content"] for n in robots] == ["noindex, nofollow, noarchive"]


def test_its_address_stands_nowhere_on_the_page(client, shared):
    assert shared.split("/")[2] not in client.get(shared).text


def test_no_session_is_read_for_it(cast, shared, furnished, django_assert_num_queries):
    client = Client()
    client.force_login(cast.tongbientap)
    before = client.get(shared)
    furnished()
    with django_assert_num_queries(SHARED):
        assert client.get(shared).content == before.content


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_only_looked_at(shared, method):
    response = getattr(Client(), method)(shared)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert getattr(Client(enforce_csrf_checks=True), method)(shared).status_code in (403, 405)


def test_head_says_what_get_says_without_the_page(client, shared):
    assert (client.head(shared).status_code, client.head(shared).content) == (200, b"")
    assert client.head(way(WRONG)).status_code == 404


# ── The token ────────────────────────────────────────────────────────────────
def test_the_token_is_long_random_and_kept_nowhere(draft, cast):
    tokens = [make_link(draft, cast.phongvien)[1] for _n in range(5)]
    assert len(set(tokens)) == 5
    assert all(re.fullmatch(r"[-\w]{32}", token) for token in tokens)
    rows = [*PreviewLink.objects.values_list(), *Event.objects.values_list()]
    assert not any(token in str(row) for token, row in product(tokens, rows))


@pytest.mark.parametrize(
    "odd",
    [
        "x",
        "9" * 5000,
        "%00",
        "%ED%A0%80",
        "%FF",
        "..",
        "%2e%2e",
        "%E2%80%AE",
        "<script>",
        "0" * 64,
        "a%0d%0ab",
    ],
)
def test_what_is_no_token_opens_nothing(client, shared, odd):
    assert client.get(way(odd)).status_code == 404


def test_neither_its_digest_nor_its_case_nor_a_part_of_it_opens_it(client, shared):
    token, digest = shared.split("/")[2], PreviewLink.objects.get().token_digest
    for other in (digest, token.swapcase(), token[:-1], f"{token}x", f" {token}", f"{token}%00"):
        assert client.get(way(other)).status_code == 404


SHARED, DEAD = 5, 1


@pytest.mark.parametrize("many", [1, 12])
def test_opening_it_asks_as_often_whatever_is_in_it(
    client, draft, shared, many, furnished, django_assert_num_queries
):
    for number in range(many):
        draft.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
        make_link(draft, draft.created_by)
    draft.tags.set(Tag.objects.named([f"từ khóa {number}" for number in range(many)]))
    furnished()
    with django_assert_num_queries(SHARED):
        assert client.get(shared).status_code == 200


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_a_dead_one_costs_what_a_wrong_one_costs(
    client, draft, shared, clock, end, furnished, django_assert_num_queries
):
    end(draft, clock)
    furnished()
    for address in (shared, way(WRONG)):
        with django_assert_num_queries(DEAD):
            client.get(address)


# ── Two truths that agree ────────────────────────────────────────────────────
STATES = ["draft", "in_review", "last_step", "returned", "scheduled", "live", "expired", "withdrawn"]
INSTANTS = [LATER, AT + HOUR - SECOND, AT + HOUR, LATER + DAY - SECOND, LATER + DAY]


@pytest.mark.parametrize("state", STATES)
def test_the_database_and_the_model_agree_when_a_link_is_open(cast, khoa_giao, state):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    for by in (cast.phongvien, cast.bientapvien):
        make_link(edition, by, days=1, at=LATER)
    ended, _token = make_link(edition, cast.phongvien, days=1, at=LATER)
    User.objects.filter(pk=cast.bientapvien.pk).update(is_active=False)
    bring_to(state, fresh(edition))
    PreviewLink.objects.filter(pk=ended.pk).revoke(at=LATER)
    for at in INSTANTS:
        links = PreviewLink.objects.select_related("edition", "made_by")
        assert set(PreviewLink.objects.open(at)) == {link for link in links if link.is_open(at)}


def test_what_ended_a_link_is_told_at_the_desk(cast, draft):
    link, _token = make_link(draft, cast.phongvien)
    assert [link.standing(at) for at in (LATER, LATER + 3 * DAY)] == [Standing.OPEN, Standing.OVER]
    link.edition = bring_to("live", fresh(draft))
    assert link.standing(LATER) == Standing.PUBLISHED
    link.revoked_at = LATER
    assert link.standing(LATER) == Standing.REVOKED


def test_a_link_that_ends_before_it_begins_cannot_be_written(cast, draft):
    link, _token = make_link(draft, cast.phongvien)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.filter(pk=link.pk).update(expires_at=link.made_at)


def test_links_are_forgotten_a_month_after_their_end(cast, draft, clock):
    old, _token = make_link(draft, cast.phongvien, days=1)
    revoked, _token = make_link(draft, cast.phongvien, days=7)
    previewing.revoke(revoked, by=cast.phongvien, at=LATER + DAY)
    kept, _token = make_link(draft, cast.phongvien, days=3)
    clock.move_to(LATER + DAY + KEPT_FOR, tick=False)
    call_command("forget_preview_links")
    assert set(PreviewLink.objects.all()) == {old, revoked, kept}
    clock.move_to(LATER + DAY + KEPT_FOR + SECOND, tick=False)
    call_command("forget_preview_links")
    assert set(PreviewLink.objects.all()) == {kept}


# ── Hostile words ────────────────────────────────────────────────────────────
BUNCHES = [one_line(" ".join(EVERY[start : start + 4])) for start in range(0, len(EVERY), 4)]


def without_body(page: str) -> list:
    return shape(re.sub(r'<div class="body">.*?</div>', "", page, flags=re.DOTALL))


def test_no_words_change_the_shape_of_the_page(client, cast, khoa_giao):
    def page(words: str) -> str:
        words_of_it = {"title": words[:250], "lead": words, "byline": words[:150], "body": f"<p>{words}</p>"}
        edition = make_edition(by=cast.phongvien, section=khoa_giao, **words_of_it)
        edition.tags.set([Tag.objects.create(name=words[:80], slug=f"the-{edition.pk}")])
        edition.photos.create(photo=photo, caption=words[:500], credit=words[:150], alt=words[:300])
        return client.get(way(make_link(edition, cast.phongvien)[1])).text

    photo = make_photo()
    plain = without_body(page("Lời thường."))
    for words in BUNCHES:
        found = page(words)
        assert without_body(found) == plain
        assert dangers(found) == []
