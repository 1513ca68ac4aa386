"""What people without an account see by a preview link: one edition, or that there is nothing to see.

Its headers are set in `cms.headers`, so that errors and redirects at these addresses carry them too.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import PreviewLink
from articles.needs import Needs
from articles.views.as_read import as_read
from cms.headers import with_frames


@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """A token that is wrong, over, revoked or of something published gets one and the same answer."""
    link = PreviewLink.objects.opened_by(token, at=request.at)
    if link is None:
        return render(request, "articles/preview_over.html", status=404)
    context = {"link": link, **as_read(link.edition, request.at)}
    page = render(request, "articles/preview_shared.html", context)
    return with_frames(page, Needs.of(link.edition.body).frames)
