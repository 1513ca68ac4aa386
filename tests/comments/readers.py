"""A reader at the form: what she sends, and what she then sees under an article."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from articles.models import Edition
from cms.text import fold
from comments.models import Comment
from tests.cms.markup import Markup, Node
from tests.factories import AT

NAME, BODY = "Lò Văn Đọc", "Bài viết rất kịp thời, cảm ơn tòa soạn."
FROM_HERE = {"origin": "http://testserver"}


def send(
    edition: Edition, *, client: Client | None = None, headers: dict = FROM_HERE, **given
) -> HttpResponse:
    """Posts a comment as a browser without cookies does; a field given as None is not sent."""
    data = {"name": NAME, "email": "", "body": BODY, "consent": "on", "parent": ""} | given
    data = {field: value for field, value in data.items() if value is not None}
    client = client or Client(enforce_csrf_checks=True)
    return client.post(f"/y-kien/{edition.article_id}/", data, headers=headers)


def typed(page: HttpResponse) -> dict[str, str]:
    """What stands in the fields of the form on this page."""
    markup = Markup(page.text)
    form = {
        n.attributes["name"]: n.attributes.get("value", "")
        for n in markup.all("input")
        if "name" in n.attributes
    }
    form.pop("q")
    return form | {n.attributes["name"]: n.text.removeprefix("\n") for n in markup.all("textarea")}


@dataclass(frozen=True)
class Discussion:
    """What a page shows under "Ý kiến bạn đọc"."""

    comments: list[Node]
    said_count: int
    older: str

    @property
    def ids(self) -> list[int]:
        return [int(node.attributes["id"].removeprefix("y-kien-")) for node in self.comments]


def discussion(edition: Edition, *, query: str = "", client: Client | None = None) -> Discussion:
    path = edition.article.get_absolute_url()
    markup = Markup((client or Client()).get(path + query).text)
    counts = markup.all("p", "discussion__count")
    links = [a.attributes["href"] for a in markup.all("a") if "y-kien-truoc" in a.attributes.get("href", "")]
    said = int("".join(filter(str.isdecimal, counts[0].text))) if counts else 0
    return Discussion(markup.all("article", "comment"), said, links[0].partition("#")[0] if links else "")


def make_shown(edition: Edition, many: int, *, parent: Comment | None = None) -> list[Comment]:
    """So many shown comments at once, with the article's count, where the gate would take too long."""
    rows = [
        Comment(
            article=edition.article,
            section=edition.section,
            parent=parent,
            name=NAME,
            body=f"Ý kiến {number}",
            fold_key=fold(f"{NAME}\n{number}"),
            posted_at=AT,
            state="shown",
        )
        for number in range(many)
    ]
    made = Comment.objects.bulk_create(rows)
    edition.article.comments_shown = Comment.objects.shown().filter(article=edition.article).count()
    edition.article.save(update_fields=["comments_shown"])
    return made
