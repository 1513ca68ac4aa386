"""The guide at the desk, for everybody on the staff: it says how things are done, and names nobody's article."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cms.desk import STAFF, Page
from cms.guide import texts


@require_safe
def guide(request: HttpRequest, name: str = texts.FIRST) -> HttpResponse:
    if name not in texts.NAMES:
        raise Http404
    chapter = texts.chapter(name)
    context = {
        **admin.site.each_context(request),
        "title": chapter.title,
        "chapter": chapter,
        "words": texts.words(name),
        "sections": [heading for heading in chapter.headings if heading.level == 2],
        "others": [(one, texts.address(one.name)) for one in texts.chapters()],
    }
    return TemplateResponse(request, "desk/guide.html", context)


PAGES = [
    Page(route="huong-dan/", name="guide", view=guide, permission=STAFF),
    Page(route="huong-dan/<slug:name>/", name="guide-chapter", view=guide, permission=STAFF),
]
