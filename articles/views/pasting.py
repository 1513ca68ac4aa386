"""Words that come into the open form from elsewhere: pasted from a word processor, or typed in an old font.

Nothing is kept here: the answer goes into the form, and through the gate again when it is saved.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.permissions import can_enter
from cms import html, legacy, pasted
from cms.manuscript import Block, decoded, old_text, to_html, with_headings


@require_POST
def paste(request: HttpRequest) -> JsonResponse:
    """`html` as it was on the clipboard → `html` as it would be kept; and `found`, where an old font was in it."""
    markup = _asked(request, "html")
    if markup is None:
        return _too_long()
    blocks = with_headings(pasted.read(markup))
    found = old_text(blocks)
    offered = found and {
        "encoding": found.encoding.value,
        "font": found.font,
        "decoded_html": _cleaned(with_headings(decoded(blocks))),
    }
    return JsonResponse({"html": _cleaned(blocks), "found": offered or None})


@require_POST
def decode(request: HttpRequest) -> JsonResponse:
    """`html` or `text` of a selection, and the `encoding` that a person chose for it → the same in Unicode."""
    try:
        encoding = legacy.Encoding(request.POST.get("encoding", ""))
    except ValueError:
        return JsonResponse({"error": _("Choose TCVN3 (ABC) or VNI.")}, status=422)
    given = {name: _asked(request, name) for name in ("html", "text") if name in request.POST}
    if None in given.values():
        return _too_long()
    made = {
        "html": lambda words: html.clean(pasted.decode_words(words, encoding)),
        "text": lambda words: legacy.decode(words, encoding),
    }
    return JsonResponse({name: made[name](words) for name, words in given.items()})


def _asked(request: HttpRequest, name: str) -> str | None:
    """What was sent, from whoever has to do with articles; None where it is too long."""
    if not can_enter(request.user):
        raise PermissionDenied
    words = request.POST.get(name, "")
    return None if pasted.is_too_much(words) else words


def _cleaned(blocks: list[Block]) -> str:
    return html.clean(to_html(blocks))


def _too_long() -> JsonResponse:
    return JsonResponse({"error": _("This is too long to be pasted at once. Paste it in parts.")}, status=413)
