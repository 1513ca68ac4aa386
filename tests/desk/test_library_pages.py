"""What the library's pages cost, and that nothing which comes with a picture runs in them."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from PIL import Image

from photos.models import Photo
from tests.desk.pages import Page
from tests.desk.test_library import BRING, CHOOSE, LIBRARY, SCRIPT, WORDS, file, of
from tests.desk.test_payloads import each_payload
from tests.factories import make_edition, make_photo, make_picture

pytestmark = pytest.mark.django_db

LIST, PICKER, ONE, SEVERAL = 5, 5, 13, 4
three_and_thirty = pytest.mark.parametrize("pictures", [3, 30])


@pytest.fixture(autouse=True)
def _no_warm_start() -> None:
    ContentType.objects.clear_cache()


@pytest.fixture
def library(cast):
    """`library(pictures)`: so many pictures, each used by an article."""

    def of_pictures(pictures: int) -> list[Photo]:
        made = [make_photo(caption=f"Ảnh {n}", by=cast.phongvien) for n in range(pictures)]
        edition = make_edition(by=cast.phongvien)
        for photo in made:
            edition.photos.create(photo=photo, caption="x")
        return made

    return of_pictures


@three_and_thirty
def test_the_list_and_the_picker_ask_as_often_for_many(as_, library, pictures, django_assert_num_queries):
    library(pictures)
    client = as_("phongvien")
    with django_assert_num_queries(LIST):
        assert client.get(LIBRARY).status_code == 200
    with django_assert_num_queries(PICKER):
        assert client.get(CHOOSE).status_code == 200


@three_and_thirty
def test_the_words_of_several_ask_as_often_for_many(as_, library, pictures, django_assert_num_queries):
    query = "&".join(f"anh={photo.pk}" for photo in library(pictures))
    client = as_("phongvien")
    with django_assert_num_queries(SEVERAL):
        assert client.get(f"{WORDS}?{query}").status_code == 200


@three_and_thirty
def test_one_picture_asks_as_often_wherever_it_is_used(as_, cast, pictures, django_assert_num_queries):
    photo = make_photo(by=cast.phongvien)
    for number in range(pictures):
        make_edition(title=f"Bài {number}", by=cast.phongvien).photos.create(photo=photo, caption="x")
    client = as_("phongvien")
    with django_assert_num_queries(ONE):
        assert client.get(of(photo)).status_code == 200


# ── Text that is code elsewhere ──────────────────────────────────────────────
@pytest.fixture
def poisoned(cast):
    def with_words(payload: str) -> Photo:
        photo = make_photo(name=f"{payload}.jpg", by=cast.phongvien)
        words = dict.fromkeys(("caption", "credit", "alt", "place", "licence"), payload)
        photo.describe(words, seen=1, by=cast.phongvien, at=photo.added_at)
        return photo

    return with_words


@each_payload
def test_words_and_names_are_inert_on_every_page_of_the_library(as_, poisoned, payload):
    photo = poisoned(payload)
    client = as_("tongbientap")
    pages = [LIBRARY, f"{LIBRARY}?q={payload}", CHOOSE, of(photo), f"{WORDS}?anh={photo.pk}"]
    pages += [of(photo, name) for name in ("photo-removal", "photo-delete")]
    for address in pages:
        looked_at(client.get(address), payload)


def looked_at(response, payload: str) -> None:
    """As `test_payloads.inert`, on pages that show the picture itself too."""
    page = Page(response)
    for element in page.elements:
        assert element.tag != "script" or "alert(1)" not in element.text
        assert not [name for name in element.attrs if name.startswith("on")]
        addresses = [element.attrs.get(name, "") for name in ("href", "src", "action", "formaction")]
        assert not [address for address in addresses if address.strip().lower().startswith("javascript:")]
    assert response.status_code == 200
    printed = [element.text for element in page.elements]
    printed += [value for element in page.elements for value in element.attrs.values()]
    assert any(payload[:11] in text for text in printed)


@each_payload
def test_the_picker_hands_words_on_as_they_were_written(as_, poisoned, payload):
    poisoned(payload)
    [one] = Page(as_("phongvien").get(CHOOSE)).all("button", css="choose__one")
    card = json.loads(one.attrs["data-photo"])
    assert (card["caption"], card["credit"], card["alt"]) == (payload, payload, payload)


@each_payload
def test_the_answer_to_a_file_is_json_that_no_browser_shows_as_a_page(as_, payload):
    response = as_("phongvien").post(BRING, {"files": file(f"{payload}.jpg")}, **SCRIPT)
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.json()["answers"][0]["status"] == "taken"


@each_payload
def test_the_answers_on_the_page_are_inert(as_, payload):
    client = as_("phongvien")
    sent = [
        file(f"{payload}.jpg"),
        file("trang.html", b"<script>alert(1)</script>"),
        file(f"{payload}.gif", b"x"),
    ]
    looked_at(client.post(BRING, {"files": sent}), "trang.html")


@each_payload
def test_what_the_file_itself_says_is_inert(as_, payload):
    """Author and description of a file are words of strangers."""
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = payload, payload
    client = as_("phongvien")
    raw = make_picture(exif=exif)
    response = client.post(BRING, {"files": file("mot.jpg", raw)})
    photo = Photo.objects.get()
    assert "<script" not in photo.caption.replace(payload, "")
    looked_at(response, "mot.jpg")
    looked_at(client.get(of(photo)), "mot.jpg")
