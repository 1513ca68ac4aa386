"""The pages about the paper, as readers see them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import Truncator

from cms import html
from cms.head import Head
from cms.http import public_page
from pages.models import Page


@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Page.objects.shown(), slug=slug)
    # The first words of it, as many as a list of results shows.
    said = Truncator(html.to_text(here.shown_body())).chars(155) or here.title
    head = Head(here.get_absolute_url(), here.title, " ".join(said.split()))
    return render(request, "pages/page.html", {"page": here, "for_machines": head})
