"""The demo newsroom: everything there is to see, made by the newsroom's own acts; a second time nothing more."""

from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Grant, User
from accounts.roles import ROLES
from articles.models import Article, Author, Edition, EditionPhoto, Related, Section, Story, Tag
from articles.plain_text import decode, parse
from comments.models import Comment
from demo import load
from demo.catalogue import DRAFTS, PIECES, REMARKS, SECTIONS
from demo.objects import STORY, TO_MARKET
from demo.people import PASSWORD, PEOPLE
from demo.pictures import SCENES
from demo.signed import MADE_BY, RELATED, SIGNERS, STORIES
from letters.models import Letter, Sender
from letters.steps import STATE_LABELS
from photos.models import Photo
from record.models import Event
from tests.cms.markup import Markup
from tests.comments.readers import discussion
from tests.factories import AT, HOUR

ROOMS = ("record", "accounts", "files", "photos", "pages", "articles", "letters", "comments", "auth")
# The accounts every page about the demo names.
USERNAMES = [
    *("phongvien", "congtacvien", "bientapvien", "thukytoasoan", "tongbientap"),
    *("kiemduyet", "quantri"),
]


def rows() -> dict[str, int]:
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


@pytest.fixture
def small_pictures(monkeypatch, settings, tmp_path) -> Path:
    """Pictures as small as they can be drawn, in a folder of their own."""
    monkeypatch.setattr(load, "PICTURE_SIZE", (120, 72))
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


# ── Loaded ───────────────────────────────────────────────────────────────────
@pytest.mark.slow
def test_the_demo_loads_and_a_second_time_changes_nothing(db, small_pictures, clock, capsys):
    call_command("demo")
    everything_is_there()
    every_state_is_there()
    comments_of_every_state_are_there()
    letters_of_every_state_are_there()
    the_public_site_shows_it()
    before, files = rows(), sorted(small_pictures.rglob("*"))
    clock.shift(HOUR)
    call_command("demo")
    assert (rows(), sorted(small_pictures.rglob("*"))) == (before, files)
    printed = capsys.readouterr().out
    assert printed.count(PASSWORD) == 2
    assert [person.username for person in PEOPLE if person.username not in printed] == []


def everything_is_there() -> None:
    pictures = sum(len(piece.pictures) for piece in PIECES) + len(STORY) + len(TO_MARKET)
    assert (Article.objects.count(), Section.objects.count(), Photo.objects.count()) == (25, 16, pictures)
    assert (Author.objects.count(), Story.objects.count()) == (len(SIGNERS), len(STORIES))
    assert Author.objects.filter(contributions=None).count() == 0
    assert Related.objects.count() == sum(map(len, RELATED.values())) + 2
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(USERNAMES)
    assert User.objects.filter(is_superuser=True).count() == 0
    assert Grant.objects.values("person").distinct().count() == len(PEOPLE)
    assert Tag.objects.filter(editions=None).count() == 0
    assert EditionPhoto.objects.filter(photo__isnull=False, alt="").count() == 0
    assert not any(Photo.objects.filter(**{word: ""}) for word in ("caption", "credit", "alt", "place"))


def every_state_is_there() -> None:
    at = AT + HOUR / 60
    editions = Edition.objects.select_related("step")
    assert Counter(edition.phase(at) or edition.state for edition in editions) == {
        "live": 18,
        "replaced": 1,
        "scheduled": 1,
        "expired": 1,
        "withdrawn": 1,
        "draft": 1,
        "returned": 1,
        "in_review": 2,
    }
    assert len({edition.step_id for edition in editions if edition.step_id}) == 2
    assert Event.objects.filter(actor_id=None).exclude(kind__startswith="comment.").count() == 0
    withdrawn = Event.objects.get(kind="edition.withdraw")
    assert (withdrawn.ordered_by, bool(withdrawn.note)) == ("Ban Biên tập Báo Mẫu", True)


