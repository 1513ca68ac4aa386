"""Numbers in markup: what people read is grouped (1.234), what machines read never is.

An id, a width or a version above 999 that is printed as `1.234` breaks links, forms and pictures, on a real
site within a week and on a fresh test database never. So here every table starts at ten thousand.
"""

import re

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from articles.models import Edition, EditionPhoto
from comments.models import Comment
from photos.models import Photo
from tests.cms.markup import Markup
from tests.comments.readers import make_shown
from tests.factories import AT, bring_to, make_comment, make_edition, make_picture

ROOMS = ("record", "accounts", "photos", "articles", "comments")
GROUPED = re.compile(r"\d\.\d{3}\b")
MACHINES_READ = {
    "id",
    "for",
    "name",
    "value",
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "width",
    "height",
}


@pytest.fixture
def large_ids(db) -> None:
    """The next row of every table gets an id above ten thousand."""
    with connection.cursor() as cursor:
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                table = model._meta.db_table
                if connection.vendor == "sqlite":
                    cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                    cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, 10000)", [table])
                else:
                    cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), 10000)", [table])


@pytest.fixture
def edition(large_ids, cast) -> Edition:
    """A live article with a picture as wide as pictures are, and more comments than fit a page."""
    edition = make_edition(section=cast.phongvien.grants.get().section, tags=("Khoa giáo",))
    photo = Photo.objects.take_in(
        ContentFile(make_picture(size=(1200, 1020))), name="a.jpg", by=cast.phongvien, at=AT
    )
    EditionPhoto.objects.create(edition=edition, photo=photo, caption="Toàn cảnh.")
    live = bring_to("live", edition)
    make_shown(live, 130)
    make_comment(edition=live)
    return live


def grouped(page: str) -> list[str]:
    """Attributes that hold a number with its thousands set apart."""
    return [
        f'<{node.tag} {name}="{value}">'
        for node in Markup(page).nodes
        for name, value in node.attributes.items()
        if name in MACHINES_READ and GROUPED.search(value)
    ]


def test_no_number_of_a_public_page_is_grouped_in_its_markup(edition):
    comment = Comment.objects.shown().first()
    addresses = [
        "/",
        "/khoa-giao/",
        "/chu-de/khoa-giao/",
        "/tim-kiem/?q=hoc",
        edition.article.get_absolute_url(),
        f"/y-kien/{edition.article_id}/da-gui/",
        f"/y-kien/{edition.article_id}/tra-loi/{comment.pk}/",
    ]
    assert edition.pk > 10_000
    assert [(a, number) for a in addresses for number in grouped(Client().get(a).text)] == []


def test_no_number_of_the_desk_is_grouped_in_its_markup(edition, cast, khoa_giao):
    Comment.objects.update(version=1234)
    Edition.objects.filter(pk=edition.pk).update(version=1234)
    draft = make_edition(section=khoa_giao, by=cast.phongvien)
    Edition.objects.filter(pk=draft.pk).update(version=1234)
    client = Client()
    client.force_login(cast.tongbientap)
    addresses = [
        "/admin/",
        "/admin/y-kien/",
        "/admin/y-kien/?state=shown",
        "/admin/articles/edition/",
        f"/admin/articles/edition/{edition.pk}/change/",
        f"/admin/articles/edition/{draft.pk}/change/",
    ]
    answers = {address: client.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
        addresses, 200
    )
    assert [(a, number) for a in addresses for number in grouped(answers[a].text)] == []


def test_a_pictures_size_is_one_a_browser_can_read(edition):
    image = Markup(Client().get(edition.article.get_absolute_url()).text).one("img").attributes
    widths = [candidate.split()[-1] for candidate in image["srcset"].split(", ")]
    assert (image["width"], image["height"], widths) == ("1200", "1020", ["640w", "1200w"])


def test_the_link_to_older_comments_leads_on(edition):
    markup = Markup(Client().get(edition.article.get_absolute_url()).text)
    (link,) = [
        a.attributes["href"] for a in markup.all("a") if "y-kien-truoc" in a.attributes.get("href", "")
    ]
    assert re.fullmatch(r"\?y-kien-truoc=\d{5}#y-kien-ban-doc", link)
