"""Who made an article (tác giả), behind its printed byline: people under their pen names, what each did, its share.

The printed byline is free text. These rows are what author pages, and some day royalties, count by.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles import credits
from articles.models.edition import Edition
from cms.sorting import KEY_LENGTH, LONGEST_NAME, name_key
from photos.models import Photo


class Work(models.TextChoices):
    """What somebody did for an article."""

    TEXT = "text", _("the text")
    PHOTO = "photo", _("photos")
    VIDEO = "video", _("video")
    DESIGN = "design", _("graphics")
    REPORT = "report", _("compiled")


class AuthorQuerySet(models.QuerySet):
    def known(self) -> credits.Known:
        """All that a line of contributors may name."""
        works = {str(label): work for work, label in Work.choices}
        return credits.Known(dict(self.order_by().values_list("name", "pk")), works)


class Author(models.Model):
    """Somebody who signs, staff or not. `sort_key` sorts by the given name, as Vietnamese lists do."""

    name = models.CharField(_("pen name"), max_length=LONGEST_NAME)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    office = models.CharField(_("office"), max_length=120, blank=True)
    about = models.TextField(_("about"), blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    sort_key = models.CharField(max_length=KEY_LENGTH, editable=False)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="author_name_once",
                violation_error_message=_("There is an author of this pen name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs) -> None:
        self.sort_key = name_key(self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class ContributorQuerySet(models.QuerySet):
    def as_lines(self) -> str:
        """As they stand in the writing form. See `articles.credits`."""
        return "\n".join(credits.line(*row.in_words()) for row in self.select_related("author"))

    def settle(self, edition: Edition, wanted: list[credits.Credit]) -> None:
        """These made it, in this order."""
        there = self.filter(edition=edition)
        if [row.credit for row in there] == wanted:
            return
        there.delete()
        self.bulk_create(
            Contributor(edition=edition, author_id=one.author, work=one.work, share=one.share, order=order)
            for order, one in enumerate(wanted)
        )


class Contributor(models.Model):
    """`share` is of the article, in percent; empty where nobody has said."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="contributors")
    author = models.ForeignKey(Author, models.PROTECT, related_name="contributions", verbose_name=_("author"))
    work = models.CharField(_("work"), max_length=10, choices=Work.choices, default=Work.TEXT)
    share = models.PositiveSmallIntegerField(_("share (%)"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "author", "work"], name="contributor_once_for_a_work"),
            models.CheckConstraint(condition=Q(work__in=Work.values), name="contributor_work_known"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gte=1, share__lte=100), name="contributor_share_in_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} ({self.get_work_display()})"

    @property
    def credit(self) -> credits.Credit:
        return credits.Credit(self.author_id, self.work, self.share)

    def in_words(self) -> tuple[str, str, int | None]:
        """Name, work and share. That somebody wrote the text goes without saying."""
        is_plain = self.work == Work.TEXT and self.share is None
        return self.author.name, "" if is_plain else self.get_work_display(), self.share
