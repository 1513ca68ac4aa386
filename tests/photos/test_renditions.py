"""Which renditions there are of a picture: reckoned from its size, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photos.renditions import RATIOS, crop_box, is_current, plan


def widths(planned, crop, format) -> list[int]:
    return sorted(p.width for p in planned if (p.crop, p.format) == (crop, format))


def test_a_photograph_has_all_widths_in_all_formats():
    planned = plan(2560, 1920)
    assert widths(planned, "", "avif") == widths(planned, "", "webp") == [320, 480, 640, 800, 1200, 1600]
    assert widths(planned, "", "jpeg") == [1200]
    assert widths(planned, "5:3", "avif") == widths(planned, "5:3", "webp") == [160, 320, 480, 800, 1280]
    assert widths(planned, "5:3", "jpeg") == [320, 800]
    assert widths(planned, "16:9", "webp") == [480, 800, 1280]
    assert widths(planned, "1:1", "webp") == [160, 320, 640]
    assert {(p.width, p.height) for p in planned if p.crop == "5:3" and p.width == 800} == {(800, 480)}


def test_none_is_wider_than_its_picture():
    planned = plan(700, 500)
    assert widths(planned, "", "avif") == [320, 480, 640]
    assert widths(planned, "5:3", "avif") == [160, 320, 480]
    assert widths(planned, "1:1", "avif") == [160, 320]


def test_a_tiny_picture_is_kept_at_its_own_size():
    assert {(p.crop, p.width, p.height) for p in plan(40, 24)} == {
        ("", 40, 24),
        ("5:3", 40, 24),
        ("16:9", 40, 22),
        ("1:1", 24, 24),
    }


def test_what_one_can_see_through_has_no_jpeg():
    assert {p.format for p in plan(2000, 1000, transparent=True)} == {"avif", "webp"}


@pytest.mark.parametrize(
    ("focal", "box"),
    [
        ((50, 50), (250, 0, 750, 500)),
        ((0, 0), (0, 0, 500, 500)),
        ((100, 100), (500, 0, 1000, 500)),
        ((40, 90), (150, 0, 650, 500)),
    ],
)
def test_a_crop_keeps_the_focal_point_as_near_its_middle_as_it_can(focal, box):
    assert crop_box(1000, 500, "1:1", focal) == box


@given(
    width=st.integers(1, 6000),
    height=st.integers(1, 6000),
    crop=st.sampled_from(["", *RATIOS]),
    x=st.integers(0, 100),
    y=st.integers(0, 100),
)
def test_a_crop_lies_inside_and_holds_its_focal_point(width, height, crop, x, y):
    left, top, right, bottom = crop_box(width, height, crop, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left - 1 <= width * x / 100 <= right + 1
    assert top - 1 <= height * y / 100 <= bottom + 1
    for one in plan(width, height):
        assert one.width <= width
        assert one.height >= 1


def test_what_was_made_around_another_point_is_not_current():
    planned = plan(700, 500)

    def made(focal):
        return [
            {
                "crop": p.crop,
                "format": p.format,
                "width": p.width,
                "height": p.height,
                "name": f"photos/204005/x/{p.file_name(focal)}",
                "bytes": 1,
            }
            for p in planned
        ]

    assert is_current(made((50, 50)), planned, (50, 50))
    assert not is_current(made((50, 50)), planned, (51, 50))
    assert not is_current(made((50, 50))[1:], planned, (50, 50))
    assert not is_current([], planned, (50, 50))
