"""The only place where roles are named; `manage.py sync_roles` writes them into the database.

A role is a bundle of permissions; steps and moves name permissions only.
"""

from dataclasses import dataclass

WRITE = "articles.write_edition"
EDIT = "articles.edit_edition"
PASS_EDITING = "articles.pass_editing"
PASS_PUBLISHING = "articles.pass_publishing"
PUBLISH_URGENTLY = "articles.publish_urgently"
RECALL = "articles.recall_edition"
WITHDRAW = "articles.withdraw_article"
MODERATE = "comments.moderate_comment"

_MANAGED = ("articles.section", "articles.tag", "articles.reviewstep", "accounts.user", "accounts.grant")
MANAGE = frozenset(
    f"{app}.{verb}_{model}"
    for app, model in (name.split(".") for name in _MANAGED)
    for verb in ("view", "add", "change", "delete")
)


@dataclass(frozen=True)
class Role:
    name: str
    permissions: frozenset[str]


def _role(name: str, *permissions: str) -> Role:
    return Role(name, frozenset(permissions))


ROLES = {
    "phongvien": _role("Phóng viên", WRITE),
    "congtacvien": _role("Cộng tác viên", WRITE),
    "bientapvien": _role("Biên tập viên", WRITE, EDIT, PASS_EDITING),
    "thukytoasoan": _role("Thư ký tòa soạn", WRITE, EDIT, PASS_EDITING, RECALL, WITHDRAW, MODERATE),
    "tongbientap": _role(
        "Tổng Biên tập",
        *(WRITE, EDIT, PASS_EDITING, PASS_PUBLISHING, PUBLISH_URGENTLY, RECALL, WITHDRAW, MODERATE),
    ),
    "kiemduyet": _role("Kiểm duyệt", MODERATE),
    "quantri": _role("Quản trị", "record.view_event", *MANAGE),
}
