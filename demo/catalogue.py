"""What the demo newsroom holds, as plain data: the loader reads it, the texts and pictures stand beside it.

`Piece.pictures` pair in order with the captions in the text; a caption left over is one still
waiting for its picture.
"""

from dataclasses import dataclass

from .remarks import REMARKS, Remark

__all__ = [
    "DRAFTS",
    "PASSWORD",
    "PIECES",
    "PLACES",
    "REMARKS",
    "SECTIONS",
    "Draft",
    "Picture",
    "Piece",
    "Remark",
    "Section",
]


# Of every demo account; `make serve` prints it.
PASSWORD = "bao-mau-2026"


@dataclass(frozen=True)
class Section:
    slug: str
    name: str
    parent: str | None = None
    display: str = "list"


@dataclass(frozen=True)
class Picture:
    scene: str
    seed: int
    alt: str
    credit: str


# Where each scene is, in a province that is not on any map.
PLACES = {
    "hills": "Dãy núi Pha Mẫu",
    "terraces": "Xã Nà Hin",
    "river": "Bản Nà Lạn",
    "hall": "Trung tâm Hội nghị tỉnh Mẫu",
    "school": "Trường Tiểu học Nà Hin",
    "road": "Đèo Khau Mẫu",
    "market": "Chợ phiên Mường Mẫu",
    "tea": "Nương chè Tả Mẫu",
    "rain": "Thành phố Mẫu",
    "festival": "Sân vận động Mường Mẫu",
    "clinic": "Trạm Y tế xã Nà Hin",
    "forest": "Rừng phòng hộ Pha Mẫu",
}


