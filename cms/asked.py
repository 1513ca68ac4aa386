"""A search at the desk: a form that is an address, so that what is found can be shared, kept and come back to."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.text import asked_words


class AskedForm(forms.Form):
    """Bound to an address from the start. `PARAMETERS` are the names of its fields there; one of them is `words`."""

    PARAMETERS: dict[str, str] = {}
    use_required_attribute = False

    def __init__(self, asked: QueryDict, **kwargs) -> None:
        super().__init__(asked, **kwargs)

    def add_prefix(self, field_name: str) -> str:
        return self.PARAMETERS.get(field_name, field_name)

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if words and not asked_words(words):
            raise forms.ValidationError(_("There is no word in this. Write letters or digits."))
        return words

    def query(self, **instead: str) -> str:
        """What is asked, in one form: as an address carries it and as it is saved. Of what can be read."""
        self.is_valid()
        found = {**self.cleaned_data, **instead}
        return urlencode(
            {
                parameter: _as_asked(found[name])
                for name, parameter in self.PARAMETERS.items()
                if found.get(name)
            }
        )


def _as_asked(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "on" if value is True else str(value)
