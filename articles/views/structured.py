"""What the pages say to machines of themselves, in the words of schema.org."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Author, Correction, Edition, Section
from cms.http import iso
from photos.models import Photo


def absolute(path: str) -> str:
    """The address as others may use it: never made of the Host header. What another server keeps stays there."""
    return urljoin(settings.SITE_URL, path)


def news_article(
    edition: Edition, photos: list[Photo], correction: Correction | None, authors: list[Author]
) -> dict:
    """schema.org NewsArticle of a live edition, with the correction that is shown of it.

    Its authors are whom the newsroom named; where it named nobody, the printed byline.
    """
    publisher = {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")}
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": absolute(edition.article.get_absolute_url()),
        "headline": edition.title,
        "description": edition.lead,
        "datePublished": iso(edition.dated),
        "dateModified": iso(max(edition.live_from, edition.dated)),
        "articleSection": edition.section.name,
        "inLanguage": "vi",
        "publisher": publisher,
        "author": _authors(edition, authors) or publisher,
        "commentCount": edition.article.comments_shown,
    }
    images = [absolute(photo.file.url) for photo in photos]
    if images:
        data["image"] = images
    if correction:
        data["correction"] = _correction_comment(correction)
    return data


def _authors(edition: Edition, authors: list[Author]) -> list[dict] | dict | None:
    if authors:
        return [person(author) for author in authors]
    return {"@type": "Person", "name": edition.byline} if edition.byline else None


def person(author: Author) -> dict:
    return {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}


def profile_page(author: Author, photo: Photo | None) -> dict:
    """schema.org ProfilePage of somebody who signs."""
    told = {"jobTitle": author.office, "description": author.about}
    if photo:
        told["image"] = absolute(photo.file.url)
    works_for = {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")}
    about = person(author) | {name: value for name, value in told.items() if value} | {"worksFor": works_for}
    return {"@context": "https://schema.org", "@type": "ProfilePage", "inLanguage": "vi", "mainEntity": about}


def _correction_comment(correction: Correction) -> dict:
    said = [
        _("We published:"),
        correction.wrong,
        _("We now put it right:"),
        correction.right,
        correction.apology,
    ]
    return {
        "@type": "CorrectionComment",
        "text": "\n".join(part for part in said if part),
        "datePublished": iso(correction.shown_from),
        "url": absolute(f"{reverse('corrections')}#cai-chinh-{correction.pk}"),
    }


def breadcrumbs(section: Section, edition: Edition | None = None) -> dict:
    """schema.org BreadcrumbList: from the front page down to a section, or to an article in it."""
    way = [(settings.SITE_NAME, reverse("front"))]
    way += [(place.name, place.get_absolute_url()) for place in (section.parent, section) if place]
    if edition is not None:
        way.append((edition.title, edition.article.get_absolute_url()))
    return _way(way)


def trail(*places: tuple[str, str]) -> dict:
    """The same, to a page that is in no section: name and path of each place on the way."""
    return _way([(settings.SITE_NAME, reverse("front")), *places])


def _way(way: list[tuple[str, str]]) -> dict:
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(path)}
        for position, (name, path) in enumerate(way, start=1)
    ]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
