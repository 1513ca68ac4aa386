"""Posting a comment: without cookie, token or script, from a page that may have been cached."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.models import Edition
from cms import errors
from cms.http import public_page, reader_address, sent_from
from comments.forms import CommentForm
from comments.models import Comment


def _live_edition(request: HttpRequest, article_id: int) -> Edition:
    editions = Edition.objects.live(request.at).select_related("article", "section")
    return get_object_or_404(editions, article_id=article_id)


# The token that Django would ask for needs a cookie, and a page with a cookie can't be cached.
# Where the form was sent from is asked instead.
@csrf_exempt
@require_POST
def post_comment(request: HttpRequest, article_id: int) -> HttpResponse:
    edition, source = _live_edition(request, article_id), sent_from(request)
    if source == "elsewhere":
        return errors.forbidden(request)
    form = CommentForm(request.POST, article=edition.article)
    if not form.is_valid() or not edition.article.comments_open:
        return _form_page(request, edition, form, status=422)
    with transaction.atomic():
        Comment.objects.post(
            form.comment(section_id=edition.section_id, suspect=source == "unknown", at=request.at),
            form.source(network=reader_address(request), user_agent=request.headers.get("User-Agent", "")),
        )
    return HttpResponseRedirect(reverse("comment-thanks", args=[article_id]), status=303)


@public_page
def thanks(request: HttpRequest, article_id: int) -> HttpResponse:
    return render(request, "comments/thanks.html", {"edition": _live_edition(request, article_id)})


@public_page
def reply(request: HttpRequest, article_id: int, comment_id: int) -> HttpResponse:
    """The form under the comment that is answered, for readers without JavaScript and with it alike."""
    edition = _live_edition(request, article_id)
    answered = get_object_or_404(Comment.objects.shown(), pk=comment_id, article=article_id, parent=None)
    form = CommentForm(article=edition.article, initial={"parent": answered.pk})
    return _form_page(request, edition, form, answered=answered)


def _form_page(
    request: HttpRequest,
    edition: Edition,
    form: CommentForm,
    *,
    answered: Comment | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form on a page of its own: what was typed stays in it."""
    answered = answered or getattr(form, "cleaned_data", {}).get("parent")
    context = {"edition": edition, "form": form, "answered": answered}
    response = render(request, "comments/form_page.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response