@dataclass(frozen=True)
class Piece:
    file: str
    section: str
    tags: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A piece that readers do not see: `note` is why it was returned or withdrawn."""

    file: str
    state: str
    note: str = ""


SECTIONS = (
    Section("thoi-su", "Thời sự - Chính trị"),
    Section("xay-dung-dang", "Xây dựng Đảng"),
    Section("kinh-te", "Kinh tế"),
    Section("nong-nghiep", "Nông nghiệp - Nông thôn mới", "kinh-te"),
    Section("ocop", "OCOP", "kinh-te"),
    Section("xa-hoi", "Xã hội"),
    Section("van-hoa-du-lich", "Văn hóa - Du lịch"),
    Section("khoa-giao", "Khoa giáo"),
    Section("y-te", "Y tế"),
    Section("phap-luat", "Pháp luật"),
    Section("an-toan-giao-thong", "An toàn giao thông", "phap-luat"),
    Section("quoc-phong-an-ninh", "Quốc phòng - An ninh"),
    Section("dat-va-nguoi", "Đất và người"),
    Section("phong-su", "Phóng sự - Ghi chép"),
    Section("anh", "Ảnh", display="photos"),
    Section("toa-soan-ban-doc", "Tòa soạn - Bạn đọc"),
)

PIECES = (
    Piece(
        "canh-bao-mua-lon-sat-lo-dat.txt",
        "xa-hoi",
        ("mưa lớn", "sạt lở đất", "phòng chống thiên tai"),
        (
            Picture(
                "rain", 1, "Dòng suối đục chảy xiết dưới mưa, nhà sàn sáng đèn bên bờ, mây xám phủ núi", "CTV"
            ),
        ),
    ),
    Piece(
        "khai-mac-hoi-nghi-lan-thu-muoi-hai.txt",
        "thoi-su",
        ("hội nghị", "kinh tế - xã hội", "đầu tư công"),
        (
            Picture(
                "hall", 2, "Hội trường phông đỏ, đoàn chủ tịch ngồi sau bàn phủ khăn trắng có hoa", "Hà Mẫu"
            ),
            Picture("hall", 7, "Các hàng ghế đại biểu nhìn từ cuối hội trường lên sân khấu", "Hà Mẫu"),
        ),
    ),
    Piece(
        "xa-na-hin-ve-dich-nong-thon-moi.txt",
        "nong-nghiep",
        ("nông thôn mới", "Nà Hin", "giảm nghèo"),
        (
            Picture(
                "terraces", 3, "Ruộng bậc thang uốn theo sườn đồi, mấy nếp nhà sàn ở lưng chừng", "Hà Mẫu"
            ),
            Picture("river", 2, "Nhà sàn hai bên một dòng sông uốn khúc, núi mờ trong sương", "Hà Mẫu"),
        ),
    ),
    Piece(
        "bai-1-duong-ve-ban.txt",
        "phong-su",
        ("đường về bản", "vùng cao", "Huổi Ngài"),
        (
            Picture("hills", 3, "Nhiều lớp núi nối nhau nhạt dần trong sương sớm", "Nhóm PV"),
            Picture("road", 4, "Xe bật đèn đi trên con đường đèo quanh co lúc chạng vạng", "Nhóm PV"),
            Picture("school", 6, "Học sinh trên sân một ngôi trường mái đỏ dưới chân núi", "Nhóm PV"),
        ),
    ),
    Piece(
        "pa-mau-ron-rang-dem-hoi-ban.txt",
        "van-hoa-du-lich",
        ("lễ hội", "xòe", "Pá Mẫu"),
        (
            Picture(
                "festival",
                4,
                "Vòng người nắm tay nhau quanh bếp lửa, đèn lồng giăng trên trời đêm",
                "Lò Thị Mẫu",
            ),
            Picture("market", 3, "Những tấm thổ cẩm treo phía trên các gian hàng che ô", "Lò Thị Mẫu"),
        ),
    ),
    Piece(
        "de-khong-con-diem-truong-tam.txt",
        "khoa-giao",
        ("điểm trường", "giáo dục vùng cao", "Ngày Nhà giáo"),
        (
            Picture("school", 2, "Ngôi trường hai tầng tường vàng, mái đỏ giữa những tán cây", "Vừ A Dụ"),
            Picture("school", 9, "Học sinh tụm năm tụm ba trên sân trường", "Hà Mẫu"),
        ),
    ),
    Piece(
        "huong-che-na-luot-len-san.txt",
        "ocop",
        ("OCOP", "chè", "hợp tác xã"),
        (Picture("tea", 13, "Người đội nón hái chè trên những quả đồi xanh xếp luống cong", "Hà Mẫu"),),
    ),
    Piece(
        "tram-y-te-pa-mau-co-may-sieu-am.txt",
        "y-te",
        ("y tế cơ sở", "chăm sóc thai phụ", "Pá Mẫu"),
        (
            Picture(
                "clinic", 1, "Trạm y tế hai tầng màu trắng, xe chuyển người bệnh đỗ trước sân", "Vì Thị Thử"
            ),
        ),
    ),
    Piece(
        "them-guong-cau-loi-tren-deo-khau-mau.txt",
        "an-toan-giao-thong",
        ("an toàn giao thông", "đèo Khau Mẫu"),
        (Picture("road", 1, "Đường đèo ban đêm, cọc tiêu đỏ trắng hai bên, một chiếc xe bật đèn", "PV"),),
    ),
    Piece(
        "nhung-buoc-chan-giu-rung-huoi-thu.txt",
        "quoc-phong-an-ninh",
        ("dân quân", "giữ rừng", "Huổi Thử"),
        (Picture("forest", 1, "Ba người đi trên lối mòn giữa rừng cây cao, nắng xiên qua sương", "Vừ A Dụ"),),
    ),
    Piece(
        "nguoi-giu-tieng-khen-o-san-cha.txt",
        "dat-va-nguoi",
        ("khèn", "nghệ nhân", "Sán Chá"),
        (Picture("hills", 6, "Núi lớp lớp trong nắng sớm nhìn từ bản Sán Chá", "Sùng A Thử"),),
    ),
    Piece(
        "xuong-cho-tu-tinh-mo.txt",
        "anh",
        ("chợ phiên", "Nà Hin", "phóng sự ảnh"),
        (Picture("market", 8, "Chợ phiên nhìn từ trên cao, những chiếc ô nhiều màu san sát", "Hà Mẫu"),),
    ),
    Piece(
        "sinh-hoat-chi-bo-gan-voi-viec-cua-ban.txt",
        "xay-dung-dang",
        ("sinh hoạt chi bộ", "đảng viên", "Pá Mẫu"),
        (
            Picture(
                "hall", 11, "Hội trường xã trong một buổi sinh hoạt, người dự ngồi kín các hàng ghế", "N.V"
            ),
        ),
    ),
    Piece(
        "tra-loi-ban-doc-ve-che-do-thai-san.txt", "toa-soan-ban-doc", ("chế độ thai sản", "bảo hiểm xã hội")
    ),
    Piece(
        "go-kho-cho-hop-tac-xa.txt",
        "kinh-te",
        ("hợp tác xã", "vốn vay", "nông sản"),
        (Picture("terraces", 8, "Ruộng bậc thang của các thành viên hợp tác xã ở Púng Xe", "Hà Mẫu"),),
    ),
    Piece(
        "chia-khoa-giam-ngheo-o-vung-cao.txt",
        "xa-hoi",
        ("giảm nghèo", "vùng cao", "Huổi Ngài"),
        (Picture("terraces", 5, "Nương ruộng xếp bậc và mấy nếp nhà ở Huổi Ngài", "Vừ A Dụ"),),
    ),
    Piece(
        "canh-giac-cuoc-goi-mao-danh.txt",
        "phap-luat",
        ("lừa đảo qua mạng", "điện lực", "cảnh báo"),
    ),
    Piece(
        "phong-benh-ho-hap-khi-tro-lanh.txt",
        "y-te",
        ("bệnh hô hấp", "trẻ em", "trời rét"),
        (Picture("clinic", 4, "Người dân trước cửa một cơ sở y tế dưới chân núi", "Tòng Mẫu"),),
    ),
    Piece(
        "cho-phien-na-hin-hop-lai.txt",
        "van-hoa-du-lich",
        ("chợ phiên", "thổ cẩm", "Nà Hin"),
        (Picture("market", 1, "Chợ phiên đông người dưới những chiếc ô nhiều màu", "Hà Mẫu"),),
    ),
    Piece(
        "khoai-so-pung-xe-duoc-mua.txt",
        "nong-nghiep",
        ("khoai sọ", "Púng Xe", "được mùa"),
        (Picture("tea", 5, "Những luống cây trồng theo băng trên sườn nương thoai thoải", "CTV"),),
    ),
    Piece(
        "nuoi-ca-long-tren-long-ho.txt",
        "kinh-te",
        ("cá lồng", "thủy sản"),
        (Picture("river", 9, "Mặt nước sáng giữa hai bờ xanh, nhà sàn và núi ở phía xa", "PV"),),
    ),
    Piece(
        "lop-hoc-chu-buoi-toi.txt",
        "khoa-giao",
        ("xóa mù chữ", "Huổi Ngài"),
    ),
    Piece(
        "mua-nuoc-tren-song-nam-mau.txt",
        "phong-su",
        ("sông Nậm Mẫu", "ghi chép"),
        (
            Picture("river", 4, "Sông Nậm Mẫu uốn khúc giữa đồng, núi xanh mờ phía xa", "Hà Mẫu"),
            Picture("river", 6, "Bến sông buổi sớm, khóm tre nghiêng bên bờ", "Hà Mẫu"),
        ),
    ),
    Piece("lich-tiep-cong-dan-dinh-ky.txt", "thoi-su", ("tiếp công dân", "thông báo")),
    Piece(
        "giao-ban-khoa-giao.txt",
        "khoa-giao",
        ("khoa giáo", "giao ban"),
        (Picture("hall", 1, "Toàn cảnh hội trường nhìn từ hàng ghế cuối lên sân khấu phông đỏ", "N.V"),),
    ),
)

DRAFTS = (
    Draft("lop-hoc-chu-buoi-toi.txt", "draft"),
    Draft(
        "mua-nuoc-tren-song-nam-mau.txt",
        "returned",
        "Bài có chất, nhưng phần bãi bồi cần thêm một nhân vật; kiểm tra lại năm có cầu treo rồi gửi lại.",
    ),
    Draft("cho-phien-na-hin-hop-lai.txt", "review-1"),
    Draft("phong-benh-ho-hap-khi-tro-lanh.txt", "review-2"),
    Draft("khoai-so-pung-xe-duoc-mua.txt", "scheduled"),
    Draft(
        "nuoi-ca-long-tren-long-ho.txt",
        "withdrawn",
        "Số lồng và sản lượng trong bài chưa được tổ hợp tác xác nhận; gỡ để đối chiếu.",
    ),
    Draft("lich-tiep-cong-dan-dinh-ky.txt", "expired"),
)
