"""The desk's forms: an edition's words, what a move asks for, handing on, deadlines, moving a section's articles."""

import re
import uuid
from datetime import datetime
from types import EllipsisType

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import picking, possible, writing
from articles.beside_fields import ContributorsField, RelatedField
from articles.models import Contributor, Edition, Related, Section, StaleEdition, Story, Tag
from articles.models.edition import CONTENT
from articles.models.section import SectionQuerySet
from articles.models.story import StoryQuerySet
from articles.permissions import sections_to_move_between, sections_to_write_in
from articles.picture_forms import is_of_a_picture
from articles.workflow import MOVES, State
from cms.fields import DateLineField, LineField, RichTextField, TextField
from cms.text import fold

CORRECTION_WORDS = ("wrong", "right", "apology")
CORRECTION_FIELDS = (
    "with_correction",
    *(f"correction_{word}" for word in CORRECTION_WORDS),
    "correction_days",
)
# What is no column of an edition but rows beside it.
HUNG = ("keywords", "contributors", "related")

NOW, LATER = "now", "later"


class MoveForm(forms.Form):
    """What a move may ask for. `live_from` empty means now; `when` says it in words, where it was asked.

    `stands` is when it is to be published already: that time in the box was not typed there.
    """

    stands: datetime | None = None

    note = TextField(
        label=_("Reason or note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    ordered_by = LineField(
        label=_("On whose order"),
        required=False,
        max_length=150,
        help_text=_("Name and office of whoever ordered it, or the letter's number."),
    )
    when = forms.ChoiceField(
        label=_("When to publish"),
        choices=[(NOW, _("Publish at once when approved")), (LATER, _("Publish at a time"))],
        required=False,
        initial=NOW,
        widget=forms.RadioSelect,
    )
    live_from = DateLineField(label=_("Publish at"), required=False)
    expires_at = DateLineField(label=_("Expires"), required=False, help_text=_("Empty: it does not expire."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    @classmethod
    def of(cls, edition: Edition, data: dict | None = None) -> "MoveForm":
        """For the moves of this edition, with the times that stand."""
        scheduled = edition.live_from if edition.state == State.APPROVED else None
        stands = scheduled and scheduled.replace(microsecond=0)
        form = cls(
            data, initial={"seen": edition.stamp, "live_from": stands, "expires_at": edition.expires_at}
        )
        if stands:
            form.stands, form.initial["when"] = stands, LATER
            form.fields["when"].choices = [(NOW, _("Publish at once")), (LATER, _("Publish at a time"))]
        return form

    def expiry(self, name: str) -> datetime | EllipsisType | None:
        """As given with a move that takes one; `...` where nothing was asked."""
        takes = MOVES[name].takes_expiry and "expires_at" in self.data
        return self.cleaned_data.get("expires_at") if takes else ...

    def require_for(self, name: str, *, at: datetime, expires_at: datetime | None = None) -> None:
        """Says at its field what this move still lacks; the rule is the gate's own."""
        move, data = MOVES.get(name), self.cleaned_data
        takes_time = bool(move and move.takes_time)
        if takes_time:
            self._require_choice()
        elif data.get("live_from") and data["live_from"] != self.stands:
            self.add_error(
                "live_from", _("The button you pressed takes no time. Empty this box, or press another.")
            )
        if move is None:
            if data.get("note", "").strip():
                self.add_error(
                    "note", _("“Save” keeps no reason. Press the button it is for, or empty this box.")
                )
            return
        lack = possible.lacking(
            move,
            note=data.get("note", ""),
            ordered_by=data.get("ordered_by", ""),
            live_from=data.get("live_from"),
            expires_at=expires_at,
            at=at,
        )
        if lack:
            field, message = lack
            # The expiry has a box here only where it was sent from one.
            asked = field in self.fields and (field != "expires_at" or field in self.data)
            self.add_error(field if asked else None, message)

    def _require_choice(self) -> None:
        """The time and the choice of at once or later say the same."""
        when, typed = self.cleaned_data.get("when"), self.cleaned_data.get("live_from")
        if when == NOW and typed == self.stands:
            self.cleaned_data["live_from"] = None
        elif when == NOW and typed:
            said = _("You chose to publish at once, and wrote a time. Empty this box, or choose “at a time”.")
            self.add_error("live_from", said)
        elif when == LATER and not typed and "live_from" not in self.errors:
            self.add_error("live_from", _("Write the time, or choose to publish at once."))


class EditionForm(forms.ModelForm, MoveForm):
    """An edition's words. Subclassed per request with `by`, `at` and `move` (the button that was pressed).

    `refusal` is what the gate said when the move was tried: the form is shown again with it. `typed` are words that
    were typed earlier and are shown instead of the edition's: nothing is changed until they are saved.
    """

    by: User
    at: datetime
    move = ""
    refusal = ""
    typed: dict[str, str] | None = None

    title = LineField(label=_("Title"), max_length=250, widget=forms.TextInput(attrs={"class": "wide"}))
    lead = TextField(
        label=_("Lead"), required=False, widget=forms.Textarea(attrs={"rows": 3, "class": "wide"})
    )
    body = RichTextField(label=_("Body"), required=False, widget=CKEditorWidget)
    byline = LineField(label=_("Byline"), required=False, max_length=150)
    keywords = LineField(
        label=_("Tags"),
        required=False,
        max_length=500,
        help_text=_("Separated by commas."),
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    contributors = ContributorsField()
    related = RelatedField()
    date_line = DateLineField(
        label=_("Date line"),
        required=False,
        help_text=_("As printed above the article, like 18:56, 15/09/2021. Empty: the time of publication."),
    )
    expires_at = DateLineField(
        label=_("Expires"),
        required=False,
        help_text=_("When readers should no longer see it. Usually empty."),
    )
    with_correction = forms.BooleanField(
        label=_("Publish a correction with it"),
        required=False,
        help_text=_("It stands on the page of corrections from the moment this edition is published."),
    )
    correction_wrong = TextField(
        label=_("What was wrong"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
    )
    correction_right = TextField(
        label=_("What is right"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
    )
    correction_apology = TextField(
        label=_("Apology"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 2})
    )
    correction_days = forms.IntegerField(
        label=_("Shown for (days)"), required=False, min_value=1, max_value=3650
    )
    # One opening of the form: a second click finds the first one's article, and unsaved words their place.
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # The opening whose unsaved words this one goes on with.
    continues = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = ["title", "lead", "body", "section", "story", "byline", "date_line", "expires_at"]
        error_messages = {
            "story": {
                "invalid_choice": _("This running story is closed, or no longer there. Choose another one.")
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.stamp
            self.initial["keywords"] = ", ".join(tag.name for tag in self.instance.tags.all())
            self.initial["contributors"] = self.instance.contributors.as_lines()
            self.initial["related"] = self.instance.related.as_text()
            self.initial["form_key"] = uuid.uuid4()
        if self.instance.opened_from_id:
            self._show_correction()
        else:
            # Nothing was published yet that could be put right.
            for name in CORRECTION_FIELDS:
                del self.fields[name]
        self.initial |= self.typed or {}
        if self.initial.get("live_from"):
            self.initial["when"] = LATER
        self.fields["section"].queryset = self._sections()
        self.fields["story"].queryset = self._stories()

    def _show_correction(self) -> None:
        self.initial["correction_days"] = settings.SITE_CORRECTION_DAYS
        correction = getattr(self.instance, "correction", None)
        if correction:
            self.initial |= {"with_correction": True, "correction_days": correction.days}
            self.initial |= {f"correction_{word}": getattr(correction, word) for word in CORRECTION_WORDS}

    def _sections(self) -> SectionQuerySet:
        """Where she may put it, and where it is."""
        return sections_to_write_in(self.by) | Section.objects.filter(pk=self.instance.section_id)

    def _stories(self) -> StoryQuerySet:
        """Those that go on, and the one it is in."""
        return Story.objects.going_on() | Story.objects.filter(pk=self.instance.story_id)

    def words_changed(self) -> bool:
        """Whether what readers see was changed, and not only a reason or a time given for a move."""
        return bool({*CONTENT, *HUNG, *CORRECTION_FIELDS} & set(self.changed_data))

    def correction(self) -> dict | None:
        """What is to be published as corrected, or None."""
        if not self.cleaned_data.get("with_correction"):
            return None
        words = {word: self.cleaned_data[f"correction_{word}"] for word in CORRECTION_WORDS}
        return {**words, "days": self.cleaned_data["correction_days"] or settings.SITE_CORRECTION_DAYS}

    def clean_keywords(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["keywords"].split(",") if name.strip()]
        too_long = [name for name in names if len(name) > 80]
        speechless = [name for name in names if not re.search("[a-z0-9]", fold(name))]
        if speechless:
            raise forms.ValidationError(
                _("“%(name)s” has no letter to make a tag of."), params={"name": speechless[0]}
            )
        if too_long:
            raise forms.ValidationError(
                _("“%(name)s” is too long for a tag."), params={"name": too_long[0][:40]}
            )
        return names

    def clean_related(self) -> list[int]:
        """Of those she may know of, and those that stand there: another's number tells nothing."""
        ids = self.cleaned_data["related"]
        if self.instance.article_id in ids:
            raise forms.ValidationError(
                _("No article is related to itself. Take %(number)d out."),
                params={"number": self.instance.article_id},
            )
        known = picking.known(ids, by=self.by, at=self.at) if ids else set()
        if ids and self.instance.pk:
            known |= set(self.instance.related.ids())
        if missing := [one for one in ids if one not in known]:
            raise forms.ValidationError(
                _(
                    "There is no article with the number %(number)d that you could put here. Look at the number again."
                ),
                params={"number": missing[0]},
            )
        return ids

    def clean(self) -> dict:
        data = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        self.require_for(self.move, at=self.at, expires_at=data.get("expires_at"))
        self._require_correction(data)
        if self.instance.pk and not self.instance.was_seen(data.get("seen", ""), with_spans=False):
            raise StaleEdition
        return data

    def _require_correction(self, data: dict) -> None:
        words = {word: data.get(f"correction_{word}", "") for word in CORRECTION_WORDS}
        if not data.get("with_correction"):
            if any(words.values()):
                self.add_error(
                    "with_correction", _("You wrote a correction. Tick this box, or empty its fields.")
                )
            return
        if writing.last_read(self.instance.article, at=self.at) is None:
            self.add_error(
                "with_correction", _("No reader has seen this article yet: there is nothing to put right.")
            )
        for word in ("wrong", "right"):
            if not words[word] and f"correction_{word}" not in self.errors:
                self.add_error(
                    f"correction_{word}", _("A correction names what was wrong and what is right.")
                )

    def _save_m2m(self) -> None:
        super()._save_m2m()
        self.instance.tags.set(Tag.objects.named(self.cleaned_data["keywords"]))
        Contributor.objects.settle(self.instance, self.cleaned_data["contributors"])
        Related.objects.settle(self.instance, self.cleaned_data["related"])


# Of the form itself, not of what is written in it.
_NO_WORDS = frozenset({"seen", "form_key", "continues", "when"})


def typed_fields(post: QueryDict) -> dict[str, str]:
    """Of what a form sends: the words, by the names of their fields; nothing else is kept."""
    words = set(EditionForm.base_fields) - _NO_WORDS
    return {name: post[name] for name in post if name in words or is_of_a_picture(name)}


class HandOnForm(forms.Form):
    """To whom a piece is handed, and with which words."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Hand on to"), required=False)
    note = LineField(label=_("Note"), required=False, max_length=500)
    seen_holder = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)


class DueForm(forms.Form):
    due_at = DateLineField(label=_("Deadline"), required=False)


class ShelfForm(forms.Form):
    """Where a section's articles go, and why; `after` is the article that the last click came to."""

    target = forms.ModelChoiceField(Section.objects.none(), label=_("To the section"))
    note = LineField(
        label=_("Reason"),
        max_length=500,
        help_text=_("It stands in the record of every article that is moved."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**63 - 1)

    def __init__(self, *args, source: Section, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = sections_to_move_between(by).exclude(pk=source.pk)
