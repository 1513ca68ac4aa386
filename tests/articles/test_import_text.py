"""`import_text`: what a folder of old pages becomes, and that the same folder again becomes nothing more."""

import codecs
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.utils.translation import gettext as _

from articles.models import Article, Edition, Section
from cms.text import nfc
from record.models import Event
from tests.cms.markup import Markup, dangers
from tests.cms.payloads import EVERY
from tests.factories import AT, MINUTE, bring_to, make_edition, make_photo, make_section, make_user

SEED = Path(site.BASE_DIR) / "demo/texts/giao-ban-khoa-giao.txt"
ROOMS = ("record", "accounts", "photos", "articles", "comments")
LONG = "Các đại biểu đã thảo luận, làm rõ hơn những kết quả đã đạt được. " * 3

pytestmark = pytest.mark.usefixtures("khoa_giao")


def file(folder: Path, name: str = "bai.txt", **parts: str) -> Path:
    """A text in the shape, with these parts in place of the usual ones."""
    usual = {
        "title": "Gỡ khó cho hợp tác xã",
        "time": "18:56, 15/09/2021",
        "lead": "Sáng 15/9, hội nghị đã họp.",
        "caption": "Toàn cảnh Hội nghị.",
        "body": LONG,
        "byline": "N.V",
    }
    path = folder / name
    path.write_text("\n\n".join(part for part in (usual | parts).values() if part), "utf-8")
    return path


def bring(*files: Path | str, capsys, refused: bool = False, **options) -> list[str]:
    """Runs the command; gives what it printed, errors after the rest."""
    options = {"section": "khoa-giao"} | options
    if refused:
        with pytest.raises(CommandError) as error:
            call_command("import_text", *map(str, files), **options)
        printed = capsys.readouterr()
        return [*printed.out.splitlines(), *printed.err.splitlines(), str(error.value)]
    call_command("import_text", *map(str, files), **options)
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out.splitlines()


def rows() -> dict[str, int]:
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return {model._meta.label: model.objects.count() for model in models}


def acts() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("pk").values_list("kind", "actor_label"))


# ── Brought in ───────────────────────────────────────────────────────────────
def test_the_seed_goes_live_under_its_own_date(capsys):
    lines = bring(SEED, capsys=capsys, publish=True)
    edition = Edition.objects.select_related("article").get()
    path = f"khoa-giao/202109/giao-ban-cong-tac-khoa-giao-quy-iii-nam-2021-{edition.article_id}.html"
    assert lines == [f"{edition.article_id} http://testserver/{path} {_('new')}"]
    assert edition.article.path == path
    assert edition.dated.isoformat() == "2021-09-15T11:56:00+00:00"
    assert (edition.state, edition.live_from.year, edition.created_by) == ("approved", 2040, None)
    assert [picture.caption for picture in edition.photos.all()] == ["Toàn cảnh Hội nghị."]


def test_without_publishing_it_is_a_draft_without_an_address(capsys, tmp_path):
    lines = bring(file(tmp_path), capsys=capsys)
    edition = Edition.objects.get()
    assert lines == [f"{edition.article_id} {_('(not published yet)')} {_('new')}"]
    assert (edition.state, edition.article.path) == ("draft", "")


def test_the_system_does_it_and_is_recorded_as_such(capsys):
    bring(SEED, capsys=capsys, publish=True)
    system = _("the system")
    assert acts() == [("edition.begin", system), ("edition.publish_urgently", system)]


def test_a_person_does_it_and_is_recorded_by_name(capsys, cast, tmp_path):
    bring(file(tmp_path), capsys=capsys, by="phongvien")
    assert Edition.objects.get().created_by == cast.phongvien
    assert acts() == [("edition.begin", str(cast.phongvien))]


def test_each_file_is_a_line_and_an_article(capsys, tmp_path):
    files = [file(tmp_path, f"{number}.txt", title=f"Bài {number}") for number in range(3)]
    lines = bring(*files, capsys=capsys)
    editions = Edition.objects.order_by("pk")
    assert [edition.title for edition in editions] == ["Bài 0", "Bài 1", "Bài 2"]
    assert [line.split()[0] for line in lines] == [str(edition.article_id) for edition in editions]


def test_the_words_are_stored_character_for_character(capsys):
    bring(SEED, capsys=capsys)
    edition = Edition.objects.get()
    title, _time, lead, caption, *body, byline, _heading = filter(None, SEED.read_text("utf-8").split("\n"))
    assert (edition.title, edition.lead, edition.byline) == (title, lead, byline)
    assert [node.text for node in Markup(edition.body).all("p")] == body
    assert edition.photos.get().caption == caption


# ── Again ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("publish", [True, False])
def test_the_same_again_changes_nothing(capsys, publish):
    first = bring(SEED, capsys=capsys, publish=publish)
    before = rows()
    again = bring(SEED, SEED, capsys=capsys, publish=publish)
    assert rows() == before
    assert again == [first[0].removesuffix(_("new")) + _("unchanged")] * 2


