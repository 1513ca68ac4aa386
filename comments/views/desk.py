"""The moderators' queue in the desk."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Edition
from comments import decisions
from comments.forms import DecisionForm
from comments.models import Comment
from comments.moderation import DECISIONS, REASONS, STATE_LABELS, State

PAGE = 25


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Comments of one state, the oldest waiting first, everything else newest first."""
    state = request.GET.get("state", State.HELD)
    if state not in dict(STATE_LABELS):
        state = State.HELD
    mine = decisions.visible_to(request.user, Comment.objects.all())
    counts = dict(mine.values_list("state").annotate(Count("pk")))
    rows = _page(_with_article(mine.filter(state=state), request), state, request.GET.get("after", ""))
    context = {
        **admin.site.each_context(request),
        "title": _("Reader comments"),
        "state": state,
        "after": request.GET.get("after", ""),
        "tabs": [(value, label, counts.get(value, 0)) for value, label in STATE_LABELS],
        "rows": [(comment, decisions.permitted_decisions(request.user, comment)) for comment in rows[:PAGE]],
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "reasons": REASONS,
    }
    return TemplateResponse(request, "desk/comments/queue.html", context)


def _with_article(comments: QuerySet, request: HttpRequest) -> QuerySet:
    """With the words under which each was written."""
    edition = Edition.objects.ever_live(request.at).filter(article=OuterRef("article")).order_by("-live_from")
    return comments.annotate(
        article_title=Subquery(edition.values("title")[:1]), article_lead=Subquery(edition.values("lead")[:1])
    )


def _page(comments: QuerySet, state: str, after: str) -> list[Comment]:
    """A page by keyset, one row longer than shown when there is more."""
    forward = state == State.HELD
    if after.isdecimal() and len(after) < 16:
        comments = comments.filter(pk__gt=int(after)) if forward else comments.filter(pk__lt=int(after))
    comments = comments.select_related("article", "section", "parent", "decided_by")
    return list(comments.order_by("pk" if forward else "-pk")[: PAGE + 1])


@require_POST
def decide(request: HttpRequest, comment_id: int, decision: str) -> HttpResponse:
    if decision not in DECISIONS:
        raise Http404
    comment = get_object_or_404(decisions.visible_to(request.user, Comment.objects.all()), pk=comment_id)
    form = DecisionForm(request.POST)
    if form.is_valid():
        _decided(request, comment, decision, form)
    else:
        complaints = [complaint for field in form.errors.values() for complaint in field]
        messages.error(request, f"{comment.name}: {' '.join(complaints)}")
    place = {"state": form.cleaned_data.get("tab") or State.HELD}
    if form.cleaned_data.get("after"):
        place["after"] = form.cleaned_data["after"]
    return HttpResponseRedirect(f"{reverse('admin:comment-queue')}?{urlencode(place)}")


def _decided(request: HttpRequest, comment: Comment, decision: str, form: DecisionForm) -> None:
    seen, reason = int(form.cleaned_data["version"]), form.given_reason()
    try:
        done = decisions.decide(decision, comment, by=request.user, seen=seen, at=request.at, reason=reason)
    except decisions.Refused as refusal:
        messages.error(request, f"{comment.name}: {refusal}")
    else:
        messages.success(request, f"{done.name}: {done.get_state_display()}")
