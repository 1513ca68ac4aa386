"""The way from a box on a page of the desk to the part of the guide that speaks of it."""

from django import template

from cms.guide import places

register = template.Library()


@register.inclusion_tag("desk/_guide.html")
def guide(name: str) -> dict:
    return {"place": places.place(name)}
