"""Picture files, where no server in front answers them from the disk."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def photo_file(request: HttpRequest, name: str) -> HttpResponse:
    response = serve(request, name, document_root=settings.MEDIA_ROOT)
    # The name is random and its content never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
