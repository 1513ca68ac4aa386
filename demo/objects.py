"""What stands in some bodies of the demo beside their words: a photo story, an attachment, an embed."""

import io
from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from cms.shape import Picture as Named
from cms.shape import marked
from demo.catalogue import Picture
from demo.pictures import draw
from files.models import File
from photos.models import Photo

STORY = (
    ("market", 5, "Từ tinh mơ, bà con các bản đã bày hàng dọc con đường vào trung tâm xã."),
    ("festival", 7, "Bếp lửa nhóm lên giữa sân, khách và chủ cùng nắm tay vào vòng xòe."),
    ("river", 6, "Con suối chảy qua bản, nơi mở đầu nghi lễ xin nước buổi sớm."),
    ("hills", 8, "Sáng hôm sau, sương còn phủ các lớp núi quanh Pá Mẫu."),
)
TO_MARKET = (
    ("hills", 11, "Bốn giờ sáng, sương còn kín các thung lũng dưới Huổi Ngài."),
    ("road", 9, "Đoạn đèo cuối cùng trước khi xuống đến chợ."),
    ("market", 9, "Hàng thổ cẩm bày kín hai bên lối đi."),
    ("market", 10, "Gần trưa, người mua kẻ bán vẫn chưa muốn về."),
    ("river", 11, "Đường về men theo sông Nậm Mẫu."),
)
# Of a piece whose body tells it in pictures, and who took them.
STORIES = {
    "pa-mau-ron-rang-dem-hoi-ban.txt": (STORY, "Lò Thị Mẫu"),
    "xuong-cho-tu-tinh-mo.txt": (TO_MARKET, "Hà Mẫu"),
}
CREDIT = "Lò Thị Mẫu"
# Eleven letters that are nobody's video.
EMBED = (
    '<figure data-embed="https://www.youtube.com/watch?v=bao-mau-000">'
    "<figcaption>Video: Hương chè Nà Lướt, từ đồi chè đến chén trà.</figcaption></figure>"
)
LEAFLET = "Tranh tuyên truyền phòng tránh sạt lở đất"


def objects_of(
    file: str, *, size: tuple[int, int], take_in: Callable[..., Photo], by: User, at: datetime
) -> str:
    """The objects of the piece whose text is `file`, as its body names them; mostly none.

    `take_in` brings a picture into the library, with its words.
    """
    if file in STORIES:
        return _story(*STORIES[file], size, take_in, by=by, at=at)
    if file == "canh-bao-mua-lon-sat-lo-dat.txt":
        return _leaflet(size, by=by, at=at)
    return EMBED if file == "huong-che-na-luot-len-san.txt" else ""


def _story(
    told: tuple[tuple[str, int, str], ...],
    credit: str,
    size: tuple[int, int],
    take_in: Callable[..., Photo],
    *,
    by: User,
    at: datetime,
) -> str:
    figures = ""
    for scene, seed, caption in told:
        picture = Picture(scene, seed, caption.rstrip("."), credit)
        raw = _drawn(picture, size, "JPEG").getvalue()
        photo = take_in(picture, raw, caption=caption, by=by, at=at)
        figures += marked(Named(photo.pk, caption, picture.credit, picture.alt))
    return f'<div data-gallery="story">{figures}</div>'


def _leaflet(size: tuple[int, int], *, by: User, at: datetime) -> str:
    drawn = _drawn(Picture("rain", 12, LEAFLET, CREDIT), size, "PDF")
    file, _is_new = File.objects.take_in(drawn, name=f"{LEAFLET}.pdf", by=by, at=at)
    return f'<figure data-file="{file.pk}"><figcaption>{LEAFLET}</figcaption></figure>'


def _drawn(picture: Picture, size: tuple[int, int], format_: str) -> io.BytesIO:
    out = io.BytesIO()
    draw(picture.scene, picture.seed, size).save(out, format_, quality=90)
    out.seek(0)
    return out
