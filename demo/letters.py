"""Readers' letters of the demo, in every state the desk knows. Everybody in them is invented.

They are sent and handled by the newsroom's own acts; one that is there already, by its subject, is left alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from letters import handling
from letters.forms import CONSENT_VERSION
from letters.models import Letter, Sender
from letters.steps import REASONS


@dataclass(frozen=True)
class Sent:
    kind: str
    subject: str
    body: str
    name: str
    email: str = ""
    phone: str = ""
    state: str = "new"
    note: str = ""
    hours_ago: int = 3


LETTERS = (
    Sent(
        "tip",
        "Cầu treo bản Huổi Thử gãy ván, học sinh phải lội suối",
        "Từ sáng thứ Hai, sáu tấm ván giữa cầu treo bản Huổi Thử bị gãy. Các cháu đi học phải lội qua suối, nước"
        " đang lên.\n\nTrưởng bản đã báo xã nhưng chưa có người đến. Mong tòa soạn về xem và có tiếng nói.",
        "Giàng A Dụ",
        phone="0900000001",
        hours_ago=2,
    ),
    Sent(
        "question",
        "Hỏi về chế độ thai sản cho lao động tự do",
        "Tôi đóng bảo hiểm xã hội tự nguyện được ba năm, sắp sinh cháu thứ hai. Xin tòa soạn cho biết tôi được"
        " hưởng những gì, nộp giấy tờ ở đâu?",
        "Lường Thị Thử",
        email="luong.thi.thu@vi-du.example",
        state="answered",
        hours_ago=30,
    ),
    Sent(
        "complaint",
        "Xe chở cát chạy đêm qua khu dân cư phường Mẫu",
        "Hai tuần nay, khoảng 22 giờ đến 2 giờ sáng có nhiều xe chở cát chạy qua ngõ 7, bụi và ồn, người già không"
        " ngủ được. Chúng tôi đã gửi đơn lên phường ngày mùng 3 nhưng chưa được trả lời.",
        "Một nhóm hộ dân ngõ 7",
        email="ngo7@vi-du.example",
        phone="0900000002",
        state="taken",
        note="Đã gọi cho tổ trưởng dân phố, hẹn gặp chiều thứ Năm.",
        hours_ago=20,
    ),
    Sent(
        "opinion",
        "Cảm ơn loạt bài về đường về bản",
        "Đọc bài 1 tôi thấy lại tuổi thơ mình. Mong báo có thêm bài về những con đường chưa tới được các bản xa.",
        "Bạn đọc ở xa",
        state="closed",
        hours_ago=50,
    ),
    Sent(
        "tip",
        "Cho vay nhanh 5 phút, không cần thế chấp",
        "Vay nhanh 5 phút, lãi suất thấp, giải ngân trong ngày. Liên hệ ngay để được tư vấn!!!",
        "Vay nhanh",
        email="vay-nhanh@vi-du.example",
        state="spam",
        hours_ago=9,
    ),
)
ANSWER = (
    "Cảm ơn bạn đã gửi câu hỏi. Tòa soạn đã chuyển câu hỏi tới Bảo hiểm xã hội tỉnh và đăng phần trả lời trong mục"
    " Tòa soạn - Bạn đọc. Bạn có thể tìm bài “Trả lời bạn đọc về chế độ thai sản”."
)
ACTS = {"taken": "take", "answered": "answer", "closed": "close", "spam": "spam"}


def bring_letters(people: dict[str, User], now: datetime) -> None:
    """Sends those that are missing; by whom they are handled is among `people`."""
    for sent in LETTERS:
        if not Letter.objects.filter(subject=sent.subject).exists():
            _bring(sent, people["bientapvien"], now - timedelta(hours=sent.hours_ago))


def _bring(sent: Sent, by: User, at: datetime) -> None:
    words = {"kind": sent.kind, "subject": sent.subject, "body": sent.body, "consent": CONSENT_VERSION}
    wants = bool(sent.email or sent.phone)
    letter = Letter(received_at=at, wants_answer=wants, **words)
    sender = Sender(
        name=sent.name, email=sent.email, phone=sent.phone, network="192.0.2.0/24", user_agent="demo"
    )
    letter = Letter.objects.post(letter, sender)
    later = at + timedelta(hours=1)
    if sent.note:
        handling.note(letter, sent.note, by=by, at=later)
    if sent.state in ACTS:
        said = {"reason": str(REASONS[2]), "answer": ANSWER}
        handling.handle(ACTS[sent.state], letter, by=by, seen=letter.version, at=later, **said)
