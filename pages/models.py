"""What the paper says of itself: about, contact, privacy, terms. Who holds the right publishes; no text is lost.

A page without words is not there: it has no address for readers and no place in the footer. So no page is ever deleted.
"""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import record.models as record
from cms import html
from cms.text import one_line

CHANGE = "pages.change_page"
TITLE_LENGTH, SLUG_LENGTH = 120, 60
# What a save may change, and an older text keeps. The address is not among them: others link to it.
WORDS = ("title", "body", "order", "in_footer", "with_imprint")


class Overtaken(Exception):
    """Somebody else saved first. `str()` says who and when, for the staff."""


class PageQuerySet(models.QuerySet):
    def shown(self) -> "PageQuerySet":
        """What readers may open: the one door to the public. See `Page.is_shown`."""
        return self.exclude(body="")

    def in_footer(self) -> "PageQuerySet":
        """For the foot of every page, in the paper's order, without the texts."""
        return self.shown().filter(in_footer=True).only("slug", "title", "order")

    @transaction.atomic
    def begin(self, words: dict, *, slug: str, by: models.Model | None, at: datetime) -> "Page":
        """A new page. Its address is free, and stays as it is: IntegrityError where it is taken."""
        page = self.create(slug=slug, updated_by=by, updated_at=at, **_settled(words))
        record.write(kind="page.begin", thing=page, by=by, at=at)
        return page


def _settled(words: dict) -> dict:
    """Only what a save may change; the body has come through the gate of today."""
    said = {name: words[name] for name in WORDS}
    return {**said, "title": one_line(said["title"]), "body_policy": html.POLICY}


class Text(models.Model):
    """The words of a page, as they stand or as they stood."""

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    body = models.TextField(_("text"), blank=True)
    # Under which policy of the gate it was cleaned.
    body_policy = models.PositiveSmallIntegerField(editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    in_footer = models.BooleanField(_("named at the foot of every page"), default=True)
    with_imprint = models.BooleanField(_("with the newsroom's address and licence"), default=False)

    class Meta:
        abstract = True

    @property
    def words(self) -> dict:
        return {name: getattr(self, name) for name in WORDS}

    def shown_body(self) -> SafeString:
        return html.stored(self.body, self.body_policy)


class Page(Text):
    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH, unique=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(_("last saved"))
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("saved by")
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page about the paper")
        verbose_name_plural = _("pages about the paper")
        default_permissions = ()
        permissions = [("change_page", _("may write the pages about the paper"))]
        ordering = ["order", "title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    @property
    def is_shown(self) -> bool:
        """The Python truth beside `PageQuerySet.shown`."""
        return self.body != ""

    def revise(self, words: dict, *, seen: int, by: models.Model | None, at: datetime) -> bool:
        """Saves these words over the version that was seen, and keeps those that stood there.

        Raises Overtaken. Where nothing is changed nothing is written, and the answer is no.
        """
        return self._save_over(words, seen=seen, by=by, at=at, kind="page.edit")

    def restore(self, older: "OlderText", *, seen: int, by: models.Model | None, at: datetime) -> bool:
        """Puts an older text back, cleaned as the policy of today asks; what stood there is kept as well."""
        words = {**older.words, "body": html.up_to_date(older.body, older.body_policy)}
        note = gettext("text no. %(number)d") % {"number": older.number}
        return self._save_over(words, seen=seen, by=by, at=at, kind="page.restore", note=note)

    @transaction.atomic
    def _save_over(
        self, words: dict, *, seen: int, by: models.Model | None, at: datetime, kind: str, note: str = ""
    ) -> bool:
        standing, said = Page.objects.select_related("updated_by").get(pk=self.pk), _settled(words)
        if standing.version != seen:
            raise _overtaken(standing)
        if all(getattr(standing, name) == said[name] for name in WORDS):
            return False
        same = Page.objects.filter(pk=self.pk, version=seen)
        if not same.update(version=seen + 1, updated_by=by, updated_at=at, **said):
            raise _overtaken(Page.objects.select_related("updated_by").get(pk=self.pk))
        OlderText.objects.create(
            page=standing,
            number=standing.version,
            body_policy=standing.body_policy,
            saved_by=standing.updated_by,
            saved_at=standing.updated_at,
            **standing.words,
        )
        self.refresh_from_db()
        record.write(kind=kind, thing=self, by=by, at=at, note=note)
        return True


def _overtaken(page: Page) -> Overtaken:
    who = str(page.updated_by) if page.updated_by else gettext("the system")
    when = formats.date_format(timezone.localtime(page.updated_at), "H:i:s, d/m/Y")
    said = gettext("%(who)s saved this page at %(when)s, after you opened it. Your words are kept below.")
    return Overtaken(said % {"who": who, "when": when})


class OlderText(Text):
    """What stood on a page before it was saved over. `number` is the page's version while it stood. Only added."""

    page = models.ForeignKey(Page, models.PROTECT, related_name="older")
    number = models.PositiveIntegerField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("saved"))

    objects = record.OnlyAdded.as_manager()

    class Meta:
        verbose_name = _("older text of a page")
        verbose_name_plural = _("older texts of pages")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="page_text_once")]

    def __str__(self) -> str:
        return f"{self.page_id}.{self.number}"
