"""Example pieces for the style page: nothing of them stands in the database, so an empty site can show them too."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.core.files.storage import FileSystemStorage
from django.templatetags.static import static

from articles.marks import AUDIO, PHOTOS, VIDEO
from articles.models import Article, Author, Contributor, Correction, Edition, EditionPhoto, Section, Tag
from articles.models.author import Work
from cms import embeds
from files.models import File
from photos.models import Photo

TITLE = "Xã Nà Hin về đích nông thôn mới"
# As long as titles get, and with every mark that may collide.
LONG = (
    "Ủy ban nhân dân tỉnh: Ngẫu nhiên mà Ổ gà trên đường Trường Sơn ở đầu sóng được vá trước mùa mưa, "
    "những chuyển biến ấy khiến bà con Ẳng Nưa phấn khởi từ thuở ban đầu"
)
LEAD = (
    "Từ một xã có hơn nửa số hộ nghèo, sau tám năm bền bỉ, Nà Hin đã hoàn thành cả 19 tiêu chí. "
    "Thành quả ấy bắt đầu từ những việc nhỏ: một mét đường, một gốc đào, một chuồng trâu dời xa nhà."
)
BODY = """
<p>Ngẫu nhiên gặp lại ông Lò Văn Thử bên con đường mới, chúng tôi nghe kể về những ngày xẻ núi. <strong>62 hộ</strong>
hiến 4.800 m² đất; <a href="/">đường vào bản</a> nay rộng 5 m.</p>
<h2>Việc khó làm trước</h2>
<p>“Khó nhất không phải là tiền”, ông nói, “khó nhất là thói quen”.
Mỗi hộ một phần việc, tối tối lại họp ở nhà văn hóa.</p>
<ul><li>Chuồng trại dời xa nhà ở;</li>
<li>Rác được thu gom mỗi tuần hai lần;</li><li>Nước sạch về tới từng bếp.</li></ul>
<blockquote><p>Đường về bản thì xa, nhưng đường từ bản đi ra còn xa hơn.</p></blockquote>
<h3>Những con số</h3>
<table><thead><tr><th>Tiêu chí</th><th>2018</th><th>2026</th></tr></thead>
<tbody><tr><td>Hộ nghèo</td><td>52,4 %</td><td>6,1 %</td></tr><tr><td>Thu nhập bình quân</td><td>14,2 triệu đồng</td>
<td>48,6 triệu đồng</td></tr></tbody></table>
<aside><h3>Một xã, tám năm</h3><p>Nà Hin có 11 bản, 4.126 nhân khẩu, phần lớn là đồng bào Thái và Mông.</p></aside>
<ol><li>Giữ rừng đầu nguồn;</li><li>Mở thêm lớp học chữ buổi tối.</li></ol>
"""
BREAKING = [
    "Cảnh báo mưa lớn, sạt lở đất ở các xã vùng cao",
    "Quốc lộ 279 thông xe trở lại một làn tại Km 112, các phương tiện đi chậm theo hướng dẫn của cảnh sát giao thông",
]
NOTICES = ["Tòa soạn nghỉ nhận thư bạn đọc trong hai ngày cuối tuần.", "Báo Mẫu mời cộng tác bài Xuân."]
_PICTURES = ("terraces.webp", "festival.webp", "market.webp")
_CAPTION = "Người dân thu hoạch lúa trên những thửa ruộng bậc thang ở bản Ẳng Nưa."


@dataclass(frozen=True)
class Item:
    """A line of the breaking bar or a notice, with or without an article behind it."""

    text: str
    shown_from: datetime
    get_absolute_url: str = ""


@dataclass(frozen=True)
class Story:
    """A running story; `newest` are those of it that stand in an article's box."""

    name: str
    newest: list[Edition] = field(default_factory=list)
    lead: str = ""
    is_closed: bool = False
    get_absolute_url: str = "#"


