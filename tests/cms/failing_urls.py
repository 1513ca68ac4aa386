"""The site's addresses and one that fails: how a page looks when something goes wrong on our side."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cms.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something went wrong on our side")


urlpatterns = [path("hong", fail), *urlpatterns]
