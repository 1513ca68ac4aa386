"""What the pages say to machines of themselves, in the words of schema.org. See `heads` for where it is said."""

from collections.abc import Iterable

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Author, Correction, Edition, Section
from cms.http import absolute, iso

CONTEXT = "https://schema.org"
LANGUAGE = "vi"


def paper() -> dict:
    """schema.org NewsMediaOrganization: whose paper it is and where it is found."""
    return {
        "@context": CONTEXT,
        **_publisher(),
        "slogan": settings.SITE_SLOGAN,
        "address": settings.SITE_ADDRESS,
        "telephone": settings.SITE_PHONE,
        "email": settings.SITE_EMAIL,
        "correctionsPolicy": absolute(reverse("corrections")),
    }


def _publisher() -> dict:
    logo = {"@type": "ImageObject", "url": absolute(static("icon.svg"))}
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": absolute(reverse("front")),
        "logo": logo,
    }


def website() -> dict:
    """schema.org WebSite, with the way to search it."""
    front = absolute(reverse("front"))
    target = {"@type": "EntryPoint", "urlTemplate": f"{absolute(reverse('search'))}?q={{words}}"}
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": front,
        "inLanguage": LANGUAGE,
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": target,
            "query-input": "required name=words",
        },
    }


def collection(path: str, name: str, editions: Iterable[Edition]) -> dict:
    """schema.org CollectionPage: one page of a list of articles, in its order."""
    items = [
        {"@type": "ListItem", "position": position, "url": absolute(edition.article.get_absolute_url())}
        for position, edition in enumerate(editions, start=1)
    ]
    return {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "url": absolute(path),
        "inLanguage": LANGUAGE,
        "isPartOf": {"@type": "WebSite", "name": settings.SITE_NAME, "url": absolute(reverse("front"))},
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
    }


def news_article(
    edition: Edition, images: list[str], correction: Correction | None, authors: Iterable[Author] = ()
) -> dict:
    """schema.org NewsArticle of a live edition, with the correction that is shown of it.

    Its authors are whom the newsroom named; where it named nobody, the printed byline.
    """
    publisher = _publisher()
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": absolute(edition.article.get_absolute_url()),
        "headline": edition.title,
        "description": edition.lead,
        "datePublished": iso(edition.dated),
        "dateModified": iso(max(edition.live_from, edition.dated)),
        "articleSection": edition.section.name,
        "inLanguage": LANGUAGE,
        "publisher": publisher,
        "author": _authors(edition, authors) or publisher,
        "commentCount": edition.article.comments_shown,
    }
    if images:
        data["image"] = images
    if correction:
        data["correction"] = _correction_comment(correction)
    return data


def _authors(edition: Edition, authors: Iterable[Author]) -> list[dict] | dict | None:
    if named := [person(author) for author in authors]:
        return named
    return {"@type": "Person", "name": edition.byline} if edition.byline else None


def person(author: Author) -> dict:
    return {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}


def profile_page(author: Author, image: str) -> dict:
    """schema.org ProfilePage of somebody who signs; `image` is the address of a picture, or empty."""
    told = {"jobTitle": author.office, "description": author.about, "image": image}
    about = {
        **person(author),
        **{name: value for name, value in told.items() if value},
        "worksFor": _publisher(),
    }
    return {"@context": CONTEXT, "@type": "ProfilePage", "inLanguage": LANGUAGE, "mainEntity": about}


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
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}
