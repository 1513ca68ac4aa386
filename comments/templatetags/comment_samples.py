"""Readers' comments for the style page, in every state they and their form can be in; none is stored."""

from datetime import datetime, timedelta
from itertools import count

from django import template

from articles.models import Edition
from comments.forms import CommentForm
from comments.models import Comment

register = template.Library()
_SHORT = "Bài viết rất kịp thời, cảm ơn tòa soạn."
_LONG = (
    "Đọc bài mà nhớ bản quá. Tôi xa Huổi Ngài đã mười hai năm, ngày ấy đi bộ ra huyện học phải ngủ lại Lán Ba.\n\n"
    "Mong nhà báo quay lại vào mùa mưa để thấy hết nỗi vất vả của bà con, và mong con đường sớm có cống, có xi măng."
)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def sample_thread(context: template.Context, edition: Edition, *, state: str) -> dict:
    """`state` is "talk" (comments and replies), "none" (nobody wrote yet) or "closed"."""
    article = edition.article
    article.comments_open, article.comments_shown = state != "closed", 4 if state == "talk" else 0
    form = CommentForm(article=article, auto_id=f"mau-{state}-%s")
    threads = _threads(edition, edition.dated) if state == "talk" else []
    return {"edition": edition, "threads": threads, "older": "1" if threads else "", "form": form}


@register.inclusion_tag("comments/_form.html")
def sample_form_with_errors(edition: Edition) -> dict:
    form = CommentForm(
        {"name": "", "email": "lo.van.doc", "body": ""}, article=edition.article, auto_id="mau-loi-%s"
    )
    form.is_valid()
    return {"edition": edition, "form": form}


def _threads(edition: Edition, at: datetime) -> list[dict]:
    ids = count(1)

    def comment(name: str, body: str) -> Comment:
        pk = next(ids)
        posted = at + timedelta(minutes=10 * pk)
        return Comment(pk=pk, article=edition.article, name=name, body=body, posted_at=posted)

    replies = [comment("Sùng Thị Ví", _SHORT), comment("Tòng Mẫu", _LONG)]
    return [
        {"comment": comment("Lò Văn Đọc", _LONG), "replies": replies},
        {"comment": comment("Bạn đọc ở xa", _SHORT), "replies": []},
    ]
