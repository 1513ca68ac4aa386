"""What the desk's list may be asked: the fields of its form, which are the parameters of its address.

An address is shared and kept, so each parameter has one form (`query`), and what it asks stands in `narrowed` alone.
"""

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.calendar import midnight
from articles.models import SavedSearch, Section
from articles.models.edition import EditionQuerySet
from articles.permissions import own_text
from articles.workflow import STATE_LABELS, State
from cms.asked import AskedForm
from cms.fields import DayField, LineField

# As they stand in addresses.
PARAMETERS = {
    "words": "q",
    "state": "trang-thai",
    "section": "chuyen-muc",
    "writer": "nguoi",
    "since": "tu",
    "until": "den",
}
ALL = "all"
STATES = [
    ("", gettext_lazy("On the way")),
    *((value, label) for value, label in STATE_LABELS if value != State.APPROVED),
    ("scheduled", gettext_lazy("Scheduled")),
    ("live", gettext_lazy("Published")),
    ("ended", gettext_lazy("Ended")),
    (ALL, gettext_lazy("All")),
]


class SearchForm(AskedForm):
    """Sections and writers are handed over: the list shows them too."""

    PARAMETERS = PARAMETERS

    words = LineField(
        label=gettext_lazy("Words of the text"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy("With or without diacritics. An asterisk ends a word that goes on: thon*"),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=STATES, required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    writer = forms.ChoiceField(label=gettext_lazy("Writer"), required=False)
    since = DayField(label=gettext_lazy("Last changed from"))
    until = DayField(label=gettext_lazy("Last changed until"))

    def __init__(self, asked: QueryDict, *, sections: list[Section], people: list[User]) -> None:
        super().__init__(asked)
        self.sections = {section.slug: section for section in sections}
        self.people = {str(person.pk): person for person in people}
        self.fields["section"].choices = [("", _("All sections")), *_in_order(sections)]
        self.fields["writer"].choices = [("", _("Everybody")), *((k, p) for k, p in self.people.items())]
        said = {
            "state": _("There is no such state: “%(value)s”. Choose another."),
            "section": _("There is no such section: “%(value)s”. Choose another."),
            "writer": _("There is no such person: “%(value)s”. Choose another."),
        }
        for name, message in said.items():
            self.fields[name].error_messages["invalid_choice"] = message

    def clean(self) -> None:
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        if since and until and until < since:
            self.add_error("until", _("This day is before the other one."))

    def narrowed(self, editions: EditionQuerySet, *, at: datetime) -> EditionQuerySet:
        """Of these editions, those that are asked for; none where the question cannot be read."""
        if not self.is_valid():
            return editions.none()
        asked = self.cleaned_data
        found = _in_state(editions, asked["state"], at=at).matching(asked["words"])
        if section := self.sections.get(asked["section"]):
            found = found.under(section)
        if writer := self.people.get(asked["writer"]):
            found = found.filter(own_text(writer))
        if asked["since"]:
            found = found.filter(updated_at__gte=midnight(asked["since"]))
        if asked["until"]:
            found = found.filter(updated_at__lt=midnight(asked["until"] + timedelta(days=1)))
        return found


def _in_state(editions: EditionQuerySet, state: str, *, at: datetime) -> EditionQuerySet:
    """By state, and approved ones by what they are now."""
    if state == ALL:
        return editions
    if state == "scheduled":
        return editions.scheduled(at)
    if state == "live":
        return editions.live(at)
    if state == "ended":
        return editions.filter(state=State.APPROVED, live_until__lte=at)
    return editions.filter(state=state) if state else editions.on_the_way(at)


def _in_order(sections: list[Section]) -> list[tuple[str, str]]:
    """Each section with what is under it below it."""
    tops = [section for section in sections if section.parent_id is None]
    return [
        (section.slug, section.name if section is top else f"– {section.name}")
        for top in tops
        for section in [top, *(s for s in sections if s.parent_id == top.pk)]
    ]


class NameForm(forms.ModelForm):
    """What a saved search is called."""

    name = LineField(label=gettext_lazy("Save this search as"), max_length=60)

    class Meta:
        model = SavedSearch
        fields = ["name"]
