"""Rules about editions that no constraint can say."""

from cms.triggers import Trigger
from cms.word_index import WordIndex

PAST_STANDS = "An edge of a span that is past is never moved."

_CONTENT = [
    "title",
    "lead",
    "body",
    "byline",
    "section_id",
    "story_id",
    "date_line",
    "article_id",
    "number",
    "approved_at",
    "content_hash",
    "created_by_id",
]
# Rows that belong to an edition and are approved with it.
_HUNG = ("articles_editionphoto", "articles_edition_tags", "articles_contributor", "articles_related")
_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _CONTENT)
_BELONGS_TO_APPROVED = (
    "EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = {row}.edition_id AND e.state = 'approved')"
)
# A bare '9999' would be compared as a number, and every date is greater than any number to SQLite.
_OVERLAP = """
NEW.state = 'approved' AND EXISTS (
  SELECT 1 FROM articles_edition e
  WHERE e.article_id = NEW.article_id AND e.id IS NOT NEW.id AND e.state = 'approved'
    AND e.live_from < coalesce(NEW.live_until, '9999-12-31') AND NEW.live_from < coalesce(e.live_until, '9999-12-31')
    AND e.live_from IS NOT e.live_until AND NEW.live_from IS NOT NEW.live_until)"""


def _of_approved(table: str, event: str) -> Trigger:
    rows = {"INSERT": ["NEW"], "DELETE": ["OLD"], "UPDATE": ["NEW", "OLD"]}[event]
    return Trigger(
        name=f"{table.removeprefix('articles_')}_{event.lower()}_approved",
        table=table,
        event=event,
        refuse_if=" OR ".join(_BELONGS_TO_APPROVED.format(row=row) for row in rows),
        message="What belongs to an approved edition is never changed.",
    )


# What was laid out stands as it was; of a layout that is still ahead it is noted that it was recalled.
_LAID_OTHERWISE = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}"
    for column in ("number", "places", "live_from", "laid_by_id", "laid_at")
)
_SAID_OTHERWISE = " OR ".join(
    f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ("kind", "text", "article_id", "shown_from")
)
_FRONT_PAGE = [
    Trigger(
        name="layout_stands",
        table="articles_layout",
        event="UPDATE",
        refuse_if=f"OLD.live_from <= {{now}} OR OLD.recalled_at IS NOT NULL OR {_LAID_OTHERWISE}",
        message="A front page is never changed: the next one is laid out.",
    ),
    Trigger(
        name="layout_stays",
        table="articles_layout",
        event="DELETE",
        refuse_if="(1 = 1)",
        message="A front page is never deleted.",
    ),
    Trigger(
        name="placement_laid_with_its_page",
        table="articles_placement",
        event="INSERT",
        refuse_if="""(SELECT count(*) FROM articles_placement p WHERE p.layout_id = NEW.layout_id)
          >= (SELECT l.places FROM articles_layout l WHERE l.id = NEW.layout_id)""",
        message="No article is put on a front page that was laid out.",
    ),
    *(
        Trigger(
            name=f"placement_no_{event.lower()}",
            table="articles_placement",
            event=event,
            refuse_if="(1 = 1)",
            message="A place on a front page that was laid out is never changed.",
        )
        for event in ("UPDATE", "DELETE")
    ),
    Trigger(
        name="announcement_past_stands",
        table="articles_announcement",
        event="UPDATE",
        refuse_if=f"""(OLD.shown_from <= {{now}} AND ({_SAID_OTHERWISE}))
          OR (OLD.shown_until <= {{now}} AND NEW.shown_until IS DISTINCT FROM OLD.shown_until)""",
        message="What readers were told is never changed.",
    ),
    Trigger(
        name="announcement_stays",
        table="articles_announcement",
        event="DELETE",
        refuse_if="(1 = 1)",
        message="An announcement is never deleted.",
    ),
]

TRIGGERS = [
    *_FRONT_PAGE,
    WordIndex(name="articles_edition_words", table="articles_edition", column="search_text"),
    Trigger(
        name="edition_words_stand",
        table="articles_edition",
        event="UPDATE",
        refuse_if=f"OLD.state = 'approved' AND NEW.state = 'approved' AND ({_CHANGED})",
        message="An approved edition is never rewritten.",
    ),
    Trigger(
        name="edition_past_stands",
        table="articles_edition",
        event="UPDATE",
        refuse_if="""OLD.state = 'approved' AND (
          (OLD.live_from <= {now} AND (NEW.state <> 'approved' OR NEW.live_from IS DISTINCT FROM OLD.live_from))
          OR (OLD.live_until <= {now} AND NEW.live_until IS DISTINCT FROM OLD.live_until))""",
        message=PAST_STANDS,
    ),
    Trigger(
        name="edition_expiry_stands",
        table="articles_edition",
        event="UPDATE",
        refuse_if="""OLD.state = 'approved' AND NEW.state = 'approved'
          AND NEW.expires_at IS DISTINCT FROM OLD.expires_at AND (
            OLD.live_until <= {now} OR NEW.withdrawn_at IS NOT NULL
            OR (NEW.ended_by = 'expired' AND NEW.live_until IS DISTINCT FROM NEW.expires_at)
            OR (NEW.expires_at IS NOT NULL AND (NEW.live_until IS NULL OR NEW.live_until > NEW.expires_at)))""",
        message="The expiry of an approved edition changes with its end alone, while that is ahead.",
    ),
    Trigger(
        name="edition_approved_stays",
        table="articles_edition",
        event="DELETE",
        refuse_if="OLD.state = 'approved'",
        message="An approved edition is never deleted.",
    ),
    Trigger(
        name="article_date_stands",
        table="articles_article",
        event="UPDATE",
        refuse_if="""NEW.dated IS DISTINCT FROM OLD.dated AND EXISTS (
          SELECT 1 FROM articles_edition e
          WHERE e.article_id = OLD.id AND e.state = 'approved' AND e.live_from <= {now}
            AND e.live_from IS DISTINCT FROM e.live_until)""",
        message="The date line of an article that was live is never changed.",
    ),
    *(
        Trigger(
            name=f"edition_overlap_{event.lower()}",
            table="articles_edition",
            event=event,
            refuse_if=_OVERLAP,
            message="Two editions of one article would be live at once.",
            only="sqlite",
        )
        for event in ("INSERT", "UPDATE")
    ),
    *(_of_approved(table, event) for table in _HUNG for event in ("INSERT", "UPDATE", "DELETE")),
    *(_of_approved("articles_correction", event) for event in ("INSERT", "UPDATE", "DELETE")),
    *(
        Trigger(
            name=f"version_no_{event.lower()}",
            table="articles_version",
            event=event,
            refuse_if="(1 = 1)",
            message="What stood in an edition is never changed.",
            only="postgresql" if event == "TRUNCATE" else "",
        )
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
]
