"""Readers' comments for the demo: every state of the queue, and the kinds of text that try a moderator's eye.

`reply_to` is the `key` of an earlier shown remark under the same piece; `minutes_after` counts
from publication.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    piece_file: str
    name: str
    body: str
    state: str
    reply_to: str | None = None
    reason: str = ""
    minutes_after: int = 60
    key: str = ""


NA_HIN = "xa-na-hin-ve-dich-nong-thon-moi.txt"
ROAD = "bai-1-duong-ve-ban.txt"
RAIN = "canh-bao-mua-lon-sat-lo-dat.txt"
SCHOOL = "de-khong-con-diem-truong-tam.txt"
TEA = "huong-che-na-luot-len-san.txt"
PASS = "them-guong-cau-loi-tren-deo-khau-mau.txt"
FRAUD = "canh-giac-cuoc-goi-mao-danh.txt"
LEAVE = "tra-loi-ban-doc-ve-che-do-thai-san.txt"
CLINIC = "tram-y-te-pa-mau-co-may-sieu-am.txt"
KHEN = "nguoi-giu-tieng-khen-o-san-cha.txt"
SEED = "giao-ban-khoa-giao.txt"

REMARKS = (
    Remark(
        ROAD,
        "Lò Văn Thử",
        "Đọc bài mà nhớ bản quá. Tôi xa Huổi Ngài đã mười hai năm, ngày ấy đi bộ ra huyện học phải ngủ"
        " lại Lán Ba một đêm, bà Dụ cho ăn xôi với muối ớt, không bao giờ lấy tiền. Mong nhà báo quay lại"
        " vào mùa mưa để thấy hết nỗi vất vả của bà con, và mong con đường sớm có cống, có xi măng như lời"
        " trưởng bản nói.",
        "shown",
        minutes_after=41,
        key="road-memory",
    ),
    Remark(
        ROAD,
        "Sùng Thị Ví",
        "Cháu cũng từng được bà Dụ cho ngủ nhờ. Bà vẫn khỏe, vẫn giữ bếp bác ạ.",
        "shown",
        reply_to="road-memory",
        minutes_after=75,
    ),
    Remark(
        ROAD,
        "Tòng Mẫu",
        "Tôi làm trong ngành giao thông. Với nền đất này, làm rãnh thoát nước và cống ngang trước khi đổ"
        " bê tông thì đường mới bền.",
        "shown",
        reply_to="road-memory",
        minutes_after=122,
    ),
    Remark(
        ROAD,
        "Hoàng Dụ",
        "Cột sổ ghi bằng mực đỏ của thầy Dụ làm tôi lặng đi. Cảm ơn thầy.",
        "shown",
        minutes_after=88,
    ),
    Remark(ROAD, "Bạn đọc ở xa", "bai viet hay qua, cam on bao, cho bai 2", "shown", minutes_after=95),
    Remark(ROAD, "Vàng Thử", "Bao giờ có bài 2 ạ?", "held", minutes_after=180),
    Remark(
        ROAD,
        "Quàng Thị Mẫu",
        "Nhóm chúng tôi muốn tặng bản 30 bao xi măng và ít ống cống, xin Tòa soạn cho biết liên hệ với ai"
        " ở xã?",
        "held",
        minutes_after=205,
    ),
    Remark(
        ROAD,
        "xe_om_gia_re",
        "Thuê xe đi Huổi Ngài giá rẻ!!! Thuê xe đi Huổi Ngài giá rẻ!!! Gọi ngay kẻo lỡ!!!",
        "spam",
        minutes_after=140,
    ),
    Remark(
        NA_HIN,
        "Lường Thị Thử",
        "Câu nói của ông Thử “đá thì xếp lại được” hay quá. Bản tôi cũng đang vướng một đoạn rào, sẽ in"
        " bài này dán ở nhà văn hóa.",
        "shown",
        minutes_after=36,
        key="na-hin-stone",
    ),
    Remark(
        NA_HIN,
        "Lò Mẫu",
        "Bản mình đã thử, họp ba buổi thì xong, quan trọng là đọc công khai sổ thu chi.",
        "shown",
        reply_to="na-hin-stone",
        minutes_after=84,
    ),
    Remark(
        NA_HIN,
        "Vì Văn Ví",
        "Chúc mừng Nà Hin! Nhưng cũng mong xã giữ được ruộng bậc thang, đừng để homestay mọc kín lưng đồi.",
        "shown",
        minutes_after=58,
    ),
    Remark(
        NA_HIN,
        "Người Nà Hin",
        "Đường vào bản Pá Lạn đoạn cuối vẫn đọng nước, đề nghị xã cho khơi rãnh trước mùa mưa tới.",
        "held",
        minutes_after=230,
    ),
    Remark(
        NA_HIN,
        "Mẫu Mẫu",
        "Nông thôn mới mà nhà thằng D. cuối bản nợ tiền tôi hai năm không trả, ai cũng biết.",
        "rejected",
        reason="Không đúng chủ đề",
        minutes_after=190,
    ),
    Remark(
        RAIN,
        "Giàng A Dụ",
        "Bản Huổi Thử đã đưa 11 nhà lên nhà văn hóa từ 19 giờ. Nước suối đang đục, bà con phía dưới chú ý.",
        "shown",
        minutes_after=22,
        key="rain-news",
    ),
    Remark(
        RAIN,
        "Lò Thị Ví",
        "Cảm ơn bác đã báo tin. Nhà em ở dưới đã dọn đồ lên cao rồi ạ.",
        "shown",
        reply_to="rain-news",
        minutes_after=40,
    ),
    Remark(
        RAIN,
        "Phụ huynh Pá Mẫu 2",
        "Xin hỏi điểm trường Pá Mẫu 2 nghỉ cả mầm non hay chỉ tiểu học?",
        "held",
        minutes_after=64,
    ),
    Remark(
        RAIN,
        "Thử",
        "Ai có xe bán tải giúp chở người già ở cuối bản thì gọi 0900 000 000, gặp Mẫu, được không ạ?",
        "held",
        minutes_after=71,
    ),
    Remark(
        RAIN,
        "Hóng hớt",
        "Nghe nói vỡ đập rồi đấy, chạy đi!!!",
        "rejected",
        reason="Thông tin chưa kiểm chứng",
        minutes_after=55,
    ),
    Remark(
        SCHOOL,
        "Cựu học sinh Huổi Thử",
        "Lớp tôi ngày ấy học trong lán tre, mưa thì cả lớp ngồi dồn về một góc mà đọc bài. Nhìn ảnh"
        " trường mới, thấy cả tuổi thơ mình được lợp lại mái. Kính chúc các thầy cô ngày 20/11 thật nhiều"
        " sức khỏe.",
        "shown",
        minutes_after=50,
        key="school-old",
    ),
    Remark(
        SCHOOL,
        "Hoàng Thị Dụ",
        "Cảm ơn em. Cô vẫn giữ cái trống cũ của lớp, hôm nào về cô cho đánh.",
        "shown",
        reply_to="school-old",
        minutes_after=130,
    ),
    Remark(
        SCHOOL,
        "Quàng Dụ",
        "Nên công khai danh sách chín phòng học tạm còn lại để các nhóm thiện nguyện không đổ dồn về một"
        " chỗ.",
        "shown",
        minutes_after=99,
    ),
    Remark(
        SCHOOL,
        "Mẹ bé M.",
        "Con tôi bé Mẫu lớp 2A hay ốm, nhà ở bản Huổi Thử cạnh suối, xin nhà trường cho nghỉ thứ hai.",
        "rejected",
        reason="Thông tin cá nhân",
        minutes_after=160,
    ),
    Remark(
        SCHOOL,
        "Vừ Mẫu",
        "Xây <b>đẹp</b> thật, nhưng nhớ làm lan can cao cho các cháu nhỏ.",
        "held",
        minutes_after=310,
    ),
    Remark(
        TEA,
        "Khách quen",
        "Tôi mua chè Nà Lướt ba lần, lần nào cũng có tờ giấy nhỏ ghi tên người sao chè. Chi tiết ấy làm"
        " ấm chè hơn cả nước sôi.",
        "shown",
        minutes_after=77,
        key="tea-note",
    ),
    Remark(
        TEA,
        "Lường Thị Mẫu",
        "Tờ giấy ấy là các cháu học sinh trong bản viết giúp đấy ạ, cảm ơn bác nhiều!",
        "shown",
        reply_to="tea-note",
        minutes_after=260,
    ),
    Remark(
        TEA, "Nguyễn Thử", "Mua ở đâu thì đúng hàng của hợp tác xã hả Tòa soạn?", "held", minutes_after=340
    ),
    Remark(
        TEA,
        "Vay Nhanh 24",
        "Vay nhanh 5 phút không cần thế chấp, LH zalo o9oo.ooo.ooo",
        "spam",
        minutes_after=120,
    ),
    Remark(
        PASS,
        "Lái xe tuyến Khau Mẫu",
        "Gương lắp đúng chỗ, anh em lái xe cảm ơn. Mong thêm hai cái ở km 6 và km 11, chỗ ấy sáng sớm mù"
        " đặc, xe tải cua rộng hay lấn sang phần đường xe khách.",
        "shown",
        minutes_after=63,
        key="pass-driver",
    ),
    Remark(
        PASS,
        "Tài mới",
        "Đồng ý với bác, hôm nọ em suýt bị ở km 11.",
        "shown",
        reply_to="pass-driver",
        minutes_after=142,
    ),
    Remark(
        PASS,
        "Nóng tính",
        "Bọn lái xe tải toàn lũ mất dạy, bắt hết đi!",
        "rejected",
        reason="Thiếu văn hóa",
        minutes_after=111,
    ),
    Remark(
        FRAUD,
        "Con gái xa nhà",
        "Mẹ tôi cũng nhận cuộc gọi y như vậy, may mà bà không biết dùng kho ứng dụng nên mang máy sang"
        " hỏi trưởng bản.",
        "shown",
        minutes_after=45,
        key="fraud-mother",
    ),
    Remark(
        FRAUD,
        "Lò Ví",
        "Trưởng bản nào cũng như thế thì tốt quá.",
        "shown",
        reply_to="fraud-mother",
        minutes_after=100,
    ),
    Remark(
        FRAUD,
        "Quàng Văn Thử",
        "Toi vua nhan duoc tin nhan co duong link la, xin hoi bao cho ai?",
        "held",
        minutes_after=210,
    ),
    Remark(
        FRAUD,
        "Hỗ trợ lấy lại tiền",
        "Đã bị lừa? Luật sư mạng lấy lại 100% tiền, vào hxxps://vi-du[.]example",
        "spam",
        minutes_after=88,
    ),
    Remark(
        LEAVE,
        "Thị Dụ",
        "Cảm ơn Tòa soạn, giải thích dễ hiểu. Em đang vướng đúng chỗ công ty cũ chưa chốt sổ.",
        "shown",
        minutes_after=150,
    ),
    Remark(
        LEAVE,
        "Lò Thị Thử",
        "Tôi tên Lò Thị Thử, CCCD 000000000000, nhờ báo tra giúp đã đóng bao nhiêu tháng.",
        "rejected",
        reason="Thông tin cá nhân",
        minutes_after=400,
    ),
    Remark(CLINIC, "Sùng Dụ", "Cô đỡ Mẫu mát tay lắm, cả bản quý.", "shown", minutes_after=90),
    Remark(
        CLINIC,
        "Giàng Mẫu",
        "Cho tôi hỏi ngày thứ bảy trạm có siêu âm không ạ? Vợ tôi ở Huổi Ngài, đi mất nửa ngày đường.",
        "held",
        minutes_after=240,
    ),
    Remark(
        KHEN,
        "Cháu nội cụ khèn",
        "“Phải biết nghe ống bé nhất”, câu này không chỉ nói về khèn. Cảm ơn nhà báo Sùng A Thử đã viết"
        " về ông bằng giọng nhẹ như thế. Tôi đã đọc cho cả nhà nghe bên bếp lửa, đọc đến đoạn chiếc khăn"
        " thì không ai nói gì.",
        "shown",
        minutes_after=33,
    ),
    Remark(KHEN, "Mùa A Ví", "Tôi 40 tuổi rồi, ông có nhận học trò không?", "shown", minutes_after=70),
    Remark(
        KHEN,
        "người qua đường",
        "Khèn với chả sáo, ồn bỏ xừ, rảnh quá.",
        "rejected",
        reason="Thiếu văn hóa",
        minutes_after=85,
    ),
    Remark(SEED, "Cán bộ về hưu", "Bài viết rất kịp thời, cảm ơn tòa soạn.", "shown", minutes_after=120),
)
