"""A search somebody saved under a name: what the list's address asks for, to be asked again.

It is a private convenience and changes nothing that anybody else sees, so it leaves no event in the record. Others are
given the address instead: it shows each of them what she may see.
"""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_SEARCHES = 30


class TooMany(Exception):
    """She has as many as there may be."""

    def __str__(self) -> str:
        return _("You have %(count)d saved searches: delete one first.") % {"count": MOST_SEARCHES}


class SavedSearchQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, name: str, query: str, *, person) -> bool:
        """Saves it as hers; one of the same name is replaced. Whether one was. Raises TooMany."""
        hers = self.filter(person=person)
        if hers.filter(name=name).update(query=query):
            return True
        if hers.count() >= MOST_SEARCHES:
            raise TooMany
        last = hers.aggregate(last=Max("order"))["last"] or 0
        # Two clicks at once: the slower one finds what the other made.
        return not self.update_or_create(
            person=person,
            name=name,
            defaults={"query": query},
            create_defaults={"query": query, "order": last + 1},
        )[1]


class SavedSearch(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(gettext_lazy("name"), max_length=60)
    # As it stands in the address: known parameters only, and no place in the list.
    query = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("saved search")
        verbose_name_plural = gettext_lazy("saved searches")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="saved_search_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
