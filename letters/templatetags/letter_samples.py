"""A reader's letter for the style page: its form with mistakes, and what is said once it was sent; none is stored."""

from django import template

from letters.forms import LetterForm
from letters.models import Letter

register = template.Library()


@register.inclusion_tag("letters/_sample.html")
def sample_letter_form() -> dict:
    """Some fields with mistakes, the others as they are without."""
    form = LetterForm({"kind": "", "body": "Cầu treo bản Ẳng Nưa gãy ba tấm ván.", "email": "lo.van.doc"})
    form.is_valid()
    return {"form": form}


@register.inclusion_tag("letters/_reference.html")
def sample_letter_sent() -> dict:
    return {"letter": Letter(reference="7K3M9QXD")}
