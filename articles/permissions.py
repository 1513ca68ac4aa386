"""May this person do this to this row: by section and by authorship. What is possible now is the workflow's affair.

`by=None` is the system itself, which may everything; commands that act so are recorded as such.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import In

from accounts.models import Grant, User
from articles.models import Article, Edition, Embargo, ReviewStep, Section, Tag
from articles.models.edition import EditionQuerySet
from articles.models.section import SectionQuerySet
from articles.models.step import STEP_PERMISSIONS
from articles.workflow import EDITABLE, OWN, STEP, WITH_THE_WRITER, WRITER, Move
from cms.unindexed import Unindexed

WRITE = "articles.write_edition"
EDIT = "articles.edit_edition"
MOVE_ARTICLES = "articles.move_articles"
# Whoever holds one of these in a section sees what is written there.
SEES = (
    EDIT,
    *(permission for permission, _label in STEP_PERMISSIONS),
    "articles.publish_urgently",
    "articles.recall_edition",
    "articles.withdraw_article",
    MOVE_ARTICLES,
)


def is_own_text(user: User, edition: Edition) -> bool:
    """One's own draft, or the article one began. Editing at a step does not make it own."""
    return user.pk is not None and user.pk in (edition.created_by_id, edition.article.created_by_id)


def own_text(user: User) -> Q:
    """The SQL truth beside `is_own_text`. Her articles are a list made once: a join would ask each whose it is."""
    begun = Article.objects.filter(created_by=user).values("pk")
    return Q(created_by=user) | Q(In(Unindexed("article_id"), begun))


def not_own_text(user: User) -> Q:
    """What she may pass, unless the site lets people pass their own. Not `~own_text`: nobody's text is neither."""
    if settings.SITE_OWN_TEXT_APPROVAL:
        return Q()
    return (Q(created_by=None) | ~Q(created_by=user)) & (
        Q(article__created_by=None) | ~Q(article__created_by=user)
    )


def can_enter(user: User) -> bool:
    """Whether she has anything to do with articles at all."""
    return any(user.has_perm(permission) for permission in (WRITE, *SEES))


def may_write_in(user: User, section: Section) -> bool:
    return user.has_perm(WRITE, section)


def within(where: frozenset[int] | None, field: str) -> Q:
    """A filter: `field` names a section among these or under one of them. None is everywhere.

    Everywhere is an empty Q, which OR-ed with anything means that thing alone: ask for None first.
    """
    return Q() if where is None else Q(**{f"{field}__in": where}) | Q(**{f"{field}__parent__in": where})


def sections_to_write_in(user: User) -> SectionQuerySet:
    """Those she writes in, and those in which she edits what others write."""
    return _sections_where(user, WRITE, EDIT)


def sections_to_move_between(user: User) -> SectionQuerySet:
    return _sections_where(user, MOVE_ARTICLES)


def _sections_where(user: User, *permissions: str) -> SectionQuerySet:
    where = user.where(*permissions)
    if where is None:
        return Section.objects.all()
    return Section.objects.filter(Q(pk__in=where) | Q(parent__in=where))


def open_to(user: User, *, at: datetime) -> Exists:
    """A filter of editions: no embargo keeps them from her now. No right, not even all of them, stands above one."""
    return ~Exists(Embargo.objects.shut_to(user, at=at).filter(edition=OuterRef("pk")))


def is_shut_out(user: User, edition: Edition, *, at: datetime) -> bool:
    """The Python truth beside `open_to`."""
    embargo = getattr(edition, "embargo", None)
    return embargo is not None and embargo.is_shut_to(user, at=at)


def visible_to(user: User, editions: EditionQuerySet, *, at: datetime) -> EditionQuerySet:
    """Of these editions, those she may know of at the desk: her own, and those of sections she works on."""
    where, known = user.where(*SEES), editions.filter(open_to(user, at=at))
    if where is None:
        return known
    return known.filter(own_text(user) | within(where, "section"))


def can_see(user: User, edition: Edition, *, at: datetime) -> bool:
    """The Python truth beside `visible_to`."""
    if is_shut_out(user, edition, at=at):
        return False
    return is_own_text(user, edition) or any(user.has_perm(p, edition.section) for p in SEES)


