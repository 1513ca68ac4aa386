"""The style page: every component of the public pages in every state, made of the templates the pages are made of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.samples import Samples
from cms import colours
from cms.desk import STAFF, Link, Page

# What words stand on: the ratio is told of each colour on the paper of its scheme.
_INKS = ("ink", "ink-soft", "accent", "wrong", "focus")


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Of a site without an article, too. `?tang=1` shows it as on days of mourning."""
    context = {
        "samples": Samples(request.at),
        "mourning": request.GET.get("tang") == "1",
        "colours": [(scheme, _said_of(scheme)) for scheme in (colours.LIGHT, colours.DARK)],
    }
    return render(request, "desk/style.html", context)


def _said_of(scheme: str) -> list[tuple[str, str, float]]:
    """Name, value and contrast on paper."""
    found = colours.tokens(scheme) | {"accent": colours.accents()[scheme]}
    return [(name, found[name], colours.contrast(found[name], found["paper"])) for name in _INKS]


PAGES = [Page(route="giao-dien/", name="style", view=style_page, permission=STAFF)]
LINK = Link(
    label=_("Style of the site"),
    url_name="admin:style",
    allowed=lambda request: request.user.has_perm("articles.change_section"),
    order=95,
)
