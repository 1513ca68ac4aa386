"""A picture on a page: every size and format there is of it, from its row alone, and never a broken one."""

import re

import pytest
from django.template import Context, Template

from photos import making
from photos.models import Photo
from photos.pictures import picture_context
from tests.factories import AT, make_photo
from tests.photos.photographs import photo_like
from tests.photos.pictures import saved, see_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(media) -> Photo:
    made = make_photo(raw=saved(photo_like((900, 600)), "JPEG"))
    making.make(made.pk)
    made.refresh_from_db()
    return made


def shown(photo: Photo, **given) -> str:
    page = Template("{% load pictures %}{% picture photo alt=alt sizes=sizes crop=crop eager=eager %}")
    given = {"alt": "Một bản làng", "sizes": "100vw", "crop": "", "eager": False} | given
    return page.render(Context({"photo": photo, **given}))


def widths(srcset: str) -> list[int]:
    return [int(width) for width in re.findall(r" (\d+)w", srcset)]


def test_each_format_names_its_widths_from_the_narrowest(photo):
    context = picture_context(photo, alt="a", sizes="100vw")
    assert [(source["type"], widths(source["srcset"])) for source in context["sources"]] == [
        ("image/avif", [320, 480, 640, 800]),
        ("image/webp", [320, 480, 640, 800]),
    ]
    assert widths(context["srcset"]) == [640, 900]
    assert (context["width"], context["height"]) == (900, 600)


def test_a_crop_has_its_own_and_its_own_shape(photo):
    context = picture_context(photo, alt="", sizes="7rem", crop="5:3")
    assert [widths(source["srcset"]) for source in context["sources"]] == [[160, 320, 480, 800]] * 2
    assert widths(context["srcset"]) == [320, 800]
    assert (context["width"], context["height"]) == (900, 540)
    assert "_5x3_50_50" in context["src"]


def test_until_one_exists_the_nearest_is_shown(media):
    photo = make_photo(raw=saved(photo_like((900, 600)), "JPEG"))
    for crop, shape in {"": (900, 600), "5:3": (900, 540), "1:1": (600, 600)}.items():
        context = picture_context(photo, alt="", sizes="100vw", crop=crop)
        assert context["sources"] == []
        assert context["srcset"] == f"{photo.small.url} 640w, {photo.file.url} 900w"
        assert context["src"] in (photo.small.url, photo.file.url)
        assert (context["width"], context["height"]) == shape


def test_around_a_new_focal_point_the_old_crop_is_shown_meanwhile(photo):
    before = picture_context(photo, alt="", sizes="", crop="1:1")
    photo.set_focal(1, 1, seen=photo.version, by=None, at=AT)
    assert picture_context(photo, alt="", sizes="", crop="1:1") == before


def test_what_can_be_seen_through_is_never_shown_on_black(media):
    photo = make_photo(raw=saved(see_through((900, 600)), "PNG"), name="a.png")
    making.make(photo.pk)
    photo.refresh_from_db()
    for crop in ("", "5:3"):
        context = picture_context(photo, alt="", sizes="", crop=crop)
        assert [source["type"] for source in context["sources"]] == ["image/avif", "image/webp"]
        assert context["src"].endswith(".webp")


def test_the_element_keeps_room_loads_late_and_says_what_is_seen(photo):
    page = shown(photo)
    assert page.count("<source ") == 2
    for part in ('width="900" height="600"', 'alt="Một bản làng"', 'loading="lazy"', 'decoding="async"'):
        assert part in page
    assert page.index("image/avif") < page.index("image/webp") < page.index("<img")
    assert "fetchpriority" not in page


def test_the_first_of_a_page_is_not_late(photo):
    page = shown(photo, eager=True)
    assert ('loading="lazy"' in page, 'fetchpriority="high"' in page) == (False, True)


def test_words_of_a_use_are_words(photo):
    page = shown(photo, alt='"><script>alert(1)</script>')
    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


def test_every_address_answers(photo, client):
    context = picture_context(photo, alt="", sizes="")
    crop = picture_context(photo, alt="", sizes="", crop="16:9")
    told = [
        context["srcset"],
        crop["srcset"],
        *(s["srcset"] for s in (*context["sources"], *crop["sources"])),
    ]
    addresses = {address for srcset in told for address in re.findall(r"(\S+) \d+w", srcset)}
    kinds = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
    assert len(addresses) > 10
    for address in addresses:
        answer = client.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kinds[address.rpartition(".")[2]])
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_page_asks_nothing_more_for_it(photo, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown(photo, crop="5:3")
