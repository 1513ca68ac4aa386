"""What stands in the form as readers would see it: nothing is saved."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from articles import restoring
from articles.around import Around, around_typed
from articles.body import Body
from articles.credits import MOST_CONTRIBUTORS
from articles.forms import EditionForm
from articles.models import Author, Contributor, Edition, EditionPhoto, Section, Story, Tag
from articles.needs import Needs
from articles.permissions import WRITE, can_edit
from articles.picture_forms import typed_rows
from articles.views.scope import edition_or_404
from cms.headers import with_frames
from cms.http import row_id
from cms.text import one_line, slug
from photos.tokens import photo_of


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The public page of the words as typed, mistakes and all: what does not validate yet is left as it stands."""
    edition_id = row_id(request.POST.get("edition", ""))
    edition = edition_or_404(request, edition_id) if edition_id else None
    if edition is None and not request.user.has_perm(WRITE):
        raise Http404
    if edition is not None and not can_edit(request.user, edition):
        raise Http404
    words = _typed(request, edition)
    photos = _pictures(request, edition)
    tags = [Tag(name=name, slug=slug(name)) for name in words.keyword_names]
    beside = _beside(request, words, tags)
    context = {
        "edition": words,
        "body": Body(words, at=request.at, leads=not photos),
        "photos": photos,
        "tags": tags,
        "authors": beside.authors,
        "story": beside.story,
        "related": beside.related,
    }
    return with_frames(
        render(request, "desk/articles/preview.html", context), Needs.of(words.body or "").frames
    )


def _typed(request: HttpRequest, edition: Edition | None) -> Edition:
    cleaned = {}
    for name in ("title", "lead", "body", "byline", "date_line"):
        field = EditionForm.base_fields[name]
        try:
            cleaned[name] = field.to_python(request.POST.get(name, ""))
        except ValidationError:
            cleaned[name] = None
    words = Edition(**cleaned, section=_section(request, edition), story=_story(request))
    words.article_id = edition and edition.article_id
    words.dated = cleaned["date_line"] or (edition and edition.article.dated) or request.at
    words.keyword_names = [
        one_line(name) for name in request.POST.get("keywords", "").split(",") if name.strip()
    ]
    return words


def _beside(request: HttpRequest, words: Edition, tags: list[Tag]) -> Around:
    """Contributors and related articles as typed; a line that can't be read yet is left out."""
    typed = request.POST.get("contributors", "").split("\n")
    credits = restoring.contributors_in(typed[:MOST_CONTRIBUTORS])
    named = Author.objects.in_bulk([credit.author for credit in credits])
    made_by = [Contributor(author=named[credit.author], work=credit.work) for credit in credits]
    known = Tag.objects.filter(slug__in=[tag.slug for tag in tags])
    chosen = restoring.related_in(request.POST.get("related", ""))
    return around_typed(words, known, made_by, chosen, at=request.at)


def _section(request: HttpRequest, edition: Edition | None) -> Section | None:
    chosen = row_id(request.POST.get("section", ""))
    if chosen:
        found = Section.objects.select_related("parent").filter(pk=chosen).first()
        return found or _own_section(edition)
    return _own_section(edition)


def _story(request: HttpRequest) -> Story | None:
    chosen = row_id(request.POST.get("story", ""))
    return Story.objects.filter(pk=chosen).first() if chosen else None


def _own_section(edition: Edition | None) -> Section | None:
    return edition.section if edition else None


def _pictures(request: HttpRequest, edition: Edition | None) -> list[EditionPhoto]:
    """Those of the edition and those uploaded before, in the form's order, with the words that stand beside them."""
    saved = (
        {str(place.pk): place.photo for place in edition.photos.select_related("photo")} if edition else {}
    )
    pictures = []
    for row in typed_rows(request.POST.dict()):
        photo = saved.get(row.get("id", "")) or photo_of(row.get("kept", ""))
        if row.get("DELETE") or not (photo or row.get("caption")) or (photo and photo.is_removed):
            continue
        words = {name: one_line(row.get(name, "")) for name in ("caption", "credit", "alt")}
        pictures.append(EditionPhoto(photo=photo, order=row_id(row.get("order", "")) or 0, **words))
    return sorted(pictures, key=lambda picture: picture.order)