@pytest.mark.parametrize(
    "saved",
    [lambda raw: codecs.BOM_UTF8 + raw, lambda raw: raw.replace(b"\n", b"\r\n"), lambda raw: raw + b"\n\n"],
)
def test_the_same_words_saved_otherwise_are_the_same(capsys, tmp_path, saved):
    bring(SEED, capsys=capsys, publish=True)
    before = rows()
    (tmp_path / "lai.txt").write_bytes(saved(SEED.read_bytes()))
    bring(tmp_path / "lai.txt", capsys=capsys, publish=True)
    assert rows() == before


def test_the_same_is_unchanged_whatever_the_desk_did_since(capsys, tmp_path):
    bring(file(tmp_path), capsys=capsys)
    edition = Edition.objects.get()
    edition.title, edition.body = "Tít mới của bàn", "<p>Lời mới.</p>"
    edition.save()
    before = rows()
    assert bring(file(tmp_path), capsys=capsys)[0].endswith(_("unchanged"))
    assert (rows(), Edition.objects.get().title) == (before, "Tít mới của bàn")


@pytest.mark.parametrize("publish", [True, False])
def test_a_changed_file_opens_the_next_edition_as_a_draft(capsys, tmp_path, publish):
    bring(file(tmp_path), capsys=capsys, publish=True)
    lines = bring(file(tmp_path, lead="Sapo đã sửa."), capsys=capsys, publish=publish)
    article = Article.objects.get()
    old, new = article.editions.order_by("number")
    assert lines == [f"{article.pk} http://testserver/{article.path} {_('next edition opened as a draft')}"]
    assert (old.state, old.lead, new.state, new.lead) == (
        "approved",
        "Sáng 15/9, hội nghị đã họp.",
        "draft",
        "Sapo đã sửa.",
    )
    assert acts()[-2:] == [("edition.open", _("the system")), ("edition.edit", _("the system"))]


def test_a_changed_file_again_changes_nothing(capsys, tmp_path):
    bring(file(tmp_path), capsys=capsys, publish=True)
    bring(file(tmp_path, lead="Sapo đã sửa."), capsys=capsys)
    before = rows()
    assert bring(file(tmp_path, lead="Sapo đã sửa."), capsys=capsys)[0].endswith(_("unchanged"))
    assert rows() == before


def test_the_next_edition_replaces_the_first_once_it_is_approved(capsys, tmp_path, client, clock):
    bring(file(tmp_path), capsys=capsys, publish=True)
    bring(file(tmp_path, lead="Sapo đã sửa."), capsys=capsys)
    bring_to("live", Edition.objects.get(number=2), at=AT + MINUTE)
    clock.shift(2 * MINUTE)
    article = Article.objects.get()
    assert Markup(client.get(article.get_absolute_url()).text).one("p", "lead").text == "Sapo đã sửa."


def test_pictures_stay_with_their_captions_and_go_with_them(capsys, tmp_path):
    path = file(tmp_path, caption="Ảnh một.\n\nẢnh hai.")
    bring(path, capsys=capsys)
    one, two = Edition.objects.get().photos.all()
    one.photo, two.photo = make_photo(), make_photo()
    one.save()
    two.save()
    bring(file(tmp_path, caption="Ảnh hai.\n\nẢnh ba."), capsys=capsys)
    hung = Edition.objects.get(number=2).photos.values_list("caption", "photo")
    assert sorted(hung) == [("Ảnh ba.", None), ("Ảnh hai.", two.photo_id)]


@pytest.mark.parametrize("parts", [{"title": "Bài khác"}, {"time": "18:57, 15/09/2021"}])
def test_another_title_or_time_is_another_article(capsys, tmp_path, parts):
    bring(file(tmp_path), capsys=capsys)
    bring(file(tmp_path, **parts), capsys=capsys)
    assert Article.objects.count() == 2


def test_an_article_written_at_the_desk_is_never_taken_for_the_files(capsys, tmp_path):
    make_edition(title="Gỡ khó cho hợp tác xã")
    bring(file(tmp_path), capsys=capsys)
    assert Article.objects.count() == 2


# ── Not brought in ───────────────────────────────────────────────────────────
def test_a_bad_file_is_named_with_line_and_reason_and_the_others_go_in(capsys, tmp_path):
    good, bad, last = file(tmp_path, "a.txt", title="Một"), file(tmp_path, "b.txt", time="hôm qua"), SEED
    lines = bring(good, bad, last, capsys=capsys, refused=True)
    reason = _("a time like 18:56, 15/09/2021 is expected here, not “%(text)s”") % {"text": "hôm qua"}
    assert lines[2:] == [
        f"{bad}: " + _("line %(line)d: %(reason)s") % {"line": 3, "reason": reason},
        _("Not imported: %(files)s") % {"files": bad},
    ]
    assert [edition.title for edition in Edition.objects.order_by("pk")] == [
        "Một",
        "Giao ban công tác khoa giáo quý III năm 2021",
    ]


