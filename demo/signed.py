"""Who made the demo's pieces, behind the printed bylines; its running stories; what is related to what."""

from dataclasses import dataclass
from datetime import datetime

import record.models as record
from accounts.models import User
from articles import writing
from articles.credits import Credit
from articles.models import Author, Contributor, Edition, Related, Story


@dataclass(frozen=True)
class Signer:
    name: str
    slug: str
    office: str = ""
    about: str = ""
    username: str = ""


SIGNERS = (
    Signer("Lò Phóng", "lo-phong", "Phóng viên", "Theo dõi mảng xã hội và nông thôn.", "phongvien"),
    Signer("Giàng Cộng", "giang-cong", "Cộng tác viên", "Viết và chụp ở các xã vùng cao.", "congtacvien"),
    Signer("Hà Mẫu", "ha-mau", "Phóng viên ảnh", "Mười lăm năm cầm máy ở các bản dọc sông Nậm Mẫu."),
    Signer("Vừ A Dụ", "vu-a-du", "Phóng viên", "Viết về giáo dục và rừng."),
    Signer("Lò Thị Mẫu", "lo-thi-mau", "Cộng tác viên, Trung tâm Văn hóa"),
    Signer("Lường Thử", "luong-thu", "Phóng viên"),
    Signer("Sùng A Thử", "sung-a-thu", "Cộng tác viên"),
)
# Of a piece: pen name, work, share.
MADE_BY: dict[str, tuple[tuple[str, str, int | None], ...]] = {
    "canh-bao-mua-lon-sat-lo-dat.txt": (("Lò Phóng", "report", None),),
    "xa-na-hin-ve-dich-nong-thon-moi.txt": (("Hà Mẫu", "text", 60), ("Hà Mẫu", "photo", 40)),
    "bai-1-duong-ve-ban.txt": (
        ("Lò Phóng", "text", 40),
        ("Vừ A Dụ", "text", 30),
        ("Hà Mẫu", "photo", 30),
    ),
    "pa-mau-ron-rang-dem-hoi-ban.txt": (("Lò Thị Mẫu", "text", None), ("Lò Thị Mẫu", "photo", None)),
    "de-khong-con-diem-truong-tam.txt": (("Vừ A Dụ", "text", 70), ("Hà Mẫu", "photo", 30)),
    "huong-che-na-luot-len-san.txt": (("Hà Mẫu", "text", None), ("Giàng Cộng", "video", None)),
    "nhung-buoc-chan-giu-rung-huoi-thu.txt": (("Vừ A Dụ", "text", None),),
    "nguoi-giu-tieng-khen-o-san-cha.txt": (("Sùng A Thử", "text", None), ("Sùng A Thử", "photo", None)),
    "go-kho-cho-hop-tac-xa.txt": (("Hà Mẫu", "photo", 30), ("Lường Thử", "text", 70)),
    "chia-khoa-giam-ngheo-o-vung-cao.txt": (("Vừ A Dụ", "text", None), ("Vừ A Dụ", "photo", None)),
    "cho-phien-na-hin-hop-lai.txt": (("Hà Mẫu", "text", None),),
    "mua-nuoc-tren-song-nam-mau.txt": (("Hà Mẫu", "text", None),),
    "xuong-cho-tu-tinh-mo.txt": (("Hà Mẫu", "photo", None),),
}


@dataclass(frozen=True)
class Told:
    name: str
    slug: str
    lead: str
    files: tuple[str, ...]
    is_closed: bool = False


STORIES = (
    Told(
        "Giảm nghèo ở vùng cao",
        "giam-ngheo-o-vung-cao",
        "Từ những bản xa nhất đến xã về đích nông thôn mới: chuyện vốn, chuyện đường, chuyện cái chữ.",
        (
            "chia-khoa-giam-ngheo-o-vung-cao.txt",
            "go-kho-cho-hop-tac-xa.txt",
            "huong-che-na-luot-len-san.txt",
            "de-khong-con-diem-truong-tam.txt",
            "bai-1-duong-ve-ban.txt",
            "xa-na-hin-ve-dich-nong-thon-moi.txt",
        ),
    ),
    Told(
        "An toàn trên đèo Khau Mẫu",
        "an-toan-tren-deo-khau-mau",
        "Gương cầu lồi, hộ lan và những đêm trực chốt trên cung đèo dài nhất tỉnh.",
        ("them-guong-cau-loi-tren-deo-khau-mau.txt",),
        is_closed=True,
    ),
)
# What its writer put beside it; older than itself.
RELATED: dict[str, tuple[str, ...]] = {
    "xa-na-hin-ve-dich-nong-thon-moi.txt": (
        "go-kho-cho-hop-tac-xa.txt",
        "sinh-hoat-chi-bo-gan-voi-viec-cua-ban.txt",
    ),
    "pa-mau-ron-rang-dem-hoi-ban.txt": ("nguoi-giu-tieng-khen-o-san-cha.txt", "xuong-cho-tu-tinh-mo.txt"),
}


def lay(people: dict[str, User], at: datetime) -> None:
    """Authors and running stories, where they are missing; an editor makes them."""
    by = people["bientapvien"]
    for one in SIGNERS:
        told = {"slug": one.slug, "office": one.office, "about": one.about, "user": people.get(one.username)}
        _record(Author.objects.get_or_create(name=one.name, defaults=told), by, at)
    for told in STORIES:
        _record(
            Story.objects.get_or_create(slug=told.slug, defaults={"name": told.name, "lead": told.lead}),
            by,
            at,
        )


def _record(made: tuple[Author | Story, bool], by: User, at: datetime) -> None:
    row, is_new = made
    if is_new:
        record.write(kind=f"{row._meta.model_name}.add", thing=row, by=by, at=at)


def sign(edition: Edition, file: str, found: dict[str, Edition], *, by: User, at: datetime) -> None:
    """What stands beside this piece, of which `found` has the pieces before it by their files."""
    authors = dict(Author.objects.values_list("name", "pk"))
    made_by = [Credit(authors[name], work, share) for name, work, share in MADE_BY.get(file, ())]
    related = [found[other].article_id for other in RELATED.get(file, ()) if other in found]
    story = next((told.slug for told in STORIES if file in told.files), None)
    if story:
        edition.story = Story.objects.get(slug=story)
        writing.revise(edition, by=by, at=at)
    Contributor.objects.settle(edition, made_by)
    Related.objects.settle(edition, related)


def close(people: dict[str, User], at: datetime) -> None:
    """The stories that are over, once their pieces are in."""
    over = [told.slug for told in STORIES if told.is_closed]
    for story in Story.objects.going_on().filter(slug__in=over):
        story.is_closed = True
        story.save()
        record.write(kind="story.change", thing=story, by=people["bientapvien"], at=at)
