"""How a page is dressed: the one stylesheet, the type of its first view, the paper's logo."""

from django import template
from django.conf import settings
from django.templatetags.static import static

from cms import stylesheet

register = template.Library()


@register.inclusion_tag("_styles.html")
def styles() -> dict:
    return {"stylesheet": stylesheet.sheet().address, "fonts": [static(font) for font in stylesheet.FONTS]}


@register.simple_tag
def logo() -> str:
    """The address of the picture that stands for the name; nothing where the name is set in type."""
    given = settings.SITE_LOGO
    return given if not given or given.startswith("/") else static(given)