def comments_of_every_state_are_there() -> None:
    assert Counter(Comment.objects.values_list("state", flat=True)) == Counter(
        remark.state for remark in REMARKS
    )
    for article in Article.objects.all():
        assert article.comments_shown == Comment.objects.shown().filter(article=article).count()


def letters_of_every_state_are_there() -> None:
    assert sorted(Letter.objects.values_list("state", flat=True)) == sorted(dict(STATE_LABELS))
    assert not Sender.objects.exclude(email="").exclude(email__endswith="@vi-du.example").exists()


def the_public_site_shows_it() -> None:
    client = Client()
    live = Edition.objects.live(AT + HOUR / 60).select_related("article", "section")
    addresses = [
        "/",
        "/gui-tin/",
        "/thong-tin/lien-he/",
        "/sitemap.xml",
        "/rss/tin-moi.rss",
        *(f"/{row.slug}/" for row in SECTIONS),
    ]
    addresses += [edition.article.get_absolute_url() for edition in live]
    addresses += [row.get_absolute_url() for row in (*Story.objects.all(), *Author.objects.all())]
    addresses += [tag.get_absolute_url() for tag in Tag.objects.filter(editions__in=live).distinct()]
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )
    for edition in live:
        shown = discussion(edition)
        assert len(shown.ids) == shown.said_count == edition.article.comments_shown
    images = [n.attributes["src"] for n in Markup(client.get("/").text).all("img")]
    assert {client.get(src).status_code for src in images} == {200}


# ── Refused ──────────────────────────────────────────────────────────────────
def test_the_demo_is_refused_where_its_accounts_were_not_asked_for(db, small_pictures, settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="DEMO_ACCOUNTS"):
        call_command("demo")
    assert (User.objects.count(), Grant.objects.count(), Article.objects.count()) == (0, 0, 0)
    assert list(small_pictures.rglob("*")) == []


def test_a_refused_demo_leaves_nothing_behind(db, small_pictures, settings):
    settings.DEMO_ACCOUNTS = False
    before = rows()
    with pytest.raises(CommandError):
        call_command("demo")
    assert rows() == before


# ── What it is made of ───────────────────────────────────────────────────────
def test_every_piece_has_a_text_in_the_shape_and_every_text_a_piece():
    files = {path.name for path in load.TEXTS.iterdir()}
    assert files == {piece.file for piece in PIECES}
    assert len(files) == len(PIECES) == 25
    for piece in PIECES:
        plain = parse(decode((load.TEXTS / piece.file).read_bytes()))
        assert plain.body
        assert len(plain.captions) >= len(piece.pictures)


def test_the_catalogue_names_only_what_there_is():
    slugs = {section.slug for section in SECTIONS}
    assert {piece.section for piece in PIECES} <= slugs
    assert {section.parent for section in SECTIONS if section.parent} <= slugs
    assert {picture.scene for piece in PIECES for picture in piece.pictures} <= set(SCENES)
    assert {row.file for row in (*DRAFTS,)} | {remark.piece_file for remark in REMARKS} <= {
        p.file for p in PIECES
    }
    assert [remark for remark in REMARKS if remark.state == "rejected" and not remark.reason] == []
    named = {*MADE_BY, *RELATED, *(file for files in RELATED.values() for file in files)}
    assert named | {file for told in STORIES for file in told.files} <= {piece.file for piece in PIECES}
    assert {name for rows in MADE_BY.values() for name, _work, _share in rows} <= {
        one.name for one in SIGNERS
    }


def test_no_remark_answers_one_that_is_not_shown():
    shown = {(remark.piece_file, remark.key) for remark in REMARKS if remark.key and remark.state == "shown"}
    assert [r for r in REMARKS if r.reply_to and (r.piece_file, r.reply_to) not in shown] == []


def test_the_people_are_those_whom_everybody_knows_by_their_roles():
    assert [person.username for person in PEOPLE] == USERNAMES
    assert set(USERNAMES) <= set(ROLES)
