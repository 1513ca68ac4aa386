"""The desk's forms: an edition's words, its pictures, and what a move asks for."""

import re
from datetime import datetime

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles import moves, possible
from articles.models import Edition, EditionPhoto, Section, Tag
from articles.models.edition import CONTENT
from articles.models.section import SectionQuerySet
from articles.permissions import sections_to_write_in
from articles.workflow import MOVES
from cms.fields import DateLineField, LineField, RichTextField, TextField
from cms.text import fold
from photos.models import Photo

_PHOTO_SALT = "articles.kept-photo"


class MoveForm(forms.Form):
    """What a move may ask for. `live_from` empty means now."""

    note = TextField(
        label=_("Reason or note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    live_from = DateLineField(label=_("Publish at"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def require_for(self, name: str, *, at: datetime, expires_at: datetime | None = None) -> None:
        """Says at its field what this move still lacks; the rule is the gate's own."""
        move, data = MOVES.get(name), self.cleaned_data
        if data.get("live_from") and not (move and move.takes_time):
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
            move, note=data.get("note", ""), live_from=data.get("live_from"), expires_at=expires_at, at=at
        )
        if lack:
            field, message = lack
            self.add_error(field if field in self.fields else None, message)


class EditionForm(forms.ModelForm, MoveForm):
    """An edition's words. Subclassed per request with `by`, `at` and `move` (the button that was pressed).

    `refusal` is what the gate said when the move was tried: the form is shown again with it.
    """

    by: User
    at: datetime
    move = ""
    refusal = ""

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
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = ["title", "lead", "body", "section", "byline", "date_line", "expires_at"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.stamp
            self.initial["keywords"] = ", ".join(tag.name for tag in self.instance.tags.all())
        self.fields["section"].queryset = self._sections()

    def _sections(self) -> SectionQuerySet:
        """Where she may put it, and where it is."""
        return sections_to_write_in(self.by) | Section.objects.filter(pk=self.instance.section_id)

    def words_changed(self) -> bool:
        """Whether what readers see was changed, and not only a reason or a time given for a move."""
        return bool({*CONTENT, "keywords"} & set(self.changed_data))

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

    def clean(self) -> dict:
        data = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        self.require_for(self.move, at=self.at, expires_at=data.get("expires_at"))
        if self.instance.pk:
            self._refuse_stale(data.get("seen", ""))
        return data

    def _refuse_stale(self, seen: str) -> None:
        """The row must be as it was seen; for a move that changes spans, the article too."""
        current = Edition.objects.select_related("article").get(pk=self.instance.pk)
        move = MOVES.get(self.move)
        if current.was_seen(seen, with_spans=bool(move and move.spans)):
            return
        advice = gettext(
            "Nothing of yours is lost: it stands below. Open the article in another tab, see what is new there, "
            "and carry over what is yours."
        )
        self.add_error(None, f"{moves.overtaken(current)} {advice}")

    def _save_m2m(self) -> None:
        super()._save_m2m()
        self.instance.tags.set(Tag.objects.named(self.cleaned_data["keywords"]))


class EditionPhotoForm(forms.ModelForm):
    """A picture with its caption. Subclassed per request with `by`, `at` and `taken`, which lists what was stored.

    A picture that was uploaded with a form that has an error elsewhere is kept: `kept` brings it back.
    """

    by: User
    at: datetime
    taken: list[Photo]

    upload = forms.FileField(
        label=_("Picture file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.gif"}),
    )
    caption = LineField(
        label=_("Caption"), required=False, max_length=500, widget=forms.TextInput(attrs={"class": "wide"})
    )
    credit = LineField(label=_("Credit"), required=False, max_length=150)
    alt = LineField(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "wide"}),
        help_text=_("What the picture shows, for readers who can't see it."),
    )
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = EditionPhoto
        fields = ["caption", "credit", "alt", "order"]

    def clean(self) -> dict:
        data = super().clean()
        photo = self._photo(data)
        if photo:
            self.instance.photo = photo
            # The form is shown again with this when something else is wrong.
            self.data = self.data.copy()
            self.data[self.add_prefix("kept")] = signing.dumps(photo.pk, salt=_PHOTO_SALT)
        if (
            not self.instance.photo_id
            and not data.get("caption")
            and "upload" not in self.errors
            and self.has_changed()
        ):
            self.add_error(
                "caption", _("Choose a picture, or write the caption of one that is still to come.")
            )
        return data

    def _photo(self, data: dict) -> Photo | None:
        upload = data.get("upload")
        if upload:
            try:
                photo = Photo.objects.take_in(upload, name=upload.name, by=self.by, at=self.at)
                self.taken.append(photo)
                return photo
            except forms.ValidationError as error:
                self.add_error("upload", error)
                return None
        if data.get("kept"):
            try:
                return Photo.objects.filter(pk=signing.loads(data["kept"], salt=_PHOTO_SALT)).first()
            except signing.BadSignature:
                return None
        return None
