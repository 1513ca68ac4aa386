"""The pages about the paper, for templates that stand on every page."""

from django import template

from pages.models import Page, PageQuerySet

register = template.Library()


@register.simple_tag
def footer_pages() -> PageQuerySet:
    """Those named at the foot, in the paper's order. One query."""
    return Page.objects.in_footer()
