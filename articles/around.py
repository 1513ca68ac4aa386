"""What stands around an article on its page: who made it, its running story, and what is related to it.

Two queries, at any size of the paper: each way to an article is a walk along an index that ends after a few rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Subquery

from articles.credits import MOST_RELATED
from articles.models import Author, Contributor, Edition, Related, Story, Tag
from articles.models.edition import EditionQuerySet
from cms.walks import ids_of

# Of related ones as many as may be chosen.
IN_THE_BOX, RELATED = 4, MOST_RELATED
# As many as may have to be passed over: itself, what is chosen or stands in the box; and then what is shown.
_WALK = 1 + IN_THE_BOX + RELATED
_TAGS = 4
_SHOWN = ("title", "dated", "marks", "story", "article__path")


@dataclass(frozen=True)
class Around:
    """`story` has the newest others of it as `story.newest`. Nothing is here twice, and never the article itself."""

    made_by: list[Contributor] = field(default_factory=list)
    story: Story | None = None
    related: list[Edition] = field(default_factory=list)

    @property
    def authors(self) -> list[Author]:
        """Each once, in the order in which the newsroom named them."""
        return list({row.author_id: row.author for row in self.made_by}.values())


def around(edition: Edition, tags: Iterable[Tag], *, at: datetime) -> Around:
    """Of a saved edition. What is chosen comes first, then its running story, then what shares a tag with it."""
    made_by = list(edition.contributors.select_related("author"))
    place = Related.objects.filter(edition=edition, article=OuterRef("article")).values("order")[:1]
    chosen = Edition.objects.live(at).filter(article__in=edition.related.values("article"))
    found = _found(chosen, edition.story_id, tags, at).annotate(place=Subquery(place))
    return _laid_out(edition, made_by, found)


def around_typed(
    edition: Edition, tags: Iterable[Tag], made_by: list[Contributor], chosen: list[int], *, at: datetime
) -> Around:
    """The same of words that are not saved."""
    live = Edition.objects.live(at).filter(article__in=chosen)
    found = list(_found(live, edition.story_id, tags, at))
    for one in found:
        one.place = chosen.index(one.article_id) if one.article_id in chosen else None
    return _laid_out(edition, made_by, found)


def _found(
    chosen: EditionQuerySet, story_id: int | None, tags: Iterable[Tag], at: datetime
) -> EditionQuerySet:
    """All that may be shown, newest first."""
    live = Edition.objects.live(at)
    walks = [_with(tag, at) for tag in list(tags)[:_TAGS]]
    if story_id:
        walks.append(live.filter(story=story_id).newest_first().values("pk")[:_WALK])
    return (
        live.filter(pk__in=ids_of(Edition, walks, chosen))
        .select_related("article")
        .only(*_SHOWN)
        .newest_first()
    )


def _with(tag: Tag, at: datetime) -> EditionQuerySet:
    """The latest with this tag, as its rows were written: by their dates would be to read all that have it."""
    live = Edition.objects.live(at).filter(pk=OuterRef("edition"))
    return (
        Edition.tags.through.objects.filter(Exists(live), tag=tag).order_by("-pk").values("edition")[:_WALK]
    )


def _laid_out(edition: Edition, made_by: list[Contributor], found: Iterable[Edition]) -> Around:
    others = [one for one in found if one.article_id != edition.article_id]
    chosen = sorted((one for one in others if one.place is not None), key=lambda one: one.place)
    rest = [one for one in others if one.place is None]
    of_story = [one for one in rest if edition.story_id and one.story_id == edition.story_id]
    by_tags = [one for one in rest if one not in of_story]
    story = edition.story
    if story:
        story.newest, of_story = of_story[:IN_THE_BOX], of_story[IN_THE_BOX:]
    return Around(made_by, story, [*chosen, *of_story, *by_tags][:RELATED])
