"""What a page says of itself in its head: to search engines, and to whoever shows a link to it with a picture.

A view hands its template a `Head` as `for_machines`; `templates/_head.html` prints it, and a page without one says
nothing.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.templatetags.static import static

from cms.http import absolute

# Where a page has no picture of its own: drawn from `static/icon.svg`.
PAPERS_OWN, PAPERS_OWN_SIZE = "img/share.png", (1200, 630)


@dataclass(frozen=True)
class Shown:
    """A picture as others may show it."""

    address: str
    type: str
    width: int
    height: int
    alt: str = ""
    length: int | None = None
    """In bytes, where it is known."""


def papers_own() -> Shown:
    return Shown(absolute(static(PAPERS_OWN)), "image/png", *PAPERS_OWN_SIZE, settings.SITE_NAME)


@dataclass(frozen=True)
class Head:
    """`path` is the one address of this page; `facts` are OpenGraph's of an article; `data` is JSON-LD."""

    path: str
    title: str
    description: str
    picture: Shown = field(default_factory=papers_own)
    kind: str = "website"
    facts: tuple[tuple[str, str], ...] = ()
    data: tuple[dict, ...] = ()

    @property
    def address(self) -> str:
        return absolute(self.path)