def known_tags(user: User, tags: QuerySet[Tag], *, at: datetime) -> QuerySet[Tag]:
    """Without those that stand on nothing but what an embargo keeps from her: their words would tell of it."""
    kept = Embargo.objects.shut_to(user, at=at).values("edition")
    uses = Edition.tags.through.objects.filter(tag=OuterRef("pk"))
    return tags.exclude(Exists(uses.filter(edition__in=kept)) & ~Exists(uses.exclude(edition__in=kept)))


def can_edit(user: User, edition: Edition) -> bool:
    """Her own while it is with her; another's while it may be changed and she edits there or holds its step."""
    if edition.state not in EDITABLE:
        return False
    if is_own_text(user, edition):
        return edition.state in WITH_THE_WRITER and may_write_in(user, edition.section)
    return holds_step(user, edition) or user.has_perm(EDIT, edition.section)


def holds_step(user: User, edition: Edition) -> bool:
    """Whether the step this edition is at is hers to pass."""
    return edition.step_id is not None and user.has_perm(edition.step.permission, edition.section)


def at_steps_of(user: User) -> Q | None:
    """The SQL truth beside `holds_step`, for whatever is in review; None for who passes no step."""
    here = None
    for step in ReviewStep.objects.all():
        if user.has_perm(step.permission):
            at_step = Q(step=step) & within(user.where(step.permission), "section")
            here = at_step if here is None else here | at_step
    return here


def may_pass(user: User, edition: Edition) -> bool:
    """Whether she may take it, and be handed it: the step is hers, and the text is not, unless the site allows that."""
    own = is_own_text(user, edition) and not settings.SITE_OWN_TEXT_APPROVAL
    return holds_step(user, edition) and not own


def people_with(permission: str, section: Section) -> QuerySet[User]:
    """Active people who were granted this in this section, in the one above it or in all."""
    app_label, codename = permission.split(".")
    grants = Grant.objects.filter(
        role__permissions__content_type__app_label=app_label, role__permissions__codename=codename
    )
    reaching = grants.filter(Q(section=None) | Q(section__in=[section.pk, section.parent_id or section.pk]))
    return User.objects.filter(is_active=True, pk__in=reaching.values("person")).order_by(
        "display_name", "pk"
    )


def who_may_pass(edition: Edition, *, at: datetime) -> QuerySet[User]:
    """Those for whom it waits, by their grants: whom `may_pass`, but superusers, who hold none and are not told.

    Under an embargo, those of them whom it names.
    """
    people = people_with(edition.step.permission, edition.section)
    embargo = getattr(edition, "embargo", None)
    if embargo and embargo.is_on(at):
        people = people.filter(pk__in=embargo.people.values("pk"))
    if settings.SITE_OWN_TEXT_APPROVAL:
        return people
    return people.exclude(pk__in=[pk for pk in (edition.created_by_id, edition.article.created_by_id) if pk])


def can_copy(user: User, edition: Edition) -> bool:
    """Whether she, who sees it, may begin an article of her own with its words, where it stands."""
    return may_write_in(user, edition.section)


def can_open_next(user: User, edition: Edition) -> bool:
    """Whether she may begin a new edition from an approved one."""
    if is_own_text(user, edition) and may_write_in(user, edition.section):
        return True
    return user.has_perm(EDIT, edition.section)


def may_share(user: User, edition: Edition) -> bool:
    """Whether she may show it to people without an account: whose text it is, who edits there, who holds its step."""
    return can_open_next(user, edition) or holds_step(user, edition)


def may_make(user: User | None, move: Move, edition: Edition) -> bool:
    """Whether this move on this edition is hers to make, if it is possible at all."""
    if user is None:
        return True
    own = is_own_text(user, edition)
    if move.others_text_only and own and not settings.SITE_OWN_TEXT_APPROVAL:
        return False
    if move.who == OWN:
        return own and may_write_in(user, edition.section)
    if move.who == WRITER:
        return can_edit(user, edition)
    return user.has_perm(_permission(move, edition.step), edition.section)


def _permission(move: Move, step: ReviewStep | None) -> str:
    if move.who != STEP:
        return move.who
    if step is None:
        raise ValueError(f"{move.name} needs a step of review")
    return step.permission
