"""The pages about the paper at the desk: writing, being too late, what stood there before."""

import pytest
from django.utils.translation import gettext as _

from cms.text import one_line
from pages.models import Page
from record.models import Event
from tests.cms.markup import dangers, shape
from tests.cms.payloads import EVERY
from tests.desk.pages import Page as Seen
from tests.factories import make_page

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/trang/", "/admin/trang/them/"
KEEPERS = ["thukytoasoan", "tongbientap", "quantri"]


@pytest.fixture
def as_(cast, client):
    def at_the_desk(who: str):
        client.force_login(getattr(cast, who))
        return client

    return at_the_desk


@pytest.fixture
def page(db) -> Page:
    return make_page(slug="quy-tac", title="Quy tắc", body="<p>Cũ.</p>")


def form_of(client, address: str) -> dict[str, str]:
    return Seen(client.get(address)).form("paper-page")


def one(page: Page) -> str:
    return f"/admin/trang/{page.pk}/"


@pytest.mark.parametrize("who", KEEPERS)
def test_who_keeps_the_pages_publishes_with_the_save(as_, page, who):
    client = as_(who)
    sent = form_of(client, one(page)) | {"title": "Quy tắc mới", "body": "<p>Mới.</p>"}
    response = client.post(one(page), sent, follow=True)
    assert Seen(response).messages() == [_("Saved, and published: readers see it now.")]
    shown = client.get("/thong-tin/quy-tac/").text
    assert "<p>Mới.</p>" in shown
    assert "Quy tắc mới" in shown


def test_beside_the_button_stands_that_nobody_else_approves(as_, page):
    for address in (one(page), ADD):
        assert (
            _("Nobody else approves it: readers see it at once. The text that stood there is kept.")
            in as_("tongbientap").get(address).text
        )


@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "kiemduyet", "congtacvien"])
def test_others_neither_see_nor_change_them(as_, page, who):
    client = as_(who)
    ways = [LIST, ADD, one(page), f"{one(page)}ban-cu/1/"]
    assert [client.get(way).status_code for way in ways] == [403] * 4
    sent = {"title": "x", "body": "<p>x</p>", "order": 1, "version": 1, "number": 1}
    assert [client.post(way, sent).status_code for way in (ADD, one(page), f"{one(page)}khoi-phuc/")] == [
        403
    ] * 3
    assert Page.objects.get(pk=page.pk).title == "Quy tắc"
    assert f'href="{LIST}"' not in client.get("/admin/").text


def test_a_new_page_has_an_address_made_of_its_title(as_):
    client = as_("quantri")
    sent = form_of(client, ADD) | {"title": "Quảng cáo, đặt báo", "body": "<p>Gọi tòa soạn.</p>"}
    page = Page.objects.get(pk=int(client.post(ADD, sent)["Location"].rsplit("/", 2)[1]))
    assert (page.slug, page.version, page.in_footer) == ("quang-cao-dat-bao", 1, True)
    assert Event.objects.about(page).get().kind == "page.begin"
    again = client.post(ADD, sent)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["slug"])
    assert Seen(again).form("paper-page")["body"] == "<p>Gọi tòa soạn.</p>"


WRONG = {
    "title": ["", " ", "x" * 121, "\u200b"],
    "order": ["", "-1", "10000", "một"],
    "version": ["", "0", "abc", "-1", "9" * 20],
    "body": ['<figure data-photo="1"><figcaption>Ảnh</figcaption></figure>'],
}


@pytest.mark.parametrize(("field", "value"), [(f, v) for f, values in WRONG.items() for v in values])
def test_what_cannot_be_saved_is_marked_and_nothing_is_lost(as_, page, field, value):
    client = as_("tongbientap")
    sent = form_of(client, one(page)) | {"body": "<p>Gõ rất lâu.</p>"} | {field: value}
    response = client.post(one(page), sent)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Seen(response).form("paper-page")["body"] == sent["body"]
    assert Page.objects.get(pk=page.pk).body == "<p>Cũ.</p>"


