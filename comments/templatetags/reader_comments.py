"""The thread under an article, for templates that know articles only."""

from itertools import groupby

from django import template

from articles.models import Edition
from comments.forms import CommentForm
from comments.models import Comment

register = template.Library()
ROWS = 100


@register.inclusion_tag("comments/thread.html", takes_context=True)
def reader_comments(context: template.Context, edition: Edition) -> dict:
    """Threads newest first, one query however many there are; older ones behind a link."""
    comments = Comment.objects.shown().filter(article=edition.article_id).by_thread()
    before = context["request"].GET.get("y-kien-truoc", "")
    if before.isdecimal() and len(before) < 16:
        comments = comments.filter(thread__lt=int(before))
    threads, older = _threads(list(comments[: ROWS + 1]))
    return {
        "edition": edition,
        "threads": threads,
        "older": older,
        "form": CommentForm(article=edition.article),
        "paper": context["paper"],
    }


def _threads(rows: list[Comment]) -> tuple[list[dict], int | None]:
    """Rows as threads of a comment and its replies; where to go on when there is more."""
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.thread)]
    older = None
    if len(rows) > ROWS:
        # The last thread may be cut in the middle: it opens the next page instead.
        if len(grouped) > 1:
            grouped.pop()
        older = grouped[-1][0].thread
    return [{"comment": group[0], "replies": group[1:]} for group in grouped], older
