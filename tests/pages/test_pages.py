"""Pages about the paper: what readers are shown, and that no text of the newsroom's is lost."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from cms import html
from cms.text import one_line
from pages.models import OlderText, Overtaken, Page
from record.models import Event, NeverChanged
from tests.cms.markup import Markup, dangers, shape
from tests.cms.payloads import EVERY
from tests.factories import AT, HOUR, make_page, make_pages

pytestmark = pytest.mark.django_db

PAGES = import_module("pages.migrations.0002_first_pages").PAGES
FIRST = {"gioi-thieu": "Giới thiệu", "lien-he": "Liên hệ", "bao-mat": "Chính sách bảo mật"}
FIRST["dieu-khoan"] = "Điều khoản sử dụng"


def get(address: str) -> Markup:
    return Markup(Client().get(address).text)


def footer(address: str = "/") -> list[tuple[str, str]]:
    foot = get(address)
    return [
        (a.attributes["href"], a.text.strip())
        for a in foot.all("a")
        if a.attributes["href"].startswith("/thong-tin/")
    ]


# ── What a new paper begins with ─────────────────────────────────────────────
def test_a_new_paper_has_its_four_pages_at_the_foot_of_every_page():
    make_pages()
    expected = [(f"/thong-tin/{slug}/", title) for slug, title in FIRST.items()]
    assert footer() == expected
    assert footer("/khong-co-trang-nay/") == expected
    for address, title in expected:
        page = get(address)
        own = [link for link in page.all("link") if link.attributes.get("rel") == "canonical"]
        assert (page.one("h1").text, len(own)) == (title, 1)
        assert own[0].attributes["href"].endswith(address)


def test_what_they_begin_with_is_as_the_gate_leaves_it():
    make_pages()
    bodies = {page.slug: page.body for page in Page.objects.all()}
    assert bodies == {slug: html.clean(body) for slug, body in bodies.items()}
    assert set(Page.objects.values_list("body_policy", flat=True)) == {html.POLICY}


@pytest.mark.parametrize("slug", ["gioi-thieu", "lien-he"])
def test_the_papers_own_lines_stand_there_as_they_are_set(settings, slug):
    make_pages()
    settings.SITE_PHONE, settings.SITE_LICENCE = "0999 111 222", "Giấy phép số 7/GP"
    imprint = get(f"/thong-tin/{slug}/").one("section", "imprint").text
    ways = [a.attributes["href"] for a in get(f"/thong-tin/{slug}/").all("a", "button")]
    assert ways.count("/gui-tin/") == 2
    lines = (settings.SITE_NAME, settings.SITE_GOVERNING_BODY, settings.SITE_HEAD, settings.SITE_ADDRESS)
    for line in (*lines, "0999 111 222", "Giấy phép số 7/GP", settings.SITE_EMAIL):
        assert line in imprint


# ── What readers are shown ───────────────────────────────────────────────────
def test_a_page_without_words_is_not_there():
    make_page(slug="trong", body="")
    assert Client().get("/thong-tin/trong/").status_code == 404
    assert "/thong-tin/trong/" not in dict(footer())
    assert Client().get("/thong-tin/khong-co/").status_code == 404


def test_a_page_is_named_at_the_foot_in_its_order_and_where_it_is_wished():
    Page.objects.filter(slug__in=FIRST).update(in_footer=False)
    for slug, order, named in (("c", 3, True), ("a", 1, True), ("b", 2, False)):
        make_page(slug=slug, order=order, in_footer=named)
    assert [address for address, _title in footer()] == ["/thong-tin/a/", "/thong-tin/c/"]
    assert Client().get("/thong-tin/b/").status_code == 200


def test_shown_in_sql_is_shown_in_python():
    made = [make_page(slug="a"), make_page(slug="b", body=""), make_page(slug="c", body="<p></p>")]
    shown = set(Page.objects.shown().values_list("pk", flat=True))
    assert [page.pk in shown for page in made] == [page.is_shown for page in made] == [True, False, True]


def test_a_page_costs_its_readers_one_query(furnished, django_assert_num_queries):
    make_pages()
    furnished()
    with django_assert_num_queries(1):
        Client().get("/thong-tin/bao-mat/")


def test_the_body_is_cleaned_where_it_is_shown_when_the_policy_grew_stricter():
    page = make_page(slug="a")
    Page.objects.filter(pk=page.pk).update(body="<p>Lời <script>alert(1)</script></p>", body_policy=1)
    body = Client().get("/thong-tin/a/").text.partition('class="body"')[2].partition("</article>")[0]
    assert "script" not in body


def test_titles_are_words():
    make_page(slug="a", title="Tiêu đề")
    plain = shape(Client().get("/thong-tin/a/").text)
    for payload in EVERY:
        Page.objects.filter(slug="a").update(title=one_line(payload)[:120] or "x")
        page = Client().get("/thong-tin/a/").text
        assert (shape(page), dangers(page)) == (plain, []), payload


# ── No text is lost ──────────────────────────────────────────────────────────
def revise(page: Page, by=None, *, seen: int | None = None, at=AT + HOUR, **words) -> bool:
    return page.revise({**page.words, **words}, seen=seen or page.version, by=by, at=at)


def test_what_is_saved_over_is_kept_with_who_wrote_it(cast):
    page = make_page(slug="a", title="Cũ", body="<p>Cũ.</p>", by=cast.thukytoasoan)
    assert revise(page, cast.tongbientap, title="Mới", body="<p>Mới.</p>") is True
    assert (page.version, page.title, page.updated_by, page.updated_at) == (
        2,
        "Mới",
        cast.tongbientap,
        AT + HOUR,
    )
    kept = page.older.get()
    assert (kept.number, kept.title, kept.body, kept.saved_by, kept.saved_at) == (
        *(1, "Cũ", "<p>Cũ.</p>", cast.thukytoasoan, AT),
    )
    assert [event.kind for event in Event.objects.about(page)] == ["page.edit", "page.begin"]


def test_saving_the_same_words_again_writes_nothing(cast):
    page = make_page(slug="a")
    assert revise(page, cast.tongbientap) is False
    assert (page.version, page.older.count(), Event.objects.about(page).count()) == (1, 0, 1)


def test_the_slower_of_two_is_told_and_changes_nothing(cast):
    page = make_page(slug="a")
    mine, theirs = Page.objects.get(pk=page.pk), Page.objects.get(pk=page.pk)
    revise(theirs, cast.tongbientap, title="Của chị")
    with pytest.raises(Overtaken) as refusal:
        revise(mine, cast.thukytoasoan, title="Của tôi")
    assert "Tongbientap" in str(refusal.value)
    page.refresh_from_db()
    assert (page.title, page.version, page.older.count()) == ("Của chị", 2, 1)


def test_an_older_text_is_put_back_and_what_stood_there_is_kept_too(cast):
    page = make_page(slug="a", title="Một", body="<p>Một.</p>")
    revise(page, title="Hai", body="")
    page.restore(page.older.get(), seen=2, by=cast.tongbientap, at=AT + 2 * HOUR)
    assert (page.title, page.body, page.version) == ("Một", "<p>Một.</p>", 3)
    assert [(text.number, text.title) for text in page.older.all()] == [(2, "Hai"), (1, "Một")]
    event = Event.objects.about(page)[0]
    assert (event.kind, event.actor_label) == ("page.restore", "Tongbientap")
    with pytest.raises(Overtaken):
        page.restore(page.older.last(), seen=2, by=None, at=AT + 3 * HOUR)


def test_nobody_changes_or_deletes_an_older_text():
    page = make_page(slug="a")
    revise(page, title="Hai")
    with pytest.raises(NeverChanged):
        OlderText.objects.update(title="Ba")
    with pytest.raises(NeverChanged):
        OlderText.objects.all().delete()
    for statement in ("UPDATE pages_oldertext SET title = 'Ba'", "DELETE FROM pages_oldertext"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_no_section_takes_the_address_of_these_pages():
    from articles.models.section import RESERVED_SLUGS

    assert {"thong-tin", "gui-tin"} <= RESERVED_SLUGS
    assert reverse("page", args=["lien-he"]) == "/thong-tin/lien-he/"
