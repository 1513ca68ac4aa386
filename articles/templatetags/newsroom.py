"""What templates need to show articles: the date line, clean bodies, structured data, the section bar."""

from datetime import datetime

from django import template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.safestring import SafeString

from articles.body import Body
from articles.furniture import Furniture, furniture_of
from articles.marks import LABELS
from articles.models import Edition, Section
from articles.needs import Needs
from cms import html
from cms.http import iso
from cms.lunar import LunarDate, lunar

register = template.Library()


@register.filter
def date_line(at: datetime) -> str:
    """`18:56, 15/09/2021`, where the paper is."""
    return f"{timezone.localtime(at):%H:%M, %d/%m/%Y}"


@register.filter
def apart(text: str, has_paragraphs: bool) -> str:
    """Paragraphs with room between them, where line ends are shown as they are; else the text as it was typed."""
    return text.replace("\n", "\n\n") if has_paragraphs else text


@register.filter
def in_words(at: datetime) -> str:
    """`18:56, Thứ Tư, 15/09/2021`; seconds only where there are any."""
    local = timezone.localtime(at)
    return formats.date_format(local, "H:i:s, l, d/m/Y" if local.second else "H:i, l, d/m/Y")


@register.filter
def instant(at: datetime) -> str:
    """For `datetime=` attributes."""
    return iso(at)


@register.filter
def public_address(edition: Edition) -> str:
    """Where readers find it, to be passed on: from a page of the site at an instant, too."""
    return f"{settings.SITE_URL}/{edition.article.path}" if edition.article_id else ""


@register.simple_tag(takes_context=True)
def body_of(context: template.Context, edition: Edition, *, at_desk: bool = False) -> SafeString:
    """A body with its pictures, galleries, embeds and files. See `articles.body` for what it asks."""
    return Body(edition, at=context["request"].at, at_desk=at_desk).shown()


@register.simple_tag
def needs_of(edition: Edition) -> Needs:
    """Which styles and scripts its body asks for. No query."""
    return Needs.of(edition.body)


@register.filter
def marks(names: list[str]) -> list[dict]:
    """What lists say of an article beside its title, by name and in words."""
    return [{"name": name, "label": LABELS[name]} for name in names if name in LABELS]


@register.filter
def json_ld(data: dict) -> SafeString:
    return html.json_ld(data)


@register.simple_tag(takes_context=True)
def furniture(context: template.Context) -> Furniture:
    """What base.html shows around the page. See `articles.furniture` for what it asks."""
    return furniture_of(context["request"])


@register.filter
def day_in_words(at: datetime) -> str:
    """`Thứ Tư, 15/09/2021`, where the paper is."""
    return formats.date_format(timezone.localtime(at), "l, d/m/Y")


@register.filter
def lunar_day(at: datetime) -> LunarDate | None:
    """The day by the moon, where the paper shows it."""
    return lunar(timezone.localdate(at)) if settings.SITE_LUNAR_DATE else None


@register.simple_tag(takes_context=True)
def section_of_page(context: template.Context) -> Section | None:
    """The section a reader is in: that of the page, or of the article."""
    return context.get("section") or getattr(context.get("edition"), "section", None)
