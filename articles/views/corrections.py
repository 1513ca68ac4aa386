"""The page of corrections, "Thông tin cải chính, xin lỗi": what the paper puts right, in a place of its own."""

import re
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Correction, Edition
from articles.models.correction import CorrectionQuerySet
from articles.views import heads
from articles.views.keyset import PARAMETER
from cms.http import RowId, public_page

PAGE = 100


@public_page
def corrections(request: HttpRequest) -> HttpResponse:
    """Every correction of these days, newest first, further pages by keyset. A mark that is none of ours is 404."""
    mark = request.GET.get(PARAMETER, "")
    shown = _after(_named(request.at), mark) if mark else _named(request.at)
    found = list(shown[: PAGE + 1])
    context = {
        "corrections": found[:PAGE],
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "is_further": bool(mark),
        "for_machines": heads.of_corrections(request),
    }
    return render(request, "articles/corrections.html", context)


def newest(at: datetime, count: int) -> list[tuple[int, str]]:
    """For the front page: id and title of the work. One query, which makes no rows: every reader pays for it."""
    shown = Correction.objects.shown(at).order_by("-shown_from", "-pk")
    return list(shown.values_list("pk", "corrected__title")[:count])


def _named(at: datetime) -> CorrectionQuerySet:
    """What is shown, with the edition that names each work, whether that can be read now, and without the bodies."""
    can_be_read = Edition.objects.live(at).filter(article=OuterRef("edition__article"))
    shown = Correction.objects.shown(at).with_their_work()
    return (
        shown.defer("corrected__body", "corrected__search_text", "edition__body", "edition__search_text")
        .annotate(can_be_read=Exists(can_be_read))
        .order_by("-shown_from", "-pk")
    )


def _after(shown: CorrectionQuerySet, mark: str) -> CorrectionQuerySet:
    last = shown.filter(pk=mark).first() if re.fullmatch(RowId.regex, mark) else None
    if last is None:
        raise Http404
    return shown.filter(Q(shown_from__lt=last.shown_from) | Q(shown_from=last.shown_from, pk__lt=last.pk))
