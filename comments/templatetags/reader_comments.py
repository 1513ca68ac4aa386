"""The thread under an article, for templates that know articles only."""

import re
from itertools import groupby

from django import template
from django.db.models import Q

from articles.models import Edition
from comments.forms import CommentForm
from comments.models import Comment, CommentQuerySet

register = template.Library()
ROWS = 100
_MARK = re.compile(r"(\d{1,15})(?:-(\d{1,15}))?", re.ASCII)


@register.inclusion_tag("comments/thread.html", takes_context=True)
def reader_comments(context: template.Context, edition: Edition) -> dict:
    """Threads newest first, one query however many there are; older ones behind a link."""
    comments = Comment.objects.shown().filter(article=edition.article_id).by_thread()
    comments = _after(comments, context["request"].GET.get("y-kien-truoc", ""))
    threads, older = _threads(list(comments[: ROWS + 1]))
    return {
        "edition": edition,
        "threads": threads,
        "older": older,
        "form": CommentForm(article=edition.article),
        "paper": context["paper"],
        # At an instant of the past or future nobody writes.
        "walk": getattr(context["request"], "walk", None),
    }


def _after(comments: CommentQuerySet, mark: str) -> CommentQuerySet:
    """The comments of the threads before the one marked; of that one too, where it was cut, what follows."""
    found = _MARK.fullmatch(mark)
    if not found:
        return comments
    thread, last = (int(part or 0) for part in found.groups())
    rest_of_it = Q(thread=thread, pk__gt=last) if last else Q(pk__in=[])
    return comments.filter(Q(thread__lt=thread) | rest_of_it)


def _threads(rows: list[Comment]) -> tuple[list[dict], str]:
    """Rows as threads of a comment and its replies; the mark of where to go on when there is more."""
    older = ""
    grouped = [list(group) for _, group in groupby(rows, key=lambda row: row.thread)]
    if len(rows) > ROWS and len(grouped) > 1:
        # The last thread may be cut in the middle: it opens the next page instead.
        grouped.pop()
        older = f"{grouped[-1][0].thread}"
    elif len(rows) > ROWS:
        # One thread is longer than a page: it goes on where it stops here.
        grouped = [rows[:ROWS]]
        older = f"{rows[0].thread}-{rows[ROWS - 1].pk}"
    return [_thread(group) for group in grouped], older


def _thread(group: list[Comment]) -> dict:
    if group[0].parent_id is None:
        return {"comment": group[0], "replies": group[1:]}
    return {"comment": None, "replies": group}
