"""A picture as a form carries it before it belongs to anything: signed, so that no other number can be put there."""

from django.core import signing

from photos.models import Photo

_SALT = "articles.kept-photo"


def token_of(photo: Photo) -> str:
    return signing.dumps(photo.pk, salt=_SALT)


def photo_of(token: str) -> Photo | None:
    try:
        return Photo.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    except signing.BadSignature:
        return None
