"""What stands beside an edition's words, for the desk's pages: who made it, its running story, what is related."""

from django.http import HttpRequest

from articles import picking
from articles.models import Edition


def beside(request: HttpRequest, edition: Edition) -> dict:
    """Of a related article that she may not know of she is told the number alone."""
    ids = edition.related.ids()
    named = picking.named(ids, by=request.user, at=request.at)
    return {
        "contributors": list(edition.contributors.select_related("author")),
        "story": edition.story,
        "related": [(pk, named.get(pk)) for pk in ids],
    }
