"""The library of files at the desk: who may do what there, what is answered, and that nothing used is lost."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from cms.text import one_line
from cms.uses import Use, Uses
from files import uses
from files.models import File
from record.models import Event
from tests.cms.markup import shape
from tests.cms.payloads import EVERY
from tests.desk.pages import Page
from tests.factories import AT, DAY, make_file
from tests.files import samples

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/files/file/"
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def as_(cast):
    def at_the_desk(who: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, who))
        return client

    return at_the_desk


def upload(name: str = "bao-cao.pdf", raw: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or samples.pdf())


def bring(client: Client, *files: SimpleUploadedFile, **headers):
    return client.post(f"{LIBRARY}them/", {"files": list(files)}, headers=headers)


# ── Bringing in ──────────────────────────────────────────────────────────────
def test_a_script_is_told_what_became_of_its_file(as_, cast):
    client = as_("phongvien")
    answer = bring(client, upload(), **JSON)
    file = File.objects.get()
    assert (answer.status_code, file.added_by) == (201, cast.phongvien)
    assert answer.json() == {
        "answers": [
            {
                "status": "taken",
                "name": "bao-cao.pdf",
                "message": _("The file is in the library now."),
                "file": {
                    "id": file.pk,
                    "address": f"{LIBRARY}{file.pk}/",
                    "url": file.file.url,
                    "kind": "document",
                    "title": "bao-cao",
                    "extension": "pdf",
                    "said": "PDF, 1 KB",
                    "name": "bao-cao.pdf",
                },
            }
        ]
    }


def test_the_same_file_again_is_said_to_be_there(as_):
    client = as_("phongvien")
    bring(client, upload(), **JSON)
    answer = bring(client, upload("khac.pdf"), **JSON)
    (told,) = answer.json()["answers"]
    assert (answer.status_code, told["status"], told["file"]["id"]) == (200, "known", File.objects.get().pk)


def test_a_refused_file_is_named_with_the_reason(as_, media):
    answer = bring(as_("phongvien"), upload("a.pdf", b"<html>"), **JSON)
    (told,) = answer.json()["answers"]
    assert (answer.status_code, told["status"], told["file"]) == (422, "refused", None)
    assert "“a.pdf”" in told["message"]
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_without_a_script_several_at_once_are_answered_by_a_page(as_):
    page = bring(as_("phongvien"), upload(), upload("b.exe"))
    text = Page(page).texts("li")
    assert page.status_code == 200
    assert [line for line in text if "bao-cao.pdf" in line] != []
    assert [line for line in text if "b.exe" in line] != []


def test_no_file_at_all_is_told(as_):
    answer = as_("phongvien").post(f"{LIBRARY}them/")
    assert answer.status_code == 422
    assert _("No file was chosen. Choose one, then bring it in.") in answer.text


def test_a_form_larger_than_any_file_we_take_is_turned_away_unread(as_, settings):
    settings.FILE_MAX_MB_VIDEO = settings.FILE_MAX_MB_AUDIO = settings.FILE_MAX_MB_DOCUMENT = 1
    settings.PHOTO_MAX_BYTES = settings.WORD_MAX_BYTES = 1
    answer = bring(as_("phongvien"), upload(raw=samples.wav(400)), **JSON)
    assert (answer.status_code, File.objects.count()) == (413, 0)


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_may_not_bring_in_finds_no_way_there(as_, who):
    client = as_(who)
    assert bring(client, upload()).status_code == 403
    assert File.objects.count() == 0
    assert f'href="{LIBRARY}"' not in client.get("/admin/").text
    assert f'href="{LIBRARY}"' in as_("phongvien").get("/admin/").text


def test_when_the_session_is_over_a_script_is_told_so(client):
    assert bring(client, upload(), **JSON).status_code == 401
    assert File.objects.count() == 0


# ── Finding ──────────────────────────────────────────────────────────────────
def test_it_is_found_by_words_and_kind(as_):
    report = make_file(name="Báo cáo quý.pdf")
    sound = make_file(name="Báo cáo.wav", raw=samples.wav())
    client = as_("phongvien")

    def found(query: str) -> set[int]:
        return {file["id"] for file in client.get(f"{LIBRARY}chon/{query}").json()["files"]}

    assert found("") == {report.pk, sound.pk}
    assert found("?q=bao+cao") == {report.pk, sound.pk}
    assert found("?q=quy*") == {report.pk}
    assert found("?loai=audio") == {sound.pk}
    assert found("?loai=gi-do") == set()
    assert client.get(f"{LIBRARY}chon/?loai=gi-do").json()["said"]
    page = Page(client.get(f"{LIBRARY}?q=quy"))
    assert page.texts("a", css="files__title") == ["Báo cáo quý"]


def test_the_list_goes_on_page_by_page(as_):
    for number in range(45):
        make_file(name=f"tep {number}.pdf", at=AT + number * DAY)
    client = as_("phongvien")
    first = Page(client.get(LIBRARY))
    (older,) = [a for a in first.all("a", inside="find__ways") if a.text == _("Older")]
    second = Page(client.get(LIBRARY + older.attrs["href"]))
    titles = first.texts("a", css="files__title") + second.texts("a", css="files__title")
    assert titles == [f"tep {number}" for number in reversed(range(45))]
    assert client.get(f"{LIBRARY}?truoc=gi-do").status_code == 200


@pytest.mark.parametrize("files", [3, 30])
def test_the_library_asks_as_often_for_thirty_as_for_three(as_, files):
    for _number in range(files):
        make_file()
    client = as_("phongvien")
    counted = []
    for place in (LIBRARY, f"{LIBRARY}chon/", f"{LIBRARY}{File.objects.first().pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place).status_code == 200
        counted.append(len(queries))
    assert counted == [5, 5, 9]


# ── Naming ───────────────────────────────────────────────────────────────────
def test_she_names_her_own_and_it_is_recorded(as_, cast):
    file = make_file(by=cast.phongvien)
    client = as_("phongvien")
    answer = client.post(f"{LIBRARY}{file.pk}/", {"title": "Báo cáo quý I", "kind": "video", "bytes": 1})
    file.refresh_from_db()
    assert (answer.status_code, file.title, file.kind) == (302, "Báo cáo quý I", "document")
    assert list(File.objects.matching("quy")) == [file]
    event = Event.objects.about(file).get(kind="file.change")
    assert (event.actor_id, event.note) == (cast.phongvien.pk, "bao-cao → Báo cáo quý I")
    client.post(f"{LIBRARY}{file.pk}/", {"title": "Báo cáo quý I"})
    assert Event.objects.about(file).filter(kind="file.change").count() == 1


def test_others_are_named_from_an_editor_up(as_, cast):
    file = make_file(by=cast.phongvien)
    assert as_("congtacvien").post(f"{LIBRARY}{file.pk}/", {"title": "Khác"}).status_code == 403
    assert "_title" not in as_("congtacvien").get(f"{LIBRARY}{file.pk}/").text
    assert as_("bientapvien").post(f"{LIBRARY}{file.pk}/", {"title": "Khác"}).status_code == 302
    assert File.objects.get().title == "Khác"


def test_a_title_that_is_empty_or_too_long_comes_back_as_typed(as_, cast):
    file = make_file(by=cast.phongvien)
    client = as_("phongvien")
    for title in ("", "x" * 201):
        answer = client.post(f"{LIBRARY}{file.pk}/", {"title": title})
        assert (answer.status_code, title in answer.text) == (422, True)
    assert File.objects.get().title == "bao-cao"


def test_no_title_and_no_name_is_more_than_words(as_, cast):
    client = as_("phongvien")
    file = make_file(by=cast.phongvien)
    places = (LIBRARY, f"{LIBRARY}{file.pk}/")
    plain = [shape(client.get(place).text) for place in places]
    for payload in filter(str.strip, map(one_line, EVERY)):
        File.objects.filter(pk=file.pk).update(title=payload[:200], original_name=payload[:150])
        assert [shape(client.get(place).text) for place in places] == plain


# ── Deleting ─────────────────────────────────────────────────────────────────
def test_what_nothing_uses_is_deleted_with_its_bytes(as_, cast, media, django_capture_on_commit_callbacks):
    file = make_file(by=cast.phongvien)
    client = as_("phongvien")
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{LIBRARY}{file.pk}/xoa/").status_code == 302
    assert (File.objects.count(), [path for path in media.rglob("*") if path.is_file()]) == (0, [])
    assert Event.objects.filter(kind="file.delete", label="bao-cao").count() == 1
    assert client.post(f"{LIBRARY}{file.pk}/xoa/").status_code == 404
    assert client.get(f"{LIBRARY}{file.pk}/").status_code == 404


def test_others_are_deleted_from_an_editor_up_and_never_by_get(as_, cast):
    file = make_file(by=cast.phongvien)
    assert as_("congtacvien").post(f"{LIBRARY}{file.pk}/xoa/").status_code == 403
    assert as_("bientapvien").get(f"{LIBRARY}{file.pk}/xoa/").status_code == 405
    assert as_("kiemduyet").post(f"{LIBRARY}{file.pk}/xoa/").status_code == 403
    assert File.objects.count() == 1
    assert as_("bientapvien").post(f"{LIBRARY}{file.pk}/xoa/").status_code == 302
    assert File.objects.count() == 0


def test_what_is_used_stays_and_says_where(as_, cast, monkeypatch):
    file = make_file(by=cast.phongvien)
    seen = Use(title="Tin có tệp", address="/admin/", state="Đã đăng")
    monkeypatch.setattr(uses, "of", lambda file, *, user, at: Uses((seen,), 2))
    monkeypatch.setattr(uses, "held", lambda ids: set(ids) & {file.pk})
    client = as_("phongvien")
    page = client.get(f"{LIBRARY}{file.pk}/")
    assert "Tin có tệp" in page.text
    assert "/xoa/" not in page.text
    answer = client.post(f"{LIBRARY}{file.pk}/xoa/", follow=True)
    assert (
        _("“%(title)s” is used in an article, so it stays. Take it out there first.") % {"title": file}
        in answer.text
    )
    assert File.objects.count() == 1
