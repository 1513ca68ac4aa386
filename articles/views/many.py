"""Several articles at once: which she chose, which moves they allow, and what became of each."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import many
from articles.forms import MoveForm
from articles.models import Edition
from articles.permissions import visible_to
from cms.http import row_id

BUTTONS = frozenset([many.TAKE, *(move.name for move in many.BY_BUTTON)])


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _do(request)
    ids, problem = _asked(request.GET.getlist("chon"))
    return _page(request, ids, problem=problem, status=422 if problem else 200)


def _do(request: HttpRequest) -> HttpResponse:
    """The button that was pressed, for each; bound to what she saw of it."""
    name = request.POST.get("_move", "")
    if name not in BUTTONS:
        raise Http404
    ids, problem = _asked(request.POST.getlist("chon"))
    form = MoveForm(request.POST)
    if not problem and form.is_valid() and name != many.TAKE:
        form.require_for(name, at=request.at)
    if problem or form.errors:
        return _page(request, ids, form=form, problem=problem, status=422)
    found = _found(request, ids)
    if name == many.TAKE:
        rows = [(edition, _holder_seen(request, edition)) for edition in found]
        answers = many.take_each(rows, by=request.user, at=request.at)
    else:
        rows = [(edition, request.POST.get(f"seen-{edition.pk}", "")) for edition in found]
        given = {key: form.cleaned_data[key] for key in ("note", "ordered_by", "live_from")}
        answers = many.move_each(name, rows, by=request.user, at=request.at, **given)
    missing = [pk for pk in ids if pk not in {edition.pk for edition in found}]
    again = [answer.edition.pk for answer in answers if answer.why]
    status = 409 if len(again) == len(answers) else 200
    return _page(request, again, form=form, answers=answers, missing=missing, status=status)


def _asked(typed: list[str]) -> tuple[list[int], str]:
    """The ids, each once, in the order in which they were chosen; and what is wrong with so many of them."""
    ids = list(dict.fromkeys(pk for text in typed if (pk := row_id(text))))
    if not ids:
        return [], _("Nothing is chosen. Go back to the list and tick some articles.")
    if len(ids) > many.AT_MOST:
        return [], _("You chose %(count)d articles. At most %(most)d are taken at once: untick some.") % {
            "count": len(ids),
            "most": many.AT_MOST,
        }
    return ids, ""


def _found(request: HttpRequest, ids: list[int]) -> list[Edition]:
    """Those that are not hidden from her. What is none of hers is not there, as on its own page."""
    everything = Edition.objects.select_related(
        "article", "section__parent", "step", "created_by", "taken_by"
    )
    seen = visible_to(request.user, everything.defer("body", "search_text"), at=request.at).in_bulk(ids)
    return [seen[pk] for pk in ids if pk in seen]


def _holder_seen(request: HttpRequest, edition: Edition) -> int | None:
    return row_id(request.POST.get(f"holder-{edition.pk}", ""))


def _page(
    request: HttpRequest,
    ids: list[int],
    *,
    form: MoveForm | None = None,
    answers: list[many.Answer] | None = None,
    missing: list[int] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The chosen as they stand now, above them what became of those that were tried."""
    chosen = many.look(request.user, _found(request, ids), at=request.at)
    if missing is None:
        missing = [pk for pk in ids if pk not in {one.edition.pk for one in chosen}]
    if not chosen and not answers and not problem:
        raise Http404
    offered = many.offered(chosen)
    context = {
        **admin.site.each_context(request),
        "title": _("Several articles at once"),
        "problem": problem,
        "chosen": [(one, one.edition.state_label(request.at)) for one in chosen],
        "offered": offered,
        "to_take": sum(one.may_take for one in chosen),
        "asks_reason": any(move.needs_reason for move, _count in offered),
        "asks_order": any(move.needs_order for move, _count in offered),
        "asks_time": any(move.takes_time for move, _count in offered),
        "form": form or MoveForm(),
        "missing": missing,
        "done": [(a.edition, a.edition.state_label(request.at)) for a in answers or [] if not a.why],
        "refused": [answer for answer in answers or [] if answer.why],
    }
    return TemplateResponse(request, "desk/articles/many.html", context, status=status)
