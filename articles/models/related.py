"""Articles that a writer puts beside hers ("Tin liên quan"): approved with it, found by what they are today."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import credits
from articles.models.article import Article
from articles.models.edition import Edition


class RelatedQuerySet(models.QuerySet):
    def as_text(self) -> str:
        """As they stand in the writing form."""
        return credits.written(self.ids())

    def ids(self) -> list[int]:
        return list(self.values_list("article", flat=True))

    def settle(self, edition: Edition, wanted: list[int]) -> None:
        """These stand beside it, in this order."""
        there = self.filter(edition=edition)
        if there.ids() == wanted:
            return
        there.delete()
        self.bulk_create(
            Related(edition=edition, article_id=pk, order=order) for order, pk in enumerate(wanted)
        )


class Related(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="related")
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = RelatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "article"], name="related_once"),
        ]

    def __str__(self) -> str:
        return str(self.article)