def test_what_is_no_file_of_ours_is_named_and_leaves_nothing(capsys, tmp_path):
    (tmp_path / "anh.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "lon.txt").write_bytes(b"a" * (2 * 1024 * 1024 + 1))
    (tmp_path / "trong.txt").write_bytes(b"")
    before = rows()
    files = [tmp_path / name for name in ("khong-co.txt", ".", "anh.jpg", "lon.txt", "trong.txt")]
    lines = bring(*files, capsys=capsys, refused=True)
    assert [line.partition(": ")[0] for line in lines[:-1]] == [str(path) for path in files]
    assert lines[-1] == _("Not imported: %(files)s") % {"files": ", ".join(map(str, files))}
    assert rows() == before


def test_an_unknown_section_is_answered_with_the_known_ones(capsys, tmp_path):
    make_section(slug="y-te")
    words = {"slug": "khong-co", "known": ", ".join(Section.objects.values_list("slug", flat=True))}
    lines = bring(file(tmp_path), capsys=capsys, refused=True, section="khong-co")
    assert lines == [_("There is no section “%(slug)s”. There are: %(known)s") % words]
    assert Article.objects.count() == 0


@pytest.mark.parametrize("name", ["khong-co", "nghi-viec"])
def test_an_unknown_or_closed_account_does_nothing(capsys, tmp_path, name):
    make_user(username="nghi-viec", role="phongvien", is_active=False)
    lines = bring(file(tmp_path), capsys=capsys, refused=True, by=name)
    assert lines == [_("There is no active account “%(name)s”.") % {"name": name}]


@pytest.mark.parametrize("role", ["outsider", "kiemduyet", "quantri"])
def test_nobody_brings_in_where_she_may_not_write(capsys, cast, tmp_path, role):
    before = rows()
    lines = bring(file(tmp_path), capsys=capsys, refused=True, by=role)
    words = {"who": getattr(cast, role), "section": "Khoa giáo"}
    assert lines[0].endswith(_("%(who)s may not write in “%(section)s”.") % words)
    assert rows() == before


def test_nobody_changes_another_sections_article_through_her_own(capsys, cast, tmp_path):
    bring(file(tmp_path), capsys=capsys, publish=True)
    before = rows()
    bring(file(tmp_path, lead="Khác."), capsys=capsys, refused=True, by="outsider", section="xa-hoi")
    assert rows() == before


@pytest.mark.parametrize("role", ["phongvien", "bientapvien", "tongbientap"])
def test_nobody_publishes_her_own_text_by_command(capsys, cast, tmp_path, role):
    before = rows()
    lines = bring(file(tmp_path), capsys=capsys, refused=True, by=role, publish=True)
    message = _(
        "%(who)s may not publish this: nobody publishes their own text. Without --by the system does."
    )
    assert lines[0] == f"{tmp_path / 'bai.txt'}: " + message % {"who": getattr(cast, role)}
    assert rows() == before


@pytest.mark.parametrize(
    ("role", "may"), [("tongbientap", True), ("bientapvien", False), ("phongvien", False)]
)
def test_where_the_site_allows_it_who_holds_the_right_publishes_her_own(
    capsys, cast, tmp_path, settings, role, may
):
    settings.SITE_OWN_TEXT_APPROVAL = True
    bring(file(tmp_path), capsys=capsys, refused=not may, by=role, publish=True)
    assert Edition.objects.filter(state="approved").count() == may


# ── What tries to act ────────────────────────────────────────────────────────
def test_markup_in_an_imported_text_is_text(capsys, tmp_path, client):
    payloads = [" ".join(nfc(payload).split()) for payload in EVERY]
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    path = file(
        tmp_path,
        title=hostile,
        lead=" ".join(payloads),
        caption=hostile,
        body="\n\n".join([LONG.strip(), *payloads, LONG.strip()]),
        byline="<svg/onload=alert(1)>",
    )
    bring(path, capsys=capsys, publish=True)
    edition = Edition.objects.get()
    assert [node.text for node in Markup(edition.body).all("p")] == [LONG.strip(), *payloads, LONG.strip()]
    assert {node.tag for node in Markup(edition.body).nodes} == {"p"}
    page = client.get(edition.article.get_absolute_url()).text
    assert dangers(page) == []
    assert (Markup(page).one("h1").text, Markup(page).one("figcaption").text) == (hostile, hostile)
    assert (Markup(page).one("p", "byline").text, Markup(page).all("img")) == ("<svg/onload=alert(1)>", [])


def test_a_file_changed_and_changed_back_opens_an_edition_each_time(capsys, tmp_path):
    for lead in ("Sapo một.", "Sapo hai.", "Sapo một.", "Sapo một."):
        bring(file(tmp_path, lead=lead), capsys=capsys)
    assert [edition.lead for edition in Edition.objects.order_by("number")] == [
        "Sapo một.",
        "Sapo hai.",
        "Sapo một.",
    ]
