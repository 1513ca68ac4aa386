"""A Word file becomes a draft: chosen, read, looked at, changed, saved; and what readers see of it in the end."""

import json
import re
import uuid

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Grant
from accounts.roles import SINGLE_RIGHTS
from articles import from_word
from articles.from_word import Draft, placed
from articles.models import Article, Edition, EditionPhoto
from cms import html
from photos.models import Photo
from record.models import Event
from tests.articles.word_files import LEAD, TITLE, WORDS_OF_BODY, article, docx, para, picture, run
from tests.cms.clipboard import BODY
from tests.desk.pages import LIST, Page
from tests.factories import bring_to, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/edition/tu-word/"
TEXT = "Theo báo cáo, xã Nà Hin có ba việc phải làm trong năm tới."
OLD = docx(
    para("X· Nµ Hin vÒ ®Ých", style="Title"),
    para(picture(1), align="center"),
    para("C¸c ®¹i biÓu. ¶nh: CTV", align="center"),
    para("Th­ viÖn x· më cöa."),
    para("Héi nghÞ bÕ m¹c."),
    para("Bµi, ¶nh: Lß MÉu"),
    pictures=(make_picture(),),
    font=".VnTime",
)


def file(raw: bytes, name: str = "bai.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def sent(client, raw: bytes, name: str = "bai.docx"):
    return client.post(PAGE, {"file": file(raw, name)})


def understood(response) -> dict[str, str]:
    """The form of what was understood, as a browser would send it."""
    assert response.status_code == 200
    return Page(response).form("word-draft")


@pytest.fixture
def writer(as_):
    return as_("phongvien")


# ── The way in ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize("where", [reverse("admin:index"), LIST])
def test_it_is_found_where_one_begins_to_write(writer, where):
    assert PAGE in {link.attrs.get("href") for link in Page(writer.get(where)).all("a")}


def test_whoever_may_not_write_finds_no_way(as_):
    client = as_("kiemduyet")
    assert PAGE not in client.get(reverse("admin:index")).content.decode()
    assert client.get(PAGE).status_code == 403
    assert sent(client, article()).status_code == 403
    assert Photo.objects.count() == 0


def test_a_stranger_is_asked_who_she_is(client):
    assert client.get(PAGE).status_code == 302
    assert client.put(PAGE).status_code == 302


def test_other_methods_are_refused(writer):
    assert {writer.put(PAGE).status_code, writer.delete(PAGE).status_code} == {405}


# ── The file is read ─────────────────────────────────────────────────────────
def test_what_was_understood_is_shown_and_nothing_is_saved_but_pictures(writer):
    response = sent(writer, article())
    form = understood(response)
    assert (form["title"], form["lead"]) == (TITLE, LEAD)
    assert form["byline"] == "Lò Thị Mẫu (Trung tâm Văn hóa)"
    rows = [[form[f"pictures-{n}-{name}"] for name in ("caption", "credit", "alt")] for n in (0, 1)]
    assert rows == [
        ["Các đại biểu dự Hội nghị.", "CTV", "Hội trường đông người"],
        ["Người dân thu hoạch chè vụ xuân.", "", ""],
    ]
    assert ("pictures-0-above" in form, "pictures-1-above" in form) == (True, False)
    assert {img.attrs["src"] for img in Page(response).all("img", inside="word__picture")} == {
        photo.small.url for photo in Photo.objects.all()
    }
    assert (Edition.objects.count(), Article.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_page_is_private_and_lets_the_editor_work(writer):
    response = sent(writer, article())
    assert "no-store" in response["Cache-Control"]
    assert "'unsafe-inline'" in response["Content-Security-Policy"]
    assert "'unsafe-inline'" not in writer.get(PAGE).headers.get("Content-Security-Policy", "")


@pytest.mark.parametrize(
    ("raw", "name"),
    [(article(), "bai.doc"), (b"x", "bai.docx"), (b"", "bai.docx"), (make_picture(), "anh.jpg")],
)
def test_a_file_that_can_not_be_read_says_why_at_its_field(writer, raw, name):
    response = sent(writer, raw, name)
    assert response.status_code == 422
    assert len(Page(response).errors_near("id_file")) == 1
    assert (Edition.objects.count(), Photo.objects.count()) == (0, 0)


def test_without_a_file_one_is_asked_for(writer):
    response = writer.post(PAGE, {})
    assert (response.status_code, len(Page(response).errors_near("id_file"))) == (422, 1)


def test_a_picture_that_is_none_is_named_and_its_place_marked(writer):
    raw = docx(
        para(TITLE, style="Title"),
        para(TEXT),
        para(picture(1)),
        para("Sơ đồ. Ảnh: Sở Y tế", style="Caption"),
        para(picture(2)),
        para(TEXT),
        pictures=(b"\x01\0\0\0" + b"x" * 90, make_picture()),
        kinds=("emf", "jpeg"),
    )
    response = sent(writer, raw)
    form = understood(response)
    [told] = [line.text for line in Page(response).all("li", inside="returned")]
    assert "bai 1.emf" in told
    photo = Photo.objects.get()
    mark = _("[Picture %(number)d is missing here] %(caption)s") % {
        "number": 1,
        "caption": f"Sơ đồ. {_('Photo:')} Sở Y tế",
    }
    assert form["body"] == (
        f'<p>{TEXT}</p><p><em>{mark}</em></p><figure data-photo="{photo.pk}"></figure><p>{TEXT}</p>'
    )
    assert form["told"] == told
    assert form["pictures-TOTAL_FORMS"] == "1"


def test_the_same_file_again_brings_its_pictures_in_once(writer):
    forms = [understood(sent(writer, article())) for _time in range(2)]
    assert Photo.objects.count() == 2
    assert [form["pictures-0-photo"] for form in forms] == [forms[0]["pictures-0-photo"]] * 2


def test_without_the_right_to_the_library_the_text_comes_alone(client, khoa_giao):
    person = make_user(username="chi-viet")
    Grant.objects.create(person=person, role=Group.objects.get(name=SINGLE_RIGHTS["rieng-write"].name))
    client.force_login(person)
    response = sent(client, article())
    assert (len(Page(response).all("li", inside="returned")), Photo.objects.count()) == (2, 0)
    marks = [_("[Picture %(number)d is missing here] %(caption)s").partition(" %(")[0]]
    assert all(understood(response)["body"].count(mark) == 2 for mark in marks)


def test_what_is_left_out_is_said(writer):
    raw = docx(
        para(TITLE, style="Title"),
        para(TEXT, '<w:r><w:commentReference w:id="1"/></w:r>'),
        comments=("Xem.",),
    )
    [told] = [line.text for line in Page(sent(writer, raw)).all("li", inside="returned")]
    assert told == _("Comments in the file were left out: %(number)d.") % {"number": 1}


@pytest.mark.parametrize("pictures", [(), (make_picture(),)], ids=["nothing", "a picture"])
def test_a_file_without_words_says_so(writer, pictures):
    raw = docx(para(""), *(para(picture(1)) for _picture in pictures), pictures=pictures)
    [told] = [line.text for line in Page(sent(writer, raw)).all("li", inside="returned")]
    assert told == _(
        "There are no words in this file. If it is a scan, type its words here, or choose another file."
    )


def test_the_description_that_word_made_up_is_not_taken(writer):
    made_up = "A group of people in a room\n\nDescription automatically generated"
    raw = docx(
        para(TITLE, style="Title"), para(picture(1, alt=made_up)), para(TEXT), pictures=(make_picture(),)
    )
    assert understood(sent(writer, raw))["pictures-0-alt"] == ""


def test_her_only_section_is_chosen_for_her(writer, khoa_giao):
    assert understood(sent(writer, article()))["section"] == str(khoa_giao.pk)


# ── It is saved ──────────────────────────────────────────────────────────────
def test_the_draft_holds_all_of_it_in_its_place(writer, cast, khoa_giao):
    response = writer.post(PAGE, understood(sent(writer, article())))
    edition = Edition.objects.get()
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("admin:articles_edition_change", args=[edition.pk]),
    )
    first, second = Photo.objects.order_by("pk")
    assert (edition.title, edition.lead, edition.byline) == (TITLE, LEAD, "Lò Thị Mẫu (Trung tâm Văn hóa)")
    assert (edition.state, edition.created_by, edition.section) == ("draft", cast.phongvien, khoa_giao)
    figure = (
        f'<figure data-photo="{second.pk}"><figcaption>Người dân thu hoạch chè vụ xuân.</figcaption></figure>'
    )
    assert edition.body == BODY.replace("<ul><li>Làm", f"{figure}<ul><li>Làm")
    assert list(edition.photos.values_list("photo", "caption", "credit", "alt")) == [
        (first.pk, "Các đại biểu dự Hội nghị.", "CTV", "Hội trường đông người")
    ]
    assert list(Event.objects.values_list("kind", flat=True)) == ["edition.begin"]


def test_readers_see_all_of_it_in_order(writer, client):
    writer.post(PAGE, understood(sent(writer, article())))
    edition = Edition.objects.select_related("article", "section").get()
    live = bring_to("live", edition)
    shown = client.get(live.article.get_absolute_url()).content.decode()
    first, second = Photo.objects.order_by("pk")
    stand_there = [
        TITLE,
        LEAD,
        first.file.url.rpartition("/")[2].partition(".")[0],
        "Các đại biểu dự Hội nghị.",
        "khai mạc",
        "<h2>Gỡ khó cho hợp tác xã</h2>",
        second.file.url.rpartition("/")[2].partition(".")[0],
        "Người dân thu hoạch chè vụ xuân.",
        "<li>Làm đường về bản",
        "<h3>Kết quả năm 2021</h3>",
        "<td>Nà Hin</td>",
        "km<sup>2</sup>",
        "Lò Thị Mẫu (Trung tâm Văn hóa)",
    ]
    article_only = shown[shown.index("<h1") :]
    places = {part: article_only.find(part) for part in stand_there}
    assert -1 not in places.values()
    assert list(places.values()) == sorted(places.values())


def test_what_was_changed_before_it_is_saved_is_what_is_saved(writer, khoa_giao):
    form = understood(sent(writer, article()))
    changed = {
        "title": "Tên khác",
        "lead": "",
        "byline": "N.V",
        "body": form["body"].replace("khai mạc", "bế mạc"),
        "pictures-1-caption": "Chè <b>xuân</b> & “hạ”",
        "pictures-1-credit": 'Lò "Mẫu"',
    }
    writer.post(PAGE, {**form, **changed})
    edition = Edition.objects.get()
    assert (edition.title, edition.lead, edition.byline) == ("Tên khác", "", "N.V")
    assert "bế mạc" in edition.body
    second = Photo.objects.order_by("pk")[1]
    assert (
        f'<figure data-photo="{second.pk}" data-credit="Lò &quot;Mẫu&quot;">'
        "<figcaption>Chè &lt;b&gt;xuân&lt;/b&gt; &amp; “hạ”</figcaption></figure>"
    ) in edition.body


def test_a_mistake_loses_nothing(writer):
    form = understood(sent(writer, article()))
    wrong = {**form, "title": "x" * 251, "section": "", "pictures-1-caption": "y" * 501}
    response = writer.post(PAGE, wrong)
    page = Page(response)
    assert response.status_code == 422
    assert (len(page.errors_near("id_title")), len(page.errors_near("id_section"))) == (1, 1)
    assert len(page.errors_near("id_pictures-1-caption")) == 1
    token = {"csrfmiddlewaretoken": ""}
    assert page.form("word-draft") | token == wrong | token
    assert Edition.objects.count() == 0


def test_a_double_click_makes_one_article(writer):
    form = understood(sent(writer, article()))
    answers = [writer.post(PAGE, form) for _click in range(2)]
    assert Edition.objects.count() == EditionPhoto.objects.count() == 1
    assert len({answer["Location"] for answer in answers}) == 1


def test_nobody_saves_with_the_key_of_somebody_else(writer, as_):
    form = understood(sent(writer, article()))
    writer.post(PAGE, form)
    assert as_("congtacvien").post(PAGE, form).status_code == 403
    assert Edition.objects.count() == 1


def test_she_saves_only_where_she_writes(writer):
    elsewhere = make_section(slug="kinh-te", name="Kinh tế")
    form = understood(sent(writer, article()))
    response = writer.post(PAGE, {**form, "section": elsewhere.pk})
    assert (response.status_code, Edition.objects.count()) == (422, 0)


def test_further_fields_change_nothing(writer, cast):
    form = understood(sent(writer, article()))
    more = {
        "state": "approved",
        "created_by": cast.tongbientap.pk,
        "live_from": "09:00, 01/01/2040",
        "number": 9,
    }
    writer.post(PAGE, {**form, **more, "_move": "publish_urgently"})
    edition = Edition.objects.get()
    assert (edition.state, edition.created_by, edition.live_from, edition.number) == (
        "draft",
        cast.phongvien,
        None,
        1,
    )


def test_more_pictures_than_a_file_may_hold_are_refused(writer):
    form = understood(sent(writer, article()))
    response = writer.post(PAGE, {**form, "pictures-TOTAL_FORMS": "5000"})
    assert (response.status_code, Edition.objects.count()) == (422, 0)


def test_a_session_that_ended_costs_nothing(client, writer, cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cast.phongvien.set_password("mot-mat-khau-dai-9")
    form = understood(sent(writer, article()))
    cast.phongvien.save()
    page = client.post(PAGE, form)
    again = {"login-again-username": "phongvien", "login-again-password": "mot-mat-khau-dai-9"}
    assert (page.status_code, client.post(PAGE, {**form, **again}).status_code) == (401, 302)
    assert Edition.objects.get().title == TITLE


# ── Where pictures stand ─────────────────────────────────────────────────────
def row(photo: int, **given) -> dict:
    return {"photo": photo, "caption": "", "credit": "", "alt": "", "first": False, "above": False, **given}


FIGURE = '<figure data-photo="7"></figure>'
TOLD = '<figure data-photo="7"><figcaption>x</figcaption></figure>'


@pytest.mark.parametrize(
    ("body", "rows", "made"),
    [
        (f"{FIGURE}<p>a</p>", [row(7, caption="x")], f"{TOLD}<p>a</p>"),
        # Put above the text, it leaves it; put back into it, it begins it.
        (f"<p>a</p>{FIGURE}", [row(7, above=True)], "<p>a</p>"),
        ("<p>a</p>", [row(7, first=True)], f"{FIGURE}<p>a</p>"),
        # Taken out by hand, it stays out; with words by hand, it keeps them.
        ("<p>a</p>", [row(7, caption="x")], "<p>a</p>"),
        (
            '<figure data-photo="7"><figcaption>tay</figcaption></figure>',
            [row(7, caption="x")],
            '<figure data-photo="7"><figcaption>tay</figcaption></figure>',
        ),
        # The same picture twice, each with its own words.
        (
            f"{FIGURE}<p>a</p>{FIGURE}",
            [row(7, caption="x"), row(7, caption="y")],
            '<figure data-photo="7"><figcaption>x</figcaption></figure><p>a</p>'
            '<figure data-photo="7"><figcaption>y</figcaption></figure>',
        ),
    ],
)  # fmt: skip
def test_a_picture_stands_where_its_row_says(body, rows, made):
    assert placed(body, rows)[0] == made


def test_a_picture_taken_off_every_page_meanwhile_leaves_its_words(writer):
    form = understood(sent(writer, article()))
    first = Photo.objects.order_by("pk")[0]
    Photo.objects.filter(pk=first.pk).update(removed_at=first.added_at)
    page = Page(writer.post(PAGE, {**form, "title": ""}))
    assert len(page.all("img", inside="word__picture")) == 1
    writer.post(PAGE, form)
    [place] = Edition.objects.get().photos.all()
    assert (place.photo, place.caption) == (None, "Các đại biểu dự Hội nghị.")


# ── Old fonts ────────────────────────────────────────────────────────────────
def test_old_text_is_offered_beside_what_stands_in_the_file(writer):
    page = Page(sent(writer, OLD))
    sides = [" ".join(side.text.split()) for side in page.all("div", css="word__side")]
    assert [side for side in sides if "Nµ" in side or "Nà" in side] == [
        f"{_('As it stands in the file')}X· Nµ Hin vÒ ®Ých",
        f"{_('Decoded')}Xã Nà Hin về đích",
    ]
    ticks = {box.attrs["value"]: "checked" in box.attrs for box in page.all("input", name="use")}
    assert ticks == {"title": False, "byline": False, "body": False, "caption-0": False}
    assert Edition.objects.count() == 0


def test_what_is_ticked_is_decoded_and_nothing_else(writer):
    offered = Page(sent(writer, OLD)).form("word-old")
    form = understood(writer.post(PAGE, {**offered, "use": ["title", "caption-0"]}))
    assert form["title"] == "Xã Nà Hin về đích"
    assert (form["pictures-0-caption"], form["pictures-0-credit"]) == ("Các đại biểu.", "CTV")
    assert form["byline"] == "Bµi, ¶nh: Lß MÉu"
    assert form["body"] == "<p>Th­ viÖn x· më cöa.</p><p>Héi nghÞ bÕ m¹c.</p>"


def test_all_that_is_ticked_becomes_an_article_in_unicode(writer):
    offered = Page(sent(writer, OLD)).form("word-old")
    form = understood(writer.post(PAGE, {**offered, "use": ["title", "byline", "body", "caption-0"]}))
    writer.post(PAGE, form)
    edition = Edition.objects.get()
    assert (edition.title, edition.byline) == ("Xã Nà Hin về đích", "Bài, ảnh: Lò Mẫu")
    assert edition.body == "<p>Thư viện xã mở cửa.</p><p>Hội nghị bế mạc.</p>"
    assert edition.photos.get().caption == "Các đại biểu."


def test_without_a_tick_it_stays_as_it_is(writer):
    form = understood(writer.post(PAGE, Page(sent(writer, OLD)).form("word-old")))
    assert form["title"] == "X· Nµ Hin vÒ ®Ých"
    assert (form["pictures-0-caption"], form["pictures-0-credit"]) == ("C¸c ®¹i biÓu. ¶nh: CTV", "")


def test_text_that_reads_already_is_not_asked_about(writer):
    raw = docx(para(TITLE, style="Title"), para(TEXT), font=".VnTime")
    assert understood(sent(writer, raw))["title"] == TITLE


@pytest.mark.parametrize(
    "draft",
    [
        *("", "{", "[]", "1", '{"parts": {}}', '{"parts": {"title": 1}, "of_pictures": []}', "[" * 20_000),
        '{"parts": {"title": ["a"], "lead": ["a"], "byline": ["a"], "body": ["a"]}, "of_pictures": []}',
    ],
)
def test_what_does_not_arrive_whole_is_asked_for_again(writer, draft):
    response = writer.post(PAGE, {"draft": draft})
    assert (response.status_code, len(Page(response).texts("p", css="errornote"))) == (422, 1)
    assert Page(response).all("input", name="file")


def test_what_goes_through_the_browser_is_not_believed(writer):
    """The form of old text may come back with anything in it: it is words again, and rich text through the gate."""
    offered = Page(sent(writer, OLD)).form("word-old")
    draft = json.loads(offered["draft"])
    evil = '<script>alert(1)</script><p onclick="x">a</p><img src=x onerror=alert(1)>'
    draft["parts"] = {name: [evil, evil] for name in draft["parts"]}
    draft["told"] = [evil]
    response = writer.post(PAGE, {"draft": json.dumps(draft), "use": ["title"]})
    page = Page(response)
    assert [script for script in page.all("script") if "alert" in script.text] == []
    assert page.all("img", src="x") == []
    writer.post(PAGE, page.form("word-draft"))
    assert Edition.objects.get().body == "<p>a</p>"


# ── Words of code in a file ──────────────────────────────────────────────────
PAYLOAD = '"><script>alert(1)</script>{{7*7}}'


def test_a_files_words_are_words(writer, client):
    raw = docx(
        para(PAYLOAD, style="Title"),
        para(PAYLOAD * 2, bold=True),
        para(picture(1, alt=PAYLOAD)),
        para(PAYLOAD, style="Caption"),
        para(TEXT, run(PAYLOAD)),
        para(PAYLOAD, align="right"),
        pictures=(make_picture(),),
    )
    page = Page(sent(writer, raw, name=f"{PAYLOAD.replace('/', '')}.docx"))
    assert [script for script in page.all("script") if "alert" in script.text] == []
    form = page.form("word-draft")
    assert (form["title"], form["pictures-0-caption"], form["byline"]) == (PAYLOAD, PAYLOAD, PAYLOAD)
    writer.post(PAGE, form)
    edition = Edition.objects.select_related("article", "section").get()
    live = bring_to("live", edition)
    shown = Page(client.get(live.article.get_absolute_url()))
    assert [script for script in shown.all("script") if script.text.strip() == "alert(1)"] == []
    assert html.to_text(edition.body) == f"{TEXT}{PAYLOAD}"


# ── What it costs ────────────────────────────────────────────────────────────
@pytest.mark.parametrize("pictures", [1, 3])
def test_showing_and_saving_ask_as_often_for_many_pictures(writer, pictures, django_assert_num_queries):
    raw = docx(
        para(TITLE, style="Title"),
        *(part for n in range(1, pictures + 1) for part in (para(TEXT), para(picture(n)))),
        para(TEXT),
        pictures=tuple(make_picture(size=(40 + n, 24)) for n in range(pictures)),
    )
    form = understood(sent(writer, raw))
    with django_assert_num_queries(SHOWING):
        response = writer.post(PAGE, {**form, "title": ""})
    assert response.status_code == 422
    with django_assert_num_queries(SAVING):
        writer.post(PAGE, form)


SHOWING, SAVING = 6, 20


def test_the_way_through_the_browser_keeps_every_part():
    draft = Draft(
        {name: [name, name.upper()] for name in from_word.PARTS},
        [{"photo": 1, "first": True, "alt": "a", "caption": ["b", "B"], "credit": ["", "C"]}],
        ".VnTime",
        ["x"],
    )
    assert Draft.of_fields(json.loads(json.dumps(draft.as_fields()))) == draft


def test_every_opening_has_a_key_of_its_own(writer):
    keys = {understood(sent(writer, docx(para(TITLE), para(TEXT))))["form_key"] for _opening in range(2)}
    assert len(keys) == 2
    assert all(re.fullmatch(r"[0-9a-f-]{36}", key) and uuid.UUID(key) for key in keys)


def test_the_body_alone_is_the_one_that_pasting_gives(writer):
    raw = docx(para(TITLE, style="Title"), *WORDS_OF_BODY, links=("https://xa.example/bao-cao?a=1&b=2",))
    assert understood(sent(writer, raw))["body"] == BODY
