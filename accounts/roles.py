"""The only place where roles are named; `manage.py sync_roles` writes them into the database.

A role is a bundle of permissions; steps and moves name permissions only. Beside the bundles, each of the
newsroom's rights can be granted alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

WRITE = "articles.write_edition"
EDIT = "articles.edit_edition"
PASS_EDITING = "articles.pass_editing"
PASS_DEPARTMENT = "articles.pass_department"
PASS_SECRETARIAT = "articles.pass_secretariat"
PASS_PUBLISHING = "articles.pass_publishing"
PUBLISH_URGENTLY = "articles.publish_urgently"
RECALL = "articles.recall_edition"
WITHDRAW = "articles.withdraw_article"
MOVE_ARTICLES = "articles.move_articles"
ARRANGE_FRONT = "articles.arrange_front"
ANNOUNCE = "articles.announce"
MODERATE = "comments.moderate_comment"
ADD_PHOTOS = "photos.add_photo"
CHANGE_PHOTOS = "photos.change_photo"
REMOVE_PHOTOS = "photos.remove_photo"
ADD_FILES = "files.add_file"
CHANGE_FILES = "files.change_file"
CHANGE_PAGES = "pages.change_page"
HANDLE_LETTERS = "letters.handle_letter"

_MANAGED = (
    *("articles.section", "articles.tag", "articles.story", "articles.author", "articles.reviewstep"),
    *("articles.findingrule", "articles.bannedterm"),
    *("accounts.user", "accounts.grant"),
)
VIEW_GRANTS = "accounts.view_grant"
# Giving and taking rights: the board does it, with the rights it holds itself.
HAND_OUT = frozenset(["accounts.add_grant", "accounts.delete_grant"])
_GRANTING = frozenset(
    ["accounts.view_user", "accounts.change_user", VIEW_GRANTS, "accounts.change_grant", *HAND_OUT]
)


def _managing(*models: str) -> frozenset[str]:
    return frozenset(
        f"{app}.{verb}_{model}"
        for app, model in (name.split(".") for name in models)
        for verb in ("view", "add", "change", "delete")
    )


MANAGE = _managing(*_MANAGED)
# What is checked before approval is the board's to say.
_CHECKING = _managing("articles.findingrule", "articles.bannedterm")


# Running stories, and the people who sign: whoever edits keeps them.
_KEEPING = frozenset(
    f"articles.{verb}_{model}" for model in ("story", "author") for verb in ("view", "add", "change")
)


@dataclass(frozen=True)
class Role:
    name: str
    permissions: frozenset[str]


def _role(name: str, *permissions: str) -> Role:
    return Role(name, frozenset(permissions))


ROLES = {
    "phongvien": _role("Phóng viên", WRITE, ADD_PHOTOS, ADD_FILES),
    "congtacvien": _role("Cộng tác viên", WRITE, ADD_PHOTOS, ADD_FILES),
    "bientapvien": _role(
        *("Biên tập viên", WRITE, EDIT, PASS_EDITING, HANDLE_LETTERS),
        *(ADD_PHOTOS, CHANGE_PHOTOS, ADD_FILES, CHANGE_FILES),
        *_KEEPING,
    ),
    "truongphong": _role(
        *("Trưởng phòng", WRITE, EDIT, PASS_EDITING, PASS_DEPARTMENT, HANDLE_LETTERS),
        *(ADD_PHOTOS, CHANGE_PHOTOS, ADD_FILES, CHANGE_FILES),
        *_KEEPING,
    ),
    "thukytoasoan": _role(
        "Thư ký tòa soạn",
        *(WRITE, EDIT, PASS_EDITING, PASS_DEPARTMENT, PASS_SECRETARIAT),
        *(RECALL, WITHDRAW, MOVE_ARTICLES, ARRANGE_FRONT, ANNOUNCE, MODERATE),
        *(CHANGE_PAGES, HANDLE_LETTERS),
        *(ADD_PHOTOS, CHANGE_PHOTOS, REMOVE_PHOTOS, ADD_FILES, CHANGE_FILES),
        *_KEEPING,
    ),
    "tongbientap": _role(
        "Tổng Biên tập",
        *(WRITE, EDIT, PASS_EDITING, PASS_DEPARTMENT, PASS_SECRETARIAT, PASS_PUBLISHING),
        *(PUBLISH_URGENTLY, RECALL, WITHDRAW, MOVE_ARTICLES, ARRANGE_FRONT, ANNOUNCE, MODERATE),
        *(CHANGE_PAGES, HANDLE_LETTERS),
        *(ADD_PHOTOS, CHANGE_PHOTOS, REMOVE_PHOTOS, ADD_FILES, CHANGE_FILES),
        *_KEEPING,
        *_GRANTING,
        *_CHECKING,
    ),
    "kiemduyet": _role("Kiểm duyệt", MODERATE),
    "quantri": _role("Quản trị", "record.view_event", "mail.view_mail", CHANGE_PAGES, *MANAGE),
}

SINGLE_RIGHTS = {
    "rieng-write": _role("Quyền: Viết bài", WRITE),
    "rieng-edit": _role("Quyền: Sửa bài của người khác", EDIT),
    "rieng-pass-editing": _role("Quyền: Duyệt bước biên tập", PASS_EDITING),
    "rieng-pass-department": _role("Quyền: Duyệt bước của phòng", PASS_DEPARTMENT),
    "rieng-pass-secretariat": _role("Quyền: Duyệt bước của thư ký tòa soạn", PASS_SECRETARIAT),
    "rieng-pass-publishing": _role("Quyền: Duyệt xuất bản", PASS_PUBLISHING),
    "rieng-publish-urgently": _role("Quyền: Xuất bản khẩn", PUBLISH_URGENTLY),
    "rieng-recall": _role("Quyền: Hủy hẹn giờ", RECALL),
    "rieng-withdraw": _role("Quyền: Gỡ bài", WITHDRAW),
    "rieng-move-articles": _role("Quyền: Chuyển bài giữa các chuyên mục", MOVE_ARTICLES),
    "rieng-arrange-front": _role("Quyền: Trình bày trang nhất", ARRANGE_FRONT),
    "rieng-announce": _role("Quyền: Đăng tin nóng, thông báo", ANNOUNCE),
    "rieng-handle-letters": _role("Quyền: Xử lý thư bạn đọc", HANDLE_LETTERS),
    "rieng-change-pages": _role("Quyền: Viết các trang thông tin của báo", CHANGE_PAGES),
    "rieng-add-files": _role("Quyền: Đưa tệp lên", ADD_FILES),
    "rieng-change-files": _role("Quyền: Sửa, xóa tệp của người khác", CHANGE_FILES),
    "rieng-moderate": _role("Quyền: Duyệt ý kiến bạn đọc", MODERATE),
    "rieng-add-photos": _role("Quyền: Đưa ảnh vào kho", ADD_PHOTOS),
    "rieng-change-photos": _role("Quyền: Sửa thông tin ảnh của người khác", CHANGE_PHOTOS),
    "rieng-remove-photos": _role("Quyền: Gỡ ảnh khẩn cấp", REMOVE_PHOTOS),
}
GRANTABLE = ROLES | SINGLE_RIGHTS

# What one may do with a permission, in the order of an article's way; the overviews of rights speak so.
ACTIONS = {
    WRITE: _("Write"),
    EDIT: _("Edit others' articles"),
    PASS_EDITING: _("Pass the editing step"),
    PASS_DEPARTMENT: _("Pass the department's step"),
    PASS_SECRETARIAT: _("Pass the secretariat's step"),
    PASS_PUBLISHING: _("Pass the publishing step"),
    PUBLISH_URGENTLY: _("Publish urgently"),
    RECALL: _("Recall what is scheduled"),
    WITHDRAW: _("Withdraw"),
    MOVE_ARTICLES: _("Move articles between sections"),
    ARRANGE_FRONT: _("Lay out the front page"),
    ANNOUNCE: _("Put breaking news and notices above every page"),
    MODERATE: _("Moderate comments"),
    HANDLE_LETTERS: _("Handle readers' letters"),
    CHANGE_PAGES: _("Write the pages about the paper"),
    ADD_PHOTOS: _("Bring pictures into the library"),
    CHANGE_PHOTOS: _("Describe and delete others' pictures"),
    REMOVE_PHOTOS: _("Take a picture off every page"),
    ADD_FILES: _("Bring in files"),
    CHANGE_FILES: _("Name and delete others' files"),
    "accounts.add_grant": _("Grant rights"),
    "accounts.add_user": _("Open accounts"),
    "articles.change_section": _("Manage sections"),
    "articles.change_tag": _("Manage tags"),
    "articles.change_story": _("Keep running stories"),
    "articles.change_author": _("Keep authors"),
    "articles.change_reviewstep": _("Manage the chain of review"),
    "articles.change_findingrule": _("Set what is checked before approval"),
    "articles.change_bannedterm": _("Name terms the paper does not use"),
    "record.view_event": _("Read the record"),
    "mail.view_mail": _("See which mails were sent"),
}
