"""Taking a piece in review, putting it back, handing it on, setting its deadline."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import moves, taking
from articles.forms import DueForm, HandOnForm
from articles.models import Edition
from articles.permissions import holds_step, may_pass, who_may_pass
from articles.views.scope import edition_or_404


def beside(request: HttpRequest, edition: Edition) -> dict | None:
    """What the page of a piece in review says of who has it, and offers; None where there is nothing to say."""
    if edition.step_id is None:
        return None
    mine = may_pass(request.user, edition)
    return {
        "may_take": mine,
        "own_text": holds_step(request.user, edition) and not mine,
        "is_mine": edition.taken_by_id == request.user.pk,
        "taken_by": edition.taken_by,
        "due_at": edition.due_at,
        "is_late": edition.due_at is not None and edition.due_at < request.at,
        "may_set_due": taking.can_set_due(request.user, edition),
        "colleagues": list(who_may_pass(edition, at=request.at).exclude(pk=request.user.pk)),
        "form": HandOnForm(initial={"seen_holder": edition.taken_by_id}, auto_id="hand-on-%s"),
        "due_form": DueForm(initial={"due_at": edition.due_at}),
    }


@require_POST
def take(request: HttpRequest, edition_id: int) -> HttpResponse:
    form = HandOnForm(request.POST)
    form.is_valid()
    seen = form.cleaned_data.get("seen_holder")
    return _tried(
        request,
        edition_id,
        lambda edition: taking.take(edition, by=request.user, seen=seen, at=request.at),
        _("It is yours."),
    )


@require_POST
def put_back(request: HttpRequest, edition_id: int) -> HttpResponse:
    return _tried(
        request,
        edition_id,
        lambda edition: taking.put_back(edition, by=request.user, at=request.at),
        _("It waits for everybody again."),
    )


@require_POST
def hand_on(request: HttpRequest, edition_id: int) -> HttpResponse:
    form, due = HandOnForm(request.POST), DueForm(request.POST)

    @transaction.atomic
    def hand(edition: Edition) -> None:
        if not due.is_valid():
            raise moves.Incomplete("due_at", due.errors["due_at"][0])
        if edition.step_id:
            form.fields["to"].queryset = who_may_pass(edition, at=request.at)
        form.is_valid()
        given = form.cleaned_data
        taking.hand_on(
            edition,
            to=given.get("to"),
            by=request.user,
            seen=given.get("seen_holder"),
            at=request.at,
            note=given.get("note", ""),
        )
        due_at = due.cleaned_data["due_at"]
        if due_at and due_at != edition.due_at:
            edition.taken_by = given["to"]
            taking.set_due(edition, due_at=due_at, by=request.user, at=request.at)

    return _tried(request, edition_id, hand, _("Handed on."))


@require_POST
def set_due(request: HttpRequest, edition_id: int) -> HttpResponse:
    form = DueForm(request.POST)

    def set_it(edition: Edition) -> None:
        if not form.is_valid():
            raise moves.Incomplete("due_at", form.errors["due_at"][0])
        taking.set_due(edition, due_at=form.cleaned_data["due_at"], by=request.user, at=request.at)

    return _tried(request, edition_id, set_it, _("The deadline is set."))


def _tried(request: HttpRequest, edition_id: int, act: Callable[[Edition], None], done: str) -> HttpResponse:
    """Does it and says so, or says why not; either way back to the piece, where it is seen how it stands."""
    edition = edition_or_404(request, edition_id)
    try:
        act(edition)
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    except moves.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
