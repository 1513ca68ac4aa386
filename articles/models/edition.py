"""An edition is what was written; approved, it carries the span of time in which it is live.

Scheduled, live, replaced, expired and withdrawn are never stored: they are read off the span and
`ended_by`. State and span are changed by `articles.moves` alone; `save()` writes words.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.constraints import NoOverlap
from articles.models.fingerprint import fingerprint
from articles.models.named import Named
from articles.models.section import Section
from articles.models.step import ReviewStep
from articles.models.story import Story
from articles.models.tag import Tag
from articles.models.withheld import withheld_now
from articles.workflow import EDITABLE, PHASE_LABELS, STATE_LABELS, Phase, State
from cms import html
from cms.shape import without_pictures
from cms.text import nfc, one_line, words
from photos.models import Photo

# What a writer changes. Everything else on the row belongs to the gate.
CONTENT = ("title", "lead", "body", "byline", "section", "story", "date_line", "expires_at")

BESIDE_CONTENT = (
    *("top_section_id", "search_text", "source_hash", "updated_by", "updated_at"),
    *("body_policy", "body_names", "body_cover_id", "marks"),
)

# How the desk's lists are walked, and what is asked on the way.
LISTS: dict[str, tuple[str, ...]] = {
    "edition_last_changed": (),
    "edition_by_state": ("state",),
    "edition_in_section": ("section",),
    "edition_under": ("top_section",),
    "edition_of_writer": ("created_by",),
}
ASKED_OF_LISTS = ("state", "live_from", "live_until", "section", "top_section", "created_by", "article")


class StaleEdition(Exception):
    """The row was changed, or left the writer's hands, since this copy was read."""


class EditionQuerySet(models.QuerySet):
    def live(self, at: datetime) -> "EditionQuerySet":
        """What readers are shown at this instant: the one door to the public. See `Edition.is_live`."""
        return self._by_span(Q(live_until=None) | Q(live_until__gt=at), withheld_now().live(at), at)

    def scheduled(self, at: datetime) -> "EditionQuerySet":
        return self.filter(state=State.APPROVED, live_from__gt=at)

    def ever_live(self, at: datetime) -> "EditionQuerySet":
        """Live now or once; an empty span never was."""
        was = Q(live_until=None) | Q(live_until__gt=F("live_from"))
        return self._by_span(was, withheld_now().ever_live(at), at)

    def _by_span(self, span: Q, beside: list[int], at: datetime) -> "EditionQuerySet":
        """Approved ones with such a span. Where something is withheld, a plan of its own names those `beside` it."""
        withheld = withheld_now()
        if withheld.editions:
            span = (span & ~Q(pk__in=[*withheld.editions, *withheld.spans])) | Q(pk__in=beside)
        return self.filter(span, state=State.APPROVED, live_from__lte=at)

    def on_the_way(self, at: datetime) -> "EditionQuerySet":
        """On somebody's table, or approved with its span ahead: what the desk lists first."""
        # Each by an index of its own: one condition of both would read all that ever was published.
        on_the_table = Edition.objects.exclude(state=State.APPROVED).values("pk")
        ahead = Edition.objects.scheduled(at).values("pk")
        return self.filter(pk__in=on_the_table.union(ahead, all=True))

    def under(self, section: Section) -> "EditionQuerySet":
        """Those of this section and of what is under it."""
        return self.filter(section=section) if section.parent_id else self.filter(top_section=section)

    def newest_first(self) -> "EditionQuerySet":
        return self.order_by("-dated", "-pk")

    def by_last_change(self) -> "EditionQuerySet":
        """As the desk lists and counts them, along indexes of its own."""
        return self.filter(updated_at__isnull=False).order_by("-updated_at", "-pk")

    def for_lists(self) -> "EditionQuerySet":
        """With what a list item shows, and without the body."""
        pictures = models.Prefetch(
            "photos", EditionPhoto.objects.shown().exclude(photo=None).select_related("photo")
        )
        whole = self.select_related("article", "section__parent", "body_cover").defer("body", "search_text")
        return whole.prefetch_related(pictures)

    def matching(self, question: str) -> "EditionQuerySet":
        """Editions whose text holds every word that is asked, with or without diacritics. See `cms.word_index`."""
        return self.filter(search_text__holds=question) if question.strip() else self


