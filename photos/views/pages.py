"""The library's addresses at the desk: all of them for whoever may bring pictures in."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.desk import Link, Page
from photos.models import ADD
from photos.views import bringing, library, picker, picture, removing, wording

_ONE = "photos/photo/<rowid:photo_id>/"
_VIEWS = {
    "photo-library": ("photos/photo/", library.library),
    "photo-bring": ("photos/photo/them/", bringing.bring),
    "photo-words": ("photos/photo/chu-thich/", wording.words),
    "photo-choose": ("photos/photo/chon/", picker.choose),
    "photo": (_ONE, picture.picture),
    "photo-small": (f"{_ONE}xem/", picker.small),
    "photo-removed": (f"{_ONE}da-go/", removing.removed),
    "photo-delete": (f"{_ONE}xoa/", removing.delete),
    "photo-removal": (f"{_ONE}go-khan-cap/", removing.remove),
    "photo-restore": (f"{_ONE}khoi-phuc/", removing.restore),
}
PAGES = [Page(route=route, name=name, view=view, permission=ADD) for name, (route, view) in _VIEWS.items()]


def _allowed(request: HttpRequest) -> bool:
    return request.user.has_perm(ADD)


LINK = Link(label=_("Picture library"), url_name="admin:photo-library", allowed=_allowed, order=15)
