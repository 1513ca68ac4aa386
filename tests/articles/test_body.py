"""A body as readers are shown it: its pictures and links asked of the rows, and nothing of what is gone."""

import pytest
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from articles.body import Body
from articles.models import BodyPhoto, Edition
from articles.templatetags.newsroom import date_line
from photos.models import Photo
from tests.cms.markup import Markup
from tests.factories import AT, make_edition, make_photo

pytestmark = pytest.mark.django_db


def figure(photo: Photo, caption: str = "Chợ phiên.", credit: str = "Lò Thị Mẫu", alt: str = "Chợ") -> str:
    return (
        f'<figure data-photo="{photo.pk}" data-credit="{credit}" data-alt="{alt}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


@pytest.fixture
def live():
    return make_edition(state="live", title="Bài được dẫn")


@pytest.fixture
def photo():
    return make_photo()


def test_a_picture_is_shown_where_it_stands_with_the_words_of_its_place(photo):
    edition = make_edition(body=f"<p>Trước.</p>{figure(photo)}<p>Sau.</p>")
    page = Markup(Body(edition, at=AT).shown())
    assert [node.tag for node in page.nodes if node.tag in ("p", "figure")] == ["p", "figure", "p"]
    assert page.one("img").attributes["alt"] == "Chợ"
    assert "Chợ phiên." in page.one("figcaption").text
    assert "Lò Thị Mẫu" in page.one("figcaption").text


def test_words_of_a_picture_stay_words(photo):
    edition = make_edition(
        body=figure(photo, credit="&quot;><script>alert(1)</script>", alt="&lt;img src=x&gt;")
    )
    page = Markup(Body(edition, at=AT).shown())
    assert {node.tag for node in page.nodes} <= {"figure", "picture", "source", "img", "figcaption", "span"}


def test_a_removed_picture_leaves_no_trace_for_readers_and_is_named_at_the_desk(photo):
    edition = make_edition(body=f"<p>Trước.</p>{figure(photo)}<p>Sau.</p>")
    Photo.objects.update(removed_at=AT)
    for_readers, at_desk = Body(edition, at=AT), Body(edition, at=AT, at_desk=True)
    assert for_readers.shown() == "<p>Trước.</p><p>Sau.</p>"
    assert for_readers.photos == []
    assert "<img" not in at_desk.shown()
    assert "Chợ phiên." in at_desk.shown()


@pytest.mark.parametrize("around", ["{}", '<div data-gallery="grid">{}</div>'], ids=["alone", "in a gallery"])
def test_the_desk_is_told_whether_a_picture_was_taken_off_or_is_not_there(photo, around):
    absent = '<figure data-photo="999"></figure>'
    edition = make_edition(body=around.format(figure(photo)) + around.format(absent))
    Photo.objects.update(removed_at=AT, removal_ordered_by="Vàng Thị Hoa")
    said = [
        node.text for node in Markup(Body(edition, at_desk=True, at=AT).shown()).all("p", "waiting-picture")
    ]
    when = {"when": date_line(AT), "ordered_by": "Vàng Thị Hoa"}
    assert said == [
        _("This picture was taken off every page at %(when)s, on the order of %(ordered_by)s.") % when,
        _("The picture is not in the library any more."),
    ]


def test_a_gallery_without_its_last_picture_is_not_shown(photo):
    edition = make_edition(body=f'<p>Trước.</p><div data-gallery="grid">{figure(photo)}</div>')
    assert len(Markup(Body(edition, at=AT).shown()).all("img")) == 1
    Photo.objects.update(removed_at=AT)
    assert Body(edition, at=AT).shown() == "<p>Trước.</p>"


def test_a_picture_that_is_not_there_is_passed_over():
    edition = make_edition(body='<p>Trước.</p><figure data-photo="999"><figcaption>Chú</figcaption></figure>')
    assert Body(edition, at=AT).shown() == "<p>Trước.</p>"
    assert edition.body_cover is None


def test_a_link_to_an_article_is_shown_with_the_path_of_today(live):
    edition = make_edition(body=f'<p><a href="/ten-cu/200001/cu-{live.article_id}.html">Xem</a></p>')
    shown = Markup(Body(edition, at=AT).shown())
    assert shown.one("a").attributes["href"] == live.article.get_absolute_url()


def test_the_path_of_what_no_reader_has_seen_is_told_by_no_link():
    hidden = make_edition(state="scheduled", title="Bí mật")
    href = f"/ten-cu/200001/cu-{hidden.article_id}.html"
    edition = make_edition(body=f'<p><a href="{href}">Xem</a></p>')
    for at in (AT, hidden.live_from):
        shown = Markup(Body(edition, at=at).shown()).one("a").attributes["href"]
        assert shown == (href if at == AT else hidden.article.get_absolute_url())


@pytest.mark.parametrize(
    "href", ["https://vi-du.example/x/202001/y-{id}.html", "/x/202001/y-999999.html", "/x-{id}.html"]
)
def test_other_links_stay_as_they_are(live, href):
    href = href.format(id=live.article_id)
    edition = make_edition(body=f'<p><a href="{href}">Xem</a></p>')
    assert Markup(Body(edition, at=AT).shown()).one("a").attributes["href"] == href


def test_a_body_costs_a_query_for_each_sort_of_thing_it_names(live, photo, django_assert_num_queries):
    plain, of_one = make_edition(body="<p>Chữ.</p>"), make_edition(body=figure(photo) + "<p>a</p>")
    link = f'<p><a href="{live.article.get_absolute_url()}">Xem</a></p>'
    of_many = make_edition(body=(figure(photo) + figure(make_photo(size=(24, 40)))) * 3 + link * 3)
    for edition, queries in ((plain, 0), (of_one, 1), (of_many, 2)):
        with django_assert_num_queries(queries):
            Body(edition, at=AT).shown()


def test_a_caption_leads_nobody_to_the_article_and_the_words_around_it_do(photo):
    make_edition(body=f"<p>Lời mở.</p>{figure(photo, caption='Cháu Lò Văn Mẫu.')}<p>Lời kết.</p>")
    found = [Edition.objects.matching(words).count() for words in ("lời mở", "lời kết", "Lò Văn Mẫu")]
    assert found == [1, 1, 0]


# ── What a body names, as rows ───────────────────────────────────────────────
def test_saving_notes_what_the_body_names_and_saving_again_what_it_names_now(photo):
    other = make_photo(size=(24, 40))
    edition = make_edition(body=figure(photo) + "<p>a</p>" + figure(other) + figure(photo))
    assert edition.body_names == {"photos": [photo.pk, other.pk]}
    assert edition.body_cover == photo
    edition.body = figure(other)
    edition.save()
    edition = Edition.objects.get(pk=edition.pk)
    assert [row.photo for row in edition.body_photos.all()] == [other]
    assert edition.body_cover == other
    edition.body = "<p>Chữ.</p>"
    edition.save()
    assert Edition.objects.get(pk=edition.pk).body_cover is None
    assert not BodyPhoto.objects.exists()


def test_a_save_asks_once_for_each_sort_of_thing_that_is_named(photo, django_assert_num_queries):
    plain, of_one = make_edition(body="<p>Chữ.</p>"), make_edition(body=figure(photo))
    for made, queries in ((plain, 1), (of_one, 2)):
        edition = Edition.objects.select_related("section").get(pk=made.pk)
        edition.title = "Khác"
        with django_assert_num_queries(queries):
            edition.save()


def test_a_picture_that_a_body_shows_cannot_be_deleted(photo):
    make_edition(body=figure(photo))
    with pytest.raises(ProtectedError):
        photo.delete()


def test_another_picture_is_another_text(photo):
    edition = make_edition(body=figure(photo))
    before = edition.fingerprint()
    Photo.objects.filter(pk=photo.pk).update(sha256="0" * 64)
    assert edition.fingerprint() != before


# ── A policy that changed ────────────────────────────────────────────────────
def test_what_an_older_policy_let_through_is_cleaned_where_it_is_shown():
    edition = make_edition(body="<p>Chữ.</p>")
    Edition.objects.update(body='<p onclick="alert(1)">Chữ.</p><script>alert(1)</script>', body_policy=1)
    assert Body(Edition.objects.get(pk=edition.pk), at=AT).shown() == "<p>Chữ.</p>"