def test_who_comes_too_late_keeps_her_words_beside_what_stands_there(as_, cast, page):
    client = as_("thukytoasoan")
    sent = form_of(client, one(page)) | {"body": "<p>Của tôi.</p>"}
    page.revise({**page.words, "body": "<p>Của chị.</p>"}, seen=1, by=cast.tongbientap, at=page.updated_at)
    late = client.post(one(page), sent)
    assert late.status_code == 409
    assert "Tongbientap" in late.text
    assert "<p>Của chị.</p>" in late.text.partition('class="reading"')[2]
    kept = Seen(late).form("paper-page")
    assert (kept["body"], kept["version"]) == ("<p>Của tôi.</p>", "2")
    assert client.post(one(page), kept).status_code == 302
    page.refresh_from_db()
    assert (page.body, [text.body for text in page.older.all()]) == (
        "<p>Của tôi.</p>",
        ["<p>Của chị.</p>", "<p>Cũ.</p>"],
    )


def test_hostile_html_sent_past_the_editor_is_inert(as_, page):
    client = as_("tongbientap")
    sent = form_of(client, one(page)) | {"body": "".join(f"<p>{payload}</p>" for payload in EVERY)}
    client.post(one(page), sent)
    assert Page.objects.get(pk=page.pk).version == 2
    assert dangers(client.get("/thong-tin/quy-tac/").text) == []


def test_a_hostile_title_is_words_at_the_desk(as_, page):
    client = as_("tongbientap")
    plain = [shape(client.get(way).text) for way in (LIST, one(page))]
    for payload in EVERY:
        Page.objects.filter(pk=page.pk).update(title=one_line(payload)[:120] or "x")
        assert [shape(client.get(way).text) for way in (LIST, one(page))] == plain, payload


def test_extra_fields_change_nothing(as_, cast, page):
    client = as_("tongbientap")
    forged = {"slug": "khac", "updated_by": cast.phongvien.pk, "body_policy": 1, "id": 7, "page": 7}
    client.post(one(page), form_of(client, one(page)) | {"title": "Mới"} | forged)
    page.refresh_from_db()
    assert (page.slug, page.updated_by, page.version, page.title) == ("quy-tac", cast.tongbientap, 2, "Mới")


def test_an_older_text_is_read_and_put_back(as_, page):
    client = as_("tongbientap")
    client.post(one(page), form_of(client, one(page)) | {"body": ""})
    assert client.get("/thong-tin/quy-tac/").status_code == 404
    older = client.get(f"{one(page)}ban-cu/1/")
    assert "<p>Cũ.</p>" in older.text
    restore = Seen(older).form("restore")
    assert client.post(f"{one(page)}khoi-phuc/", restore)["Location"] == one(page)
    assert "<p>Cũ.</p>" in client.get("/thong-tin/quy-tac/").text
    stale = client.post(f"{one(page)}khoi-phuc/", restore, follow=True)
    assert Seen(stale).messages()[-1] == _(
        "Somebody saved this page after you opened it. Look at it, then put the text back."
    )
    page.refresh_from_db()
    assert page.version == 3


@pytest.mark.parametrize("sent", [{}, {"number": "x", "version": "1"}, {"number": "1"}])
def test_a_restore_that_does_not_say_what_does_nothing(as_, page, sent):
    assert as_("tongbientap").post(f"{one(page)}khoi-phuc/", sent).status_code == 302
    assert Page.objects.get(pk=page.pk).version == 1


def test_what_was_never_there_is_not_found(as_, page):
    client = as_("tongbientap")
    assert client.get(f"{one(page)}ban-cu/7/").status_code == 404
    assert client.post(f"{one(page)}khoi-phuc/", {"number": 7, "version": 1}).status_code == 404
    assert client.get("/admin/trang/999999999/").status_code == 404


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_and_the_form_cost_the_same_however_much_there_is(
    as_, cast, page, many, django_assert_num_queries
):
    for number in range(many):
        make_page(slug=f"trang-{number}", by=cast.quantri)
        page.revise(
            {**page.words, "title": f"Lần {number}"}, seen=page.version, by=cast.quantri, at=page.updated_at
        )
    client = as_("tongbientap")
    for address, cost in ((LIST, 4), (one(page), 5)):
        with django_assert_num_queries(cost, info=address):
            assert client.get(address).status_code == 200
