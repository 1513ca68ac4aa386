"""The pages a new paper begins with. What they say is true of the software as it is; each is the newsroom's to rewrite.

The text on privacy names what is kept of readers and for how long: tests/letters and tests/comments hold it to the code.
"""

from django.db import migrations
from django.utils import timezone

ABOUT = """
<p>Đây là trang thông tin điện tử của tòa soạn. Tên cơ quan báo chí, cơ quan chủ quản, giấy phép hoạt động và người đứng đầu được ghi ở cuối trang này và ở chân mọi trang.</p>
<p>Bài, ảnh trên báo được biên tập và duyệt qua nhiều bước trước khi đăng. Khi có sai sót, tòa soạn đính chính công khai ở mục Thông tin cải chính, xin lỗi.</p>
"""
CONTACT = """
<p>Bạn đọc có thể gửi tin báo, ý kiến, phản ánh hoặc câu hỏi cho tòa soạn bằng biểu mẫu Gửi tin cho tòa soạn, bằng thư điện tử, điện thoại, hoặc gửi thư đến địa chỉ dưới đây.</p>
<p>Khi tòa soạn viết sai, xin cho biết tên bài, chỗ sai và thông tin đúng.</p>
"""
PRIVACY = """
<p>Trang này cho biết tòa soạn giữ thông tin gì của bạn đọc, để làm gì, trong bao lâu.</p>
<h2>Khi bạn chỉ đọc báo</h2>
<p>Trang báo không đặt cookie, không dùng công cụ theo dõi, không gửi thông tin của bạn cho bên thứ ba. Video của nơi khác chỉ được tải khi bạn bấm xem.</p>
<h2>Khi bạn gửi ý kiến dưới bài</h2>
<p>Tên và lời của bạn được đăng công khai khi tòa soạn đã duyệt. Địa chỉ email (nếu bạn ghi) không bao giờ được đăng. Email, một phần địa chỉ mạng và tên trình duyệt được giữ 90 ngày rồi xóa.</p>
<h2>Khi bạn gửi tin, gửi thư cho tòa soạn</h2>
<p>Thư của bạn không được đăng. Tên, email, số điện thoại được giữ riêng với lời thư, chỉ người được giao xử lý thư xem được, và được xóa sau 180 ngày. Một phần địa chỉ mạng và tên trình duyệt được xóa sau 30 ngày. Số căn cước, số chứng minh nhân dân ghi trong thư được che ngay khi gửi, không được lưu.</p>
<p>Thư trả lời gửi đến email của bạn được xóa nội dung trong hệ thống gửi thư ngay khi gửi xong; địa chỉ nhận được xóa ở đó sau 90 ngày. Lời trả lời được lưu cùng lời thư.</p>
<h2>Quyền của bạn</h2>
<p>Bạn có thể yêu cầu tòa soạn cho xem, sửa hoặc xóa thông tin của mình. Xin liên hệ theo địa chỉ ở trang Liên hệ và ghi mã số của thư, nếu có. Khi xóa, lời thư và mọi thông tin của bạn được xóa; hệ thống chỉ còn ghi rằng một thư mang mã số ấy đã được nhận và đã được xóa.</p>
"""
TERMS = """
<p>Bài, ảnh, âm thanh và video trên báo thuộc quyền của tòa soạn và tác giả. Khi dẫn lại, xin ghi rõ nguồn và dẫn liên kết đến bài gốc; sử dụng toàn bộ bài hoặc ảnh cần được tòa soạn đồng ý.</p>
<h2>Ý kiến bạn đọc</h2>
<p>Ý kiến được tòa soạn đọc trước khi đăng. Tòa soạn không đăng ý kiến xúc phạm người khác, tiết lộ thông tin cá nhân, tố cáo chưa được kiểm chứng hoặc quảng cáo. Người gửi chịu trách nhiệm về lời của mình.</p>
<h2>Tin, thư gửi tòa soạn</h2>
<p>Tin, thư gửi tòa soạn là tư liệu để phóng viên tìm hiểu, không được đăng nguyên văn khi người gửi chưa đồng ý.</p>
"""
PAGES = [
    {"slug": "gioi-thieu", "title": "Giới thiệu", "order": 10, "with_imprint": True, "body": ABOUT},
    {"slug": "lien-he", "title": "Liên hệ", "order": 20, "with_imprint": True, "body": CONTACT},
    {"slug": "bao-mat", "title": "Chính sách bảo mật", "order": 30, "with_imprint": False, "body": PRIVACY},
    {"slug": "dieu-khoan", "title": "Điều khoản sử dụng", "order": 40, "with_imprint": False, "body": TERMS},
]


def lay(apps, schema_editor):
    Page = apps.get_model("pages", "Page")
    for page in PAGES:
        body = page["body"].replace("\n", "")
        given = {**page, "body": body, "body_policy": 2, "in_footer": True, "updated_at": timezone.now()}
        Page.objects.get_or_create(slug=page["slug"], defaults=given)


def lift(apps, schema_editor):
    """Those that nobody wrote on: the others are the newsroom's words."""
    slugs = [page["slug"] for page in PAGES]
    apps.get_model("pages", "Page").objects.filter(slug__in=slugs, version=1).delete()


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_first")]

    operations = [migrations.RunPython(lay, lift)]