class Samples:
    """What the style page shows, as of this instant."""

    def __init__(self, at: datetime) -> None:
        self.at, self._ids = at, count(1)
        self.section = Section(pk=1, name="Kinh tế", slug="kinh-te")
        self.under = Section(
            pk=2, name="Nông nghiệp - Nông thôn mới", slug="nong-nghiep", parent=self.section
        )
        self.below = [self.under, Section(pk=3, name="OCOP", slug="ocop", parent=self.section)]
        self.section.below = self.below
        self.sections = [self.section, Section(pk=4, name="Xây dựng Đảng", slug="xay-dung-dang")]
        self.plain = self.edition()
        self.without_picture = self.edition(picture=False, title="Lịch tiếp công dân định kỳ")
        self.long = self.edition(title=LONG)
        self.marked = [self.edition(marks=[mark]) for mark in (PHOTOS, VIDEO, AUDIO)]
        self.several = self.edition(marks=[PHOTOS, VIDEO], title=LONG, picture=False)
        self.talked_of = [self.edition(comments=number) for number in (1234, 12, 1)]
        self.full = [self.edition(), self.edition(title=LONG), self.marked[1], self.without_picture]
        self.stories = [
            self.edition(marks=[PHOTOS], title=title) for title in (TITLE, LONG, TITLE, TITLE, TITLE)
        ]
        self.tags = [
            Tag(name=name, slug=slug) for name, slug in (("Nà Hin", "na-hin"), ("vùng cao", "vung-cao"))
        ]
        self._say_around()
        self._sign()
        self._tell_a_story()
        self._lay_objects()

    def _say_around(self) -> None:
        self.related = [self.plain, self.marked[0], self.without_picture]
        self.blocks = [
            {"section": self.section, "editions": editions} for editions in (self.full, [self.plain])
        ]
        self.breaking = [Item(text, self.at, way) for text, way in zip(BREAKING, ("", "#"), strict=True)]
        self.notices = [Item(text, self.at, way) for text, way in zip(NOTICES, ("", "#"), strict=True)]

    def _sign(self) -> None:
        names = (("Lò Thị Mẫu", "lo-thi-mau"), ("Sùng A Thử", "sung-a-thu"))
        self.authors = [Author(pk=next(self._ids), name=name, slug=slug) for name, slug in names]
        self.author = self.authors[0]
        self.author.office, self.author.about = "Phóng viên ảnh", LEAD
        self.made_by_author = [self.edition(), self.edition(title=LONG, picture=False)]
        for edition, works in zip(self.made_by_author, ([Work.TEXT, Work.PHOTO], [Work.TEXT]), strict=True):
            edition.works = [Contributor(author=self.author, work=work) for work in works]

    def _tell_a_story(self) -> None:
        name = "Nông thôn mới ở vùng cao: tám năm nhìn lại"
        self.story = Story(name, newest=[self.marked[0], self.without_picture], lead=LEAD)
        self.closed_story = Story(LONG, is_closed=True)
        days = ([self.plain, self.long], [self.without_picture])
        self.timeline = [
            {"when": self.at - timedelta(days=number), "by_month": False, "editions": editions}
            for number, editions in enumerate(days)
        ]
        self.timeline_by_month = [{"when": self.at, "by_month": True, "editions": [self.marked[1]]}]

    def _lay_objects(self) -> None:
        self.updated = self.edition(title=LONG)
        self.updated.updates = True
        self.pictures = [self.picture(), self.picture(caption=LEAD), self.picture(credit="")]
        self.caption_alone = EditionPhoto(caption=_CAPTION)
        self.correction = Correction(
            pk=1,
            edition=self.plain,
            corrected=self.without_picture,
            wrong="Xã có 10 cháu được nhận học bổng.",
            right="Xã có 12 cháu được nhận học bổng.",
            apology="Tòa soạn thành thật xin lỗi bạn đọc.",
            shown_from=self.at,
            shown_until=self.at + timedelta(days=90),
        )
        self.corrections = [(1, TITLE), (2, LONG)]
        self.embed = embeds.parse("https://youtu.be/AAAAAAAAAAA")
        self.files = [
            self._file(kind, extension) for kind, extension in (("document", "pdf"), ("audio", "mp3"))
        ]

    def edition(
        self, *, title: str = TITLE, picture: bool = True, marks: list[str] | None = None, comments: int = 0
    ) -> Edition:
        pk = next(self._ids)
        dated = self.at - timedelta(hours=pk)
        edition = Edition(
            pk=pk,
            article=Article(pk=pk, path="#", comments_shown=comments),
            title=title,
            lead=LEAD,
            body=BODY,
            byline="Bài, ảnh: Lò Thị Mẫu",
            section=self.under,
            marks=marks or [],
            dated=dated,
            live_from=self.at,
        )
        # As if they had been fetched: the page asks no row of any of them.
        edition._prefetched_objects_cache = {"photos": [self.picture()] if picture else []}
        return edition

    def _file(self, kind: str, extension: str) -> File:
        named = f"mau.{extension}"
        return File(
            kind=kind, extension=extension, title="Nghị quyết về nông thôn mới", file=named, bytes=1_234_567
        )

    def picture(self, *, caption: str = _CAPTION, credit: str = "Lò Thị Mẫu") -> EditionPhoto:
        name = _PICTURES[next(self._ids) % len(_PICTURES)]
        size = {"width": 800, "height": 480, "small_width": 800, "small_height": 480}
        photo = Photo(pk=next(self._ids), file=name, small=name, **size)
        photo.file.storage = FileSystemStorage(base_url=static("img/style/"))
        return EditionPhoto(photo=photo, caption=caption, credit=credit, alt="Ruộng bậc thang")
