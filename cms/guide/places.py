"""Which part of the guide speaks of which page of the desk: the one table behind every “Hướng dẫn” there."""

from dataclasses import dataclass

from django.urls import reverse

from cms.guide import texts

_WRITER, _EDITOR, _SECRETARY = "phong-vien", "bien-tap-vien", "thu-ky-toa-soan"
_CHIEF, _MODERATOR, _ADMINISTRATOR = "tong-bien-tap", "kiem-duyet-vien", "quan-tri"

# The name of an address (without `admin:`), or of a box on a page → the file and the heading.
PLACES = {
    # Pages of their own
    "index": (_WRITER, "ban-lam-viec"),
    "password_change": (_WRITER, "tai-khoan-cua-ban"),
    "password_change_done": (_WRITER, "tai-khoan-cua-ban"),
    "account": (_WRITER, "tai-khoan-cua-ban"),
    "articles_edition_changelist": (_WRITER, "tim-bai"),
    "articles_edition_add": (_WRITER, "viet-bai-moi"),
    "articles_edition_change": (_WRITER, "viet-bai-moi"),
    "articles_edition_history": (_SECRETARY, "lich-su-bai-viet"),
    "from-word": (_WRITER, "bai-tu-tep-word"),
    "copy-compare": (_WRITER, "ban-go-chua-luu"),
    "copy-words": (_WRITER, "ban-go-chua-luu"),
    "edition-version": (_SECRETARY, "so-sanh-hai-ban"),
    "edition-past": (_SECRETARY, "lich-su-bai-viet"),
    "edition-compare": (_SECRETARY, "so-sanh-hai-ban"),
    "edition-preview-link": (_EDITOR, "xem-truoc-va-lien-ket-xem-truoc"),
    "schedule": (_SECRETARY, "lich-dang-bai"),
    "edition-embargo": (_SECRETARY, "cam-van"),
    "edition-many": (_SECRETARY, "nhieu-bai-cung-luc"),
    "section-shelves": (_SECRETARY, "chuyen-bai-cua-mot-chuyen-muc"),
    "section-shelve": (_SECRETARY, "chuyen-bai-cua-mot-chuyen-muc"),
    "photo-library": (_WRITER, "kho-anh"),
    "photo-bring": (_WRITER, "dua-anh-vao-kho"),
    "photo-words": (_WRITER, "dua-anh-vao-kho"),
    "photo": (_WRITER, "trang-cua-mot-anh"),
    "photo-delete": (_WRITER, "trang-cua-mot-anh"),
    "photo-removal": (_SECRETARY, "go-anh-khan-cap"),
    "front-page": (_SECRETARY, "trang-nhat"),
    "front-arrange": (_SECRETARY, "trinh-bay-trang-nhat"),
    "front-past": (_SECRETARY, "trang-nhat"),
    "front-recall": (_SECRETARY, "trang-nhat"),
    "announcements": (_SECRETARY, "tin-nong-va-thong-bao"),
    "announcement-add": (_SECRETARY, "tin-nong-va-thong-bao"),
    "announcement-change": (_SECRETARY, "tin-nong-va-thong-bao"),
    "comment-queue": (_MODERATOR, "danh-sach-cho-duyet"),
    "rights": (_CHIEF, "xem-ai-duoc-lam-gi"),
    "rights-of-person": (_CHIEF, "xem-ai-duoc-lam-gi"),
    "rights-in-section": (_CHIEF, "xem-ai-duoc-lam-gi"),
    "accounts_user_changelist": (_CHIEF, "giao-quyen-va-thu-hoi-quyen"),
    "accounts_user_change": (_CHIEF, "giao-quyen-va-thu-hoi-quyen"),
    "accounts_user_add": (_ADMINISTRATOR, "mo-tai-khoan"),
    "accounts_user_delete": (_ADMINISTRATOR, "mo-tai-khoan"),
    "accounts_user_history": (_ADMINISTRATOR, "nhat-ky"),
    "auth_user_password_change": (_ADMINISTRATOR, "mo-tai-khoan"),
    # Boxes on a page
    "taking": (_EDITOR, "nhan-bai-giao-bai-dat-han"),
    "deciding": (_EDITOR, "duyet-hay-tra-lai"),
    "approving": (_SECRETARY, "duyet-dang-va-hen-gio"),
    "recalling": (_SECRETARY, "huy-hen-gio"),
    "withdrawing": (_SECRETARY, "go-bai"),
    "findings": (_WRITER, "truoc-khi-duyet"),
    "finding-settings": (_CHIEF, "dat-dieu-duoc-kiem-tra"),
    "preview-links": (_EDITOR, "xem-truoc-va-lien-ket-xem-truoc"),
    "next-edition": (_SECRETARY, "sua-bai-da-dang"),
    "timeline": (_SECRETARY, "lich-su-bai-viet"),
    "photos": (_WRITER, "anh"),
    "file-library": (_WRITER, "tep-dinh-kem-am-thanh-va-video"),
    "file-bring": (_WRITER, "tep-dinh-kem-am-thanh-va-video"),
    "file": (_WRITER, "tep-dinh-kem-am-thanh-va-video"),
    "letters": (_EDITOR, "thu-ban-doc"),
    "letter": (_EDITOR, "thu-ban-doc"),
    "pages": (_SECRETARY, "cac-trang-thong-tin-cua-bao"),
    "page-add": (_SECRETARY, "cac-trang-thong-tin-cua-bao"),
    "page": (_SECRETARY, "cac-trang-thong-tin-cua-bao"),
    "page-older": (_SECRETARY, "cac-trang-thong-tin-cua-bao"),
    "instant": (_SECRETARY, "xem-trang-theo-thoi-diem"),
}
_MANAGED = {
    "articles_section": "chuyen-muc-va-tu-khoa",
    "articles_tag": "chuyen-muc-va-tu-khoa",
    "articles_reviewstep": "quy-trinh-duyet",
    "articles_findingrule": "dieu-duoc-kiem-tra-truoc-khi-duyet",
    "articles_bannedterm": "dieu-duoc-kiem-tra-truoc-khi-duyet",
    "record_event": "nhat-ky",
    "mail_mail": "email",
}
PLACES |= {
    f"{model}_{act}": (_ADMINISTRATOR, anchor)
    for model, anchor in _MANAGED.items()
    for act in ("changelist", "add", "change", "delete", "history")
}
# Whoever edits keeps them.
_KEPT = {"articles_story": "dong-su-kien", "articles_author": "tac-gia"}
PLACES |= {
    f"{model}_{act}": (_EDITOR, anchor)
    for model, anchor in _KEPT.items()
    for act in ("changelist", "add", "change", "delete", "history")
}


@dataclass(frozen=True)
class Place:
    address: str
    title: str


def place(name: str) -> Place:
    """Raises KeyError for a name that is not in the table."""
    file, anchor = PLACES[name]
    heading = texts.chapter(file).heading(anchor)
    return Place(reverse("admin:guide-chapter", args=[file]) + f"#{anchor}", heading.text)


def of_page(url_name: str | None) -> Place:
    """The part for this page; the guide's beginning where it has none of its own."""
    if url_name in PLACES:
        return place(url_name)
    return Place(reverse("admin:guide"), texts.chapter(texts.FIRST).title)
