"""Sending a letter to the newsroom: without cookie, token or script, from a page that may have been cached."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cms import errors
from cms.head import Head
from cms.http import public_page, reader_address, sent_from
from letters.forms import LetterForm
from letters.models import Letter, TooMany


# As for comments: a token would need a cookie. Where the form was sent from is asked instead.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    return _received(request) if request.method == "POST" else _form(request)


@public_page
def _form(request: HttpRequest) -> HttpResponse:
    said = _("Send a news tip, an opinion or a question to %(paper)s.") % {"paper": settings.SITE_NAME}
    head = Head(reverse("letter"), _("Write to the newsroom"), said)
    return render(request, "letters/form.html", {"form": LetterForm(), "for_machines": head})


def _received(request: HttpRequest) -> HttpResponse:
    source = sent_from(request)
    if source == "elsewhere":
        return errors.forbidden(request)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _again(request, form, status=422)
    network, agent = reader_address(request), request.headers.get("User-Agent", "")
    try:
        sent = Letter.objects.post(
            form.letter(suspect=source == "unknown", at=request.at),
            form.sender(network=network, user_agent=agent),
        )
    except TooMany:
        form.add_error(
            None, _("Very many letters are coming in. Your words are kept below: send them again in an hour.")
        )
        return _again(request, form, status=429)
    return HttpResponseRedirect(reverse("letter-thanks", args=[sent.said_reference]), status=303)


def _again(request: HttpRequest, form: LetterForm, *, status: int) -> HttpResponse:
    """The form with what was typed in it."""
    response = render(request, "letters/form.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@public_page
def thanks(request: HttpRequest, reference: str) -> HttpResponse:
    """The reference alone: who has the address learns nothing of the letter."""
    if len(reference) != 9 or reference[4] != "-":
        raise Http404
    sent = get_object_or_404(Letter.objects.known_by(reference.replace("-", "")).only("reference"))
    response = render(request, "letters/thanks.html", {"letter": sent})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
