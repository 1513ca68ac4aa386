"""A picture as the desk's scripts are told of it: what the picker hands on to whoever asked for a picture."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from photos.models import Photo
from photos.tokens import token_of


def today(at: datetime) -> date:
    return timezone.localtime(at).date()


def is_expired(photo: Photo, at: datetime) -> bool:
    """Whether its licence has ended. The day it names is the last one."""
    return photo.licence_until is not None and photo.licence_until < today(at)


def card(photo: Photo, *, at: datetime) -> dict:
    """Of one that was taken off every page only that there is one, and where it is told who ordered it."""
    known = {
        "id": photo.pk,
        "address": reverse("admin:photo", args=[photo.pk]),
        "name": photo.original_name,
        "removed": photo.is_removed,
    }
    return known if photo.is_removed else known | _shown(photo, at)


def _shown(photo: Photo, at: datetime) -> dict:
    return {
        "small": photo.small.url,
        "width": photo.small_width,
        "height": photo.small_height,
        "caption": photo.caption,
        "credit": photo.credit,
        "alt": photo.alt,
        "token": token_of(photo),
        "expired": is_expired(photo, at),
    }
