"""Every address of the site. The public site's come last: a section's slug may be almost any word."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from cms import health, stylesheet
from files.kinds import STORED_NAME
from files.views.served import stored_file
from photos.views.files import photo_file

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    re_path(stylesheet.ROUTE, stylesheet.stylesheet, name="stylesheet"),
    path("admin/quen-mat-khau/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("letters.urls")),
    path("", include("articles.urls")),
]
if settings.MEDIA_URL.startswith("/"):
    # In production the server in front answers these from the disk and they never come here.
    pictures = rf"^{settings.MEDIA_URL.strip('/')}/(?P<name>[a-z0-9/_]+\.(?:jpg|webp|avif))$"
    urlpatterns.insert(0, re_path(pictures, photo_file, name="photo-file"))
    others = rf"^{settings.MEDIA_URL.strip('/')}/(?P<name>{STORED_NAME})$"
    urlpatterns.insert(0, re_path(others, stored_file, name="stored-file"))

handler400 = "cms.errors.bad_request"
handler403 = "cms.errors.forbidden"
handler404 = "cms.errors.not_found"
handler500 = "cms.errors.server_error"