class Edition(models.Model):
    article = models.ForeignKey(Article, models.PROTECT, related_name="editions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("edition"))
    opened_from = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    title = models.CharField(_("title"), max_length=250)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("body"), blank=True)
    byline = models.CharField(_("byline"), max_length=150, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, related_name="editions", verbose_name=_("section"))
    story = models.ForeignKey(
        Story, models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("running story")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="editions", verbose_name=_("tags"))
    date_line = models.DateTimeField(_("date line"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    # The section, or the one it is under: a section's page with all below it is one walk along an index.
    top_section = models.ForeignKey(Section, models.PROTECT, related_name="+", editable=False, db_index=False)
    search_text = models.TextField(editable=False)
    # Read off the body when it is saved: the policy that cleaned it, what it names, what lists say of it, and the
    # first picture in it.
    body_policy = models.PositiveSmallIntegerField(default=1, editable=False)
    body_names = models.JSONField(default=dict, editable=False)
    marks = models.JSONField(default=list, editable=False)
    body_cover = models.ForeignKey(Photo, models.PROTECT, null=True, editable=False, related_name="+")
    # Of the file it was imported from: the same file again changes nothing, whatever the desk did since.
    source_hash = models.CharField(max_length=64, blank=True, editable=False)

    state = models.CharField(
        _("state"), max_length=10, choices=STATE_LABELS, default=State.DRAFT, editable=False
    )
    step = models.ForeignKey(
        ReviewStep, models.PROTECT, null=True, editable=False, related_name="editions", verbose_name=_("step")
    )
    state_since = models.DateTimeField(editable=False)
    # Who took it at this step (Nhận bài), and by when it should be done. See `articles.taking`.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken by"),
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(_("deadline"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("writer"),
    )
    created_at = models.DateTimeField(editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(_("changed"), editable=False)

    approved_at = models.DateTimeField(null=True, editable=False)
    live_from = models.DateTimeField(_("live from"), null=True, editable=False)
    live_until = models.DateTimeField(_("live until"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.CharField(max_length=10, blank=True, editable=False)
    # The article's date line, on the row that lists sort by.
    dated = models.DateTimeField(null=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        permissions = [
            ("write_edition", _("may write articles")),
            ("edit_edition", _("may edit others' articles")),
            ("pass_editing", _("may pass the editing step")),
            ("pass_department", _("may pass the department's step")),
            ("pass_secretariat", _("may pass the secretariat's step")),
            ("pass_publishing", _("may pass the publishing step")),
            ("publish_urgently", _("may publish urgently")),
            ("recall_edition", _("may recall and reschedule scheduled articles")),
        ]
        indexes = [
            # Lists sort by both; an index without the id would make each of them sort again.
            models.Index(
                F("dated").desc(), F("id").desc(), condition=Q(state="approved"), name="edition_newest"
            ),
            models.Index(
                *("section", F("dated").desc(), F("id").desc()),
                condition=Q(state="approved"),
                name="edition_newest_in_section",
            ),
            models.Index(
                *("top_section", F("dated").desc(), F("id").desc()),
                condition=Q(state="approved"),
                name="edition_newest_under",
            ),
            models.Index(
                *("story", F("dated").desc(), F("id").desc()),
                condition=Q(state="approved", story__isnull=False),
                name="edition_newest_in_story",
            ),
            models.Index("article", "live_from", condition=Q(state="approved"), name="edition_of_article"),
            models.Index("live_from", condition=Q(state="approved"), name="edition_next_start"),
            models.Index("live_until", condition=Q(state="approved"), name="edition_next_end"),
            models.Index("updated_at", condition=~Q(state="approved"), name="edition_on_the_table"),
            # The desk's lists, each along one of these; what else it filters by is asked of the index, without reading
            # a body. The condition holds for every row: it keeps them from queries that do not ask for it
            # (`by_last_change`), of which SQLite would sort the public lists instead of walking their own.
            *(
                models.Index(
                    *along,
                    *(F("updated_at").desc(), F("id").desc()),
                    *(asked for asked in ASKED_OF_LISTS if asked not in along),
                    condition=Q(updated_at__isnull=False),
                    name=name,
                )
                for name, along in LISTS.items()
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="edition_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="in_review", step__isnull=False) | (~Q(state="in_review") & Q(step=None)),
                name="edition_step_while_in_review",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved", live_from__isnull=False, approved_at__isnull=False, dated__isnull=False
                )
                | (
                    ~Q(state="approved")
                    & Q(live_from=None, live_until=None, approved_at=None, withdrawn_at=None)
                ),
                name="edition_span_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(live_from=None) | Q(live_from__gte=F("approved_at")),
                name="edition_live_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
                name="edition_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None, ended_by="")
                | Q(live_until__isnull=False, ended_by__in=[Phase.REPLACED, Phase.EXPIRED, Phase.WITHDRAWN]),
                name="edition_end_has_a_cause",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state="approved", live_until=None),
                name="edition_one_open_end",
            ),
            NoOverlap(name="edition_no_overlap"),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_at__isnull=False, state="in_review"),
                name="edition_taken_while_in_review",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    # ── Writing ──────────────────────────────────────────────────────────────
    def save(self, **kwargs) -> None:
        """Writes the words, if nobody else did since this copy was read; never state or span.

        Raises StaleEdition when the row has another version or can no longer be edited.
        """
        self._tidy()
        named = Named.read(self.body)
        names_others = self._note(named)
        if self._state.adding:
            if self.state != State.DRAFT:
                raise ValueError("An edition begins as a draft.")
            super().save(**kwargs)
        else:
            self._write()
        if names_others:
            self.body_photos.settle(self, named.photos)
            self.body_files.settle(self, named.files)

    def _write(self) -> None:
        written = {name: getattr(self, name) for name in (*CONTENT, *BESIDE_CONTENT)}
        mine = Edition.objects.filter(pk=self.pk, version=self.version, state__in=EDITABLE)
        if not mine.update(**written, version=F("version") + 1):
            raise StaleEdition
        self.version += 1

    def _tidy(self) -> None:
        """Text as it is stored, whichever way it came in."""
        self.title, self.byline = one_line(self.title), one_line(self.byline)
        self.lead = nfc(self.lead).replace("\r\n", "\n").strip("\n ")
        self.body = html.clean(self.body)
        self.top_section_id = self.section.parent_id or self.section_id
        # Captions lead nobody to an article: a picture that is taken off every page is found by nothing.
        said = html.to_text(without_pictures(self.body))
        self.search_text = words(" ".join([self.title, self.lead, said, self.byline]))

    def _note(self, named: Named) -> bool:
        """Puts on the row what the body names; says whether that is new."""
        is_new = named.names != self.body_names
        self.body_policy, self.body_names, self.marks = html.POLICY, named.names, named.marks
        self.body_cover_id = named.photos[0] if named.photos else None
        return is_new

    # ── Reading ──────────────────────────────────────────────────────────────
    @property
    def stamp(self) -> str:
        """What a form carries so that a decision is bound to what was seen: `edition.article` versions."""
        return f"{self.version}.{self.article.version}"

    def was_seen(self, stamp: str, *, with_spans: bool) -> bool:
        """Whether this is still what `stamp` stood for; where spans are at stake, the article's version too."""
        parts = slice(0, 2 if with_spans else 1)
        return stamp.split(".")[parts] == self.stamp.split(".")[parts]

    def is_live(self, at: datetime) -> bool:
        """The Python truth beside `EditionQuerySet.live`."""
        if self.state != State.APPROVED or self.live_from > at:
            return False
        return self.live_until is None or self.live_until > at

    def phase(self, at: datetime) -> Phase | None:
        """What an approved edition is at this instant; None for one on somebody's table."""
        if self.state != State.APPROVED:
            return None
        if self.live_from > at:
            return Phase.SCHEDULED
        return Phase.LIVE if self.is_live(at) else Phase(self.ended_by)

    def state_label(self, at: datetime) -> str:
        """The state in the newsroom's words: the step's own, or the phase of the span."""
        if self.step_id:
            return self.step.waiting_label
        phase = self.phase(at)
        return str(PHASE_LABELS[phase] if phase else self.get_state_display())

    def fingerprint(self) -> str:
        """What a decision is made on."""
        return fingerprint(self)

    @property
    def main_photo(self) -> "EditionPhoto | None":
        """The first picture with a file, of those already fetched; else the first in the body."""
        above = (picture for picture in self.photos.all() if picture.photo_id)
        if shown := next(above, None):
            return shown
        cover = self.body_cover
        return EditionPhoto(photo=cover) if cover and not cover.is_removed else None


class EditionPhotoQuerySet(models.QuerySet):
    def shown(self) -> "EditionPhotoQuerySet":
        """Those that readers may see, and captions that wait for one: not what was taken off every page."""
        return self.filter(photo__removed_at=None)


class EditionPhoto(models.Model):
    """A picture's place in an edition. Without a photo it is a caption that waits for one."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="photos")
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name=_("photo")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    alt = models.CharField(_("alternative text"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = EditionPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=False) | ~Q(caption=""), name="edition_photo_picture_or_caption"
            ),
        ]

    def __str__(self) -> str:
        return self.caption or str(self.photo)
