"""The gate of the front page: laying out the next one, and recalling one that is still ahead; each in the record.

Whoever lays out says which layout she saw as the newest. Where there is a newer one nothing is written, and she is told
whose it is; the database refuses the second of two who saw the same (`Layout.number`).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import record.models as record
from accounts.models import User
from articles import arrangement
from articles.front import Place, places_of
from articles.models import Announcement, Edition, Embargo, Layout, Placement, Section
from articles.models.front import Slot
from articles.moves import Incomplete, NotPermitted, NotPossible, Overtaken
from articles.permissions import visible_to
from cms.fields import as_typed
from cms.http import iso

ARRANGE = "articles.arrange_front"
EVENT_NAMES = {
    "front.lay": gettext_lazy("Front page laid out"),
    "front.recall": gettext_lazy("Front page recalled"),
}


# ── What is known ────────────────────────────────────────────────────────────
def newest_number() -> int:
    """What a form carries: the layout that is the newest when it is opened. 0 while there is none."""
    return Layout.objects.aggregate(newest=Max("number"))["newest"] or 0


def known(articles: Iterable[int], *, by: User | None, at: datetime) -> dict[int, Edition]:
    """Of these articles, those she may know of, each as readers see it, will first see it or saw it last. Two queries.

    What was live is everybody's; of what is scheduled she knows what the desk shows her.
    """
    among = Edition.objects.filter(article__in=list(articles)).select_related("article", "section")
    bare = among.defer("body", "search_text", "lead")
    found = {one.article_id: one for one in bare.ever_live(at).order_by("live_from", "pk")}
    ahead = bare.scheduled(at).order_by("-live_from", "-pk")
    for one in ahead if by is None else visible_to(by, ahead, at=at):
        if one.article_id not in found or not found[one.article_id].is_live(at):
            found[one.article_id] = one
    return found


# ── Laying out ───────────────────────────────────────────────────────────────
def lay(
    places: Sequence[Place],
    *,
    by: User | None,
    at: datetime,
    seen: int,
    live_from: datetime | None = None,
    over: Layout | None = None,
    instead_of: Layout | None = None,
) -> Layout:
    """Lays out the page from `live_from`, or from now on. Raises a `Refused`, and then nothing has changed.

    `seen` is the `newest_number` she saw. `over` is the layout she began with: what stands there and an embargo keeps
    from her stays where it is. `instead_of`, one that is still ahead, is recalled with it.
    """
    _require(by)
    if live_from is not None and live_from <= at:
        raise Incomplete("live_from", _("That time is past. Choose a later one."))
    whole = [*places, *_kept_from(by, over, places, at=at)]
    _check(whole, places, by=by, at=at)
    begins = live_from or at
    try:
        with transaction.atomic():
            if newest_number() != seen:
                raise _overtaken()
            if instead_of is not None:
                _recall(instead_of, by=by, at=at)
            return _write(whole, begins, by=by, at=at, number=seen + 1)
    except IntegrityError as error:
        if newest_number() != seen:
            raise _overtaken() from error
        raise _taken(begins) from error


def _require(by: User | None) -> None:
    if by is not None and not by.has_perm(ARRANGE):
        raise NotPermitted(_("Laying out the front page is not yours to do."))


def _kept_from(by: User | None, over: Layout | None, places: Sequence[Place], *, at: datetime) -> list[Place]:
    """Places of the layout she began with that she knows nothing of, as far as she left them room."""
    if over is None or by is None:
        return []
    before = places_of(over.placements.all())
    hers = known([place.article for place in before], by=by, at=at)
    kept: list[Place] = []
    for place in before:
        if place.article not in hers and not arrangement.too_full([*places, *kept, place]):
            kept.append(place)
    return kept


def _check(whole: Sequence[Place], hers: Sequence[Place], *, by: User | None, at: datetime) -> None:
    there = known({place.article for place in hers}, by=by, at=at)
    if any(place.article not in there for place in hers):
        raise NotPossible(
            _(
                "One of the articles is not there to be placed: neither on the site nor on its way there. Take it out."
            )
        )
    for article in arrangement.twice(whole):
        said = _("“%(title)s” stands in two places. Take it out of one of them.")
        raise NotPossible(said % {"title": there[article].title if article in there else ""})
    if arrangement.too_full(whole):
        raise NotPossible(_("There are more articles in a place than it has room for. Take some out."))
    of_sections = {place.section for place in whole if place.section is not None}
    if Section.objects.filter(pk__in=of_sections).count() != len(of_sections):
        raise NotPossible(_("A section is gone that an article was placed in. Load the page anew."))


def _write(
    places: Sequence[Place], begins: datetime, *, by: User | None, at: datetime, number: int
) -> Layout:
    layout = Layout.objects.create(
        number=number, places=len(places), live_from=begins, laid_by=by, laid_at=at
    )
    Placement.objects.bulk_create(
        Placement(layout=layout, slot=one.slot, section_id=one.section, article_id=one.article, order=order)
        for order, one in enumerate(places)
    )
    said = _in_words(places, at=at)
    record.write(kind="front.lay", thing=layout, by=by, at=at, after=iso(begins), note=said)
    return layout


def _in_words(places: Collection[Place], *, at: datetime) -> str:
    titles = known([place.article for place in places], by=None, at=at)
    sections = Section.objects.in_bulk([place.section for place in places if place.section])
    lines = []
    for place in places:
        where = str(Slot(place.slot).label)
        if place.section:
            where = f"{where} ({sections[place.section]})"
        lines.append(f"{where}: {titles[place.article].title}")
    return "\n".join(lines) or _("Nothing placed: the page fills itself.")


# ── Recalling ────────────────────────────────────────────────────────────────
def recall(layout: Layout, *, by: User | None, at: datetime) -> None:
    """Takes away one that is still ahead: what stands before it stays. Raises a `Refused`."""
    _require(by)
    with transaction.atomic():
        _recall(layout, by=by, at=at)


def _recall(layout: Layout, *, by: User | None, at: datetime) -> None:
    ahead = Layout.objects.ahead(at).filter(pk=layout.pk)
    try:
        with transaction.atomic():
            changed = ahead.order_by().update(recalled_by=by, recalled_at=at)
    except IntegrityError:
        # The database's clock passed its hour just before ours did.
        changed = 0
    if not changed:
        raise _not_ahead(Layout.objects.select_related("recalled_by").get(pk=layout.pk))
    record.write(kind="front.recall", thing=layout, by=by, at=at, before=iso(layout.live_from))


# ── Refusals ─────────────────────────────────────────────────────────────────
def _not_ahead(layout: Layout) -> NotPossible:
    if layout.recalled_at is None:
        said = _("This front page has come into force: it stands as it was. Lay out the next one.")
        return NotPossible(said)
    who = {"who": layout.recalled_by or _("the system"), "when": as_typed(layout.recalled_at)}
    return NotPossible(_("This front page was recalled: %(who)s, %(when)s.") % who)


def _overtaken() -> Overtaken:
    last = Layout.objects.select_related("laid_by").order_by("-number")[0]
    words = {
        "who": last.laid_by or _("the system"),
        "when": as_typed(last.laid_at),
        "from": as_typed(last.live_from),
    }
    return Overtaken(
        _(
            "Meanwhile %(who)s laid out the front page (at %(when)s, to be shown from %(from)s). Yours stands below as "
            "you left it: look at the other one, then save once more to lay yours over it."
        )
        % words
    )


def _taken(begins: datetime) -> Incomplete:
    there = Layout.objects.standing().filter(live_from=begins).select_related("laid_by").first()
    said = _("For this very time %(who)s laid out a page already. Change that one, or choose another time.")
    return Incomplete("live_from", said % {"who": (there and there.laid_by) or _("the system")})


# ── What an embargo keeps ────────────────────────────────────────────────────
def events_kept_from(user: User, at: datetime) -> Q:
    """Events of pages and announcements that name an article of which an embargo keeps an edition from her."""
    shut = Edition.objects.filter(pk__in=Embargo.objects.shut_to(user, at=at).values("edition")).values(
        "article"
    )
    placed = Placement.objects.filter(layout=OuterRef("thing_id"), article__in=shut)
    announced = Announcement.objects.filter(pk=OuterRef("thing_id"), article__in=shut)
    return (Q(Exists(placed)) & Q(thing=Layout._meta.label_lower)) | (
        Q(Exists(announced)) & Q(thing=Announcement._meta.label_lower)
    )
