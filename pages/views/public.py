"""The pages about the paper, as readers see them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from cms.http import public_page
from pages.models import Page


@public_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "pages/page.html", {"page": get_object_or_404(Page.objects.shown(), slug=slug)})
