"""What a picture looks like: copies are near, other pictures are not, and asking stays cheap among many."""

import io
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from demo.catalogue import PIECES
from demo.pictures import draw
from photos.likeness import NEAR, distance, of
from photos.models import Photo
from photos.removal import remove
from tests.factories import AT, make_photo
from tests.photos.photographs import photo_like
from tests.photos.pictures import saved, see_through

PHOTOGRAPHS = [photo_like((450, 300), seed=seed) for seed in range(8)]


def compressed(picture: Image.Image) -> Image.Image:
    return Image.open(io.BytesIO(saved(picture, "JPEG", quality=30)))


def trimmed(picture: Image.Image, share: float = 0.015) -> Image.Image:
    w, h = picture.size
    return picture.crop((int(w * share), int(h * share), int(w * (1 - share)), int(h * (1 - share))))


COPIES = {
    "compressed": compressed,
    "resized": lambda picture: picture.resize((150, 100)),
    "stretched": lambda picture: picture.resize((450, 310)),
    "trimmed": trimmed,
    "framed": lambda picture: ImageOps.expand(picture, 1, "white"),
    "grey": lambda picture: picture.convert("L"),
    "warmer": lambda picture: ImageEnhance.Color(picture).enhance(1.8),
    "flatter": lambda picture: ImageEnhance.Contrast(picture).enhance(0.7),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.8),
    "see-through": lambda picture: picture.convert("RGBA"),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_copy_is_near(how):
    far = [distance(of(picture), of(COPIES[how](picture))) for picture in PHOTOGRAPHS]
    assert max(far) <= NEAR


def test_other_pictures_are_not_near():
    demo = {picture.scene: picture for piece in PIECES for picture in piece.pictures}
    drawn = [draw(one.scene, one.seed, (300, 180)) for one in demo.values()]
    bits = [of(picture) for picture in (*PHOTOGRAPHS, *drawn)]
    near = [(a, b) for a in range(len(bits)) for b in range(a) if distance(bits[a], bits[b]) <= NEAR]
    assert near == []


def test_what_can_be_seen_through_is_seen_on_white():
    assert of(see_through()) == of(Image.new("RGB", (40, 24), "white"))


@given(one=st.integers(-(1 << 63), (1 << 63) - 1), flips=st.sets(st.integers(0, 63)))
def test_a_distance_counts_the_bits_that_differ(one, flips):
    other = one & ((1 << 64) - 1)
    for flip in flips:
        other ^= 1 << flip
    other -= (1 << 64) * (other >> 63)
    assert distance(one, other) == distance(other, one) == len(flips)


# ── Among the others ─────────────────────────────────────────────────────────
def rows(likenesses: list[int]) -> list[Photo]:
    sizes = {"width": 9, "height": 9, "small_width": 9, "small_height": 9}
    return Photo.objects.bulk_create(
        Photo(likeness=one, added_at=AT, file=f"{n}.jpg", small=f"{n}_s.jpg", **sizes)
        for n, one in enumerate(likenesses)
    )


def test_near_copies_are_found_most_alike_first(media):
    picture = PHOTOGRAPHS[0]
    photo = make_photo(raw=saved(picture, "JPEG"))
    make_photo(raw=saved(PHOTOGRAPHS[1], "JPEG"))
    trimmed_ = make_photo(raw=saved(trimmed(picture), "JPEG"))
    grey = make_photo(raw=saved(picture.convert("L"), "JPEG"))
    assert photo.likeness != trimmed_.likeness
    assert Photo.objects.near(photo) == [grey, trimmed_]
    assert set(Photo.objects.near(trimmed_)) == {photo, grey}


def test_one_that_was_taken_off_is_pointed_out(media):
    removed = remove(
        make_photo(raw=saved(PHOTOGRAPHS[0], "JPEG")), by=None, ordered_by="BBT", reason="Trẻ em.", at=AT
    )
    again = make_photo(raw=saved(PHOTOGRAPHS[0], "JPEG", quality=50))
    assert [photo.is_removed for photo in Photo.objects.near(again)] == [True]
    assert Photo.objects.near(again) == [removed]


def test_every_one_that_is_near_is_found_wherever_its_bits_differ(media):
    rng = Random(3)
    mine, *others = rows([rng.getrandbits(64) - (1 << 63) for _ in range(1500)])
    near = rows([_signed(mine.likeness, rng.sample(range(64), n % (NEAR + 1))) for n in range(300)])
    far = rows([_signed(mine.likeness, rng.sample(range(64), NEAR + 1)) for _ in range(50)])
    found = Photo.objects.near(mine)
    assert {photo.pk for photo in found} == {
        photo.pk for photo in (*near, *others) if distance(photo.likeness, mine.likeness) <= NEAR
    }
    assert {photo.pk for photo in far} & {photo.pk for photo in found} == set()
    distances = [distance(photo.likeness, mine.likeness) for photo in found]
    assert distances == sorted(distances)


def _signed(bits: int, flips: list[int]) -> int:
    other = bits & ((1 << 64) - 1)
    for flip in flips:
        other ^= 1 << flip
    return other - (1 << 64) * (other >> 63)


@pytest.mark.parametrize("count", [1, 30])
def test_asking_costs_five_queries_whatever_is_found(media, django_assert_num_queries, count):
    mine, *_ = rows([7] * (count + 1))
    with django_assert_num_queries(5):
        assert len(Photo.objects.near(mine)) == count


def test_a_picture_from_before_has_no_near_ones(media, django_assert_num_queries):
    [old] = rows([7])
    old.likeness = None
    with django_assert_num_queries(0):
        assert Photo.objects.near(old) == []
