"""`{% picture photo alt=… sizes=… %}`: a picture in every size and format there is of it."""

from django import template

from photos.models import Photo
from photos.pictures import picture_context

register = template.Library()


@register.inclusion_tag("photos/_picture.html")
def picture(photo: Photo, *, alt: str, sizes: str, crop: str = "", eager: bool = False) -> dict:
    return picture_context(photo, alt=alt, sizes=sizes, crop=crop, eager=eager)
