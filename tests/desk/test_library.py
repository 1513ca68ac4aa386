"""The picture library at the desk: what is found, what becomes of files, whose words stand, what leaves and returns."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from cms.storage import WholeFiles
from photos import removal
from photos.forms import FIELDS, MOST_AT_ONCE
from photos.models import Photo
from photos.tokens import photo_of
from photos.views.library import PAGE
from photos.views.wording import MOST_NAMED
from record.models import Event
from tests.desk.pages import ADD, Page, change, opened
from tests.factories import AT, DAY, MINUTE, bring_to, make_edition, make_photo, make_picture
from tests.photos.pictures import saved

pytestmark = pytest.mark.django_db

LIBRARY, BRING, WORDS, CHOOSE = (
    reverse(f"admin:{name}") for name in ("photo-library", "photo-bring", "photo-words", "photo-choose")
)
SCRIPT = {"HTTP_ACCEPT": "application/json"}


def of(photo: Photo, name: str = "photo") -> str:
    return reverse(f"admin:{name}", args=[photo.pk])


def file(name: str = "moi.jpg", raw: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw or make_picture(comment=name.encode()))


def scene(*, quality: int) -> bytes:
    """The same picture, more or less compressed: fields and a road."""
    picture = Image.radial_gradient("L").resize((400, 300)).convert("RGB")
    for place in range(9):
        picture.paste(
            (place * 28, 90, 200 - place * 20), (place * 40, place * place * 3, place * 40 + 60, 290)
        )
    return saved(picture, "JPEG", quality=quality)


def shown(client: Client, query: str = "") -> list[str]:
    page = Page(client.get(f"{LIBRARY}?{query}"))
    return page.texts("span", css="photos__caption")


@pytest.fixture
def reporter(as_) -> Client:
    return as_("phongvien")


@pytest.fixture
def secretary(as_) -> Client:
    return as_("thukytoasoan")


# ── What is found ────────────────────────────────────────────────────────────
def test_an_empty_library_says_what_to_do(reporter):
    page = Page(reporter.get(LIBRARY))
    assert page.texts("p", css="find__none") == [
        _("The library is empty. Choose picture files above, or drag them onto this page.")
    ]


def test_the_newest_stands_first_with_caption_credit_and_day(reporter, cast):
    make_photo(caption="Chợ phiên Na Hin", credit="Lò Thị Mẫu", by=cast.phongvien)
    make_photo(name="moi-nhat.jpg", at=AT + MINUTE)
    assert shown(reporter) == ["moi-nhat.jpg", "Chợ phiên Na Hin"]
    page = Page(reporter.get(LIBRARY))
    assert page.texts("span", css="photos__credit") == ["Lò Thị Mẫu"]
    assert page.texts("time", inside="photos__day") == ["04/05/2040", "04/05/2040"]


@pytest.mark.parametrize("question", ["cho phien", "chợ phiên", "CHỢ hin", "phie*", "dong van"])
def test_words_are_found_with_and_without_diacritics(reporter, question):
    make_photo(caption="Chợ phiên Na Hin", place="Đồng Văn")
    make_photo(caption="Lớp học buổi tối")
    assert shown(reporter, f"q={question}") == ["Chợ phiên Na Hin"]


def test_a_name_of_a_file_and_a_credit_are_words_too(reporter):
    make_photo(name="IMG-2041 khai giang.jpg")
    make_photo(credit="Giàng A Cộng", caption="Hội nghị")
    assert shown(reporter, "q=giang") == ["Hội nghị", "IMG-2041 khai giang.jpg"]


def test_a_question_without_a_word_says_so_and_finds_nothing(reporter):
    make_photo()
    page = Page(reporter.get(f"{LIBRARY}?q=%3F%3F"))
    assert page.errors() == [_("There is no word in this. Write letters or digits.")]
    assert page.all("li", css="photos__one") == []


def test_each_filter_shows_its_own_and_nothing_else(reporter, cast):
    today = AT.date()
    make_photo(caption="của người khác", alt="có tả", by=cast.congtacvien)
    make_photo(caption="của tôi", alt="có tả", by=cast.phongvien)
    make_photo(caption="thiếu tả")
    for days, said in ((-1, "hết hạn"), (0, "ngày cuối"), (30, "còn 30 ngày"), (31, "còn lâu")):
        make_photo(caption=said, alt="có tả", licence_until=today + days * DAY)
    removal.remove(make_photo(name="da-go.jpg"), by=None, ordered_by="Sở", reason="Trẻ em", at=AT)
    assert shown(reporter, "cua-toi=on") == ["của tôi"]
    assert shown(reporter, "loc=thieu-mo-ta") == ["thiếu tả"]
    assert shown(reporter, "loc=het-quyen") == ["còn 30 ngày", "ngày cuối", "hết hạn"]
    assert shown(reporter, "loc=da-go") == ["da-go.jpg"]
    assert "da-go.jpg" not in shown(reporter)
    marked = Page(reporter.get(f"{LIBRARY}?loc=het-quyen")).texts("b", css="mark--expired")
    assert marked == [_("Licence ended")]


def test_pages_go_on_without_a_gap_in_both_directions(reporter):
    raw = [make_photo(name=f"{n:03}.jpg", at=AT + n * MINUTE).original_name for n in range(PAGE + 3)]
    first = Page(reporter.get(LIBRARY))
    [older] = [a.attrs["href"] for a in first.all("a", rel="next")]
    second = Page(reporter.get(LIBRARY + older))
    names = [*first.texts("span", css="photos__caption"), *second.texts("span", css="photos__caption")]
    assert names == raw[::-1]
    [newer] = [a.attrs["href"] for a in second.all("a", rel="prev")]
    assert Page(reporter.get(LIBRARY + newer)).texts("span", css="photos__caption") == names[:PAGE]


def test_a_place_that_is_none_is_the_beginning_and_said_so(reporter):
    make_photo(name="x.jpg")
    assert shown(reporter, "truoc=khong-co") == ["x.jpg"]


# ── Bringing in ──────────────────────────────────────────────────────────────
def test_several_files_have_an_answer_each_and_a_form_for_their_words(reporter):
    known = file("hai.jpg").read()
    make_photo(raw=known, name="cu.jpg")
    sent = [file("mot.jpg"), file("hai.jpg", known), file("trang.jpg", b"<html><script>alert(1)</script>")]
    response = reporter.post(BRING, {"files": sent})
    page = Page(response)
    answers = [e.attrs["data-status"] for e in page.all("li", css="answer") if "data-status" in e.attrs]
    assert (response.status_code, answers) == (200, ["taken", "known", "refused"])
    assert page.texts("b", css="answer__name")[:3] == ["mot.jpg", "hai.jpg", "trang.jpg"]
    assert "trang.jpg" in page.texts("span", css="answer__message")[2]
    new = Photo.objects.get(original_name="mot.jpg")
    assert [e.attrs["value"] for e in page.all("input", name="anh")] == [str(new.pk)]
    assert Photo.objects.count() == 2


def test_no_file_says_what_to_do(reporter):
    response = reporter.post(BRING)
    assert response.status_code == 422
    assert Page(response).texts("p", css="errornote") == [
        _("No file came with it. Choose one or more picture files first.")
    ]


def test_a_script_sends_one_file_and_hears_what_became_of_it(reporter, cast):
    answers = []
    for sent in (file("mot.jpg"), file("mot-nua.jpg", file("mot.jpg").read()), file("x.svg", b"<svg/>")):
        response = reporter.post(BRING, {"files": sent}, **SCRIPT)
        [answer] = response.json()["answers"]
        answers.append((response.status_code, answer["status"], answer["name"]))
    assert answers == [(201, "taken", "mot.jpg"), (200, "known", "mot-nua.jpg"), (422, "refused", "x.svg")]
    photo = Photo.objects.get()
    assert (photo.added_by, photo.added_at > AT) == (cast.phongvien, True)


def test_a_near_copy_is_pointed_out(reporter):
    first = make_photo(raw=scene(quality=90), name="goc.jpg")
    response = reporter.post(BRING, {"files": file("nho.jpg", scene(quality=40))}, **SCRIPT)
    [answer] = response.json()["answers"]
    assert (answer["status"], [near["id"] for near in answer["near"]]) == ("taken", [first.pk])


def test_a_near_copy_of_what_was_taken_off_is_a_warning_and_shows_nothing_of_it(reporter):
    gone = make_photo(raw=scene(quality=90), name="goc.jpg", caption="Tên em nhỏ")
    removal.remove(gone, by=None, ordered_by="Sở", reason="Trẻ em", at=AT)
    response = reporter.post(BRING, {"files": file("nho.jpg", scene(quality=40))}, **SCRIPT)
    [answer] = response.json()["answers"]
    assert answer["near"] == [{"id": gone.pk, "address": of(gone), "name": "goc.jpg", "removed": True}]
    warning = _(
        "It looks like a picture that was taken off every page. Ask whoever ordered that before it is used."
    )
    assert warning in answer["message"]


def test_a_session_that_ended_is_told_to_the_script():
    response = Client().post(BRING, {"files": file()}, **SCRIPT)
    assert (response.status_code, response.json()) == (401, {"login": True})


def test_other_fields_of_a_file_change_nothing(reporter, cast):
    forged = {"added_by": cast.tongbientap.pk, "version": 9, "focal_x": 1, "removed_at": "2040-01-01"}
    reporter.post(BRING, {"files": file(), **forged})
    photo = Photo.objects.get()
    assert (photo.added_by, photo.version, photo.focal_x, photo.removed_at) == (cast.phongvien, 1, 50, None)


# ── Words ────────────────────────────────────────────────────────────────────
def words_of(client: Client, *photos: Photo) -> dict:
    query = "&".join(f"anh={photo.pk}" for photo in photos)
    sent = Page(client.get(f"{WORDS}?{query}")).form("words")
    return sent | {"anh": [photo.pk for photo in photos]}


def test_words_of_several_are_saved_together(reporter, cast):
    one, two = (make_photo(by=cast.phongvien) for _n in range(2))
    sent = words_of(reporter, one, two)
    sent |= {f"anh-{one.pk}-caption": "Chợ phiên", f"anh-{one.pk}-taken_on": "3/5/2040"}
    sent |= {f"anh-{two.pk}-alt": "Người bán khoai sọ", "credit_for_all": "Lò Thị Mẫu"}
    assert reporter.post(WORDS, sent).status_code == 302
    rows = list(Photo.objects.order_by("pk").values_list("caption", "alt", "credit", "taken_on", "version"))
    assert rows == [
        ("Chợ phiên", "", "Lò Thị Mẫu", date(2040, 5, 3), 2),
        ("", "Người bán khoai sọ", "Lò Thị Mẫu", None, 2),
    ]


def test_what_a_series_has_in_common_is_typed_once(reporter, cast):
    photos = [make_photo(by=cast.phongvien) for _n in range(2)]
    common = {
        "credit_for_all": "Lò Thị Mẫu",
        "place_for_all": "Đồng Văn",
        "taken_on_for_all": "3/5/2040",
        "licence_for_all": "Ban tổ chức",
        "licence_until_for_all": "31/12/2040",
    }
    sent = words_of(reporter, *photos)
    response = reporter.post(WORDS, sent | common | {"taken_on_for_all": "32/13/2040"})
    assert (response.status_code, Page(response).errors_near("id_taken_on_for_all")) == (
        422,
        [_("Write the day like this: 15/09/2021.")],
    )
    assert reporter.post(WORDS, sent | common).status_code == 302
    rows = Photo.objects.values_list("credit", "place", "taken_on", "licence", "licence_until")
    said = ("Lò Thị Mẫu", "Đồng Văn", date(2040, 5, 3), "Ban tổ chức", date(2040, 12, 31))
    assert list(rows) == [said, said]


def test_the_largest_form_is_not_more_than_the_server_takes(reporter, cast, settings, monkeypatch):
    monkeypatch.setattr("photos.views.wording.MOST_NAMED", 60)
    photos = [make_photo(by=cast.phongvien) for _n in range(60)]
    page = Page(reporter.get(f"{WORDS}?{'&'.join(f'anh={photo.pk}' for photo in photos)}"))
    later = len(page.all("input", name="sau"))
    sent = [e for tag in ("input", "textarea") for e in page.all(tag) if e.attrs.get("name")]
    assert later == 60 - MOST_AT_ONCE
    assert len(sent) - later + MOST_NAMED - MOST_AT_ONCE <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


def test_a_mistake_stands_at_its_row_and_nothing_is_saved_or_lost(reporter, cast):
    one, two = (make_photo(by=cast.phongvien) for _n in range(2))
    sent = words_of(reporter, one, two) | {
        f"anh-{one.pk}-caption": "Chợ phiên",
        f"anh-{two.pk}-licence_until": "32/13/2040",
    }
    response = reporter.post(WORDS, sent)
    page = Page(response)
    assert response.status_code == 422
    assert page.errors_near(f"id_anh-{two.pk}-licence_until") == [_("Write the day like this: 15/09/2021.")]
    assert page.errors_near(f"id_anh-{one.pk}-caption") == []
    assert page.form("words")[f"anh-{one.pk}-caption"] == "Chợ phiên"
    assert set(Photo.objects.values_list("caption", "version")) == {("", 1)}


def test_what_the_file_suggested_is_marked_until_somebody_saved_it(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    Photo.objects.filter(pk=photo.pk).update(credit="Máy ảnh của tôi")
    assert Page(reporter.get(f"{WORDS}?anh={photo.pk}")).texts("span", css="mark--suggested") == [
        _("suggested by the file")
    ]
    reporter.post(WORDS, words_of(reporter, photo))
    assert Page(reporter.get(f"{WORDS}?anh={photo.pk}")).texts("span", css="mark--suggested") == []
    assert Photo.objects.get().version == 2


def test_whose_row_somebody_changed_meanwhile_keeps_every_word_and_says_who(as_, cast):
    reporter, editor = as_("phongvien"), as_("bientapvien")
    one, two = (make_photo(by=cast.phongvien) for _n in range(2))
    sent = words_of(reporter, one, two) | {f"anh-{n.pk}-caption": "Của phóng viên" for n in (one, two)}
    page = Page(editor.get(of(two)))
    editor.post(of(two), page.form("words") | {"anh-caption": "Của biên tập"})
    response = reporter.post(WORDS, sent)
    page = Page(response)
    assert response.status_code == 409
    assert str(cast.bientapvien) in page.texts("div", css="returned")[0]
    assert "Của biên tập" in page.texts("span", css="photo-words__stands")[0]
    # Saved together: the other row waits too, and the next try goes through.
    assert list(Photo.objects.order_by("pk").values_list("caption", flat=True)) == ["", "Của biên tập"]
    again = page.form("words") | {"anh": [one.pk, two.pk]}
    assert reporter.post(WORDS, again).status_code == 302
    assert set(Photo.objects.values_list("caption", flat=True)) == {"Của phóng viên"}


def test_a_row_of_somebody_else_is_left_out_of_the_form_and_of_what_is_saved(reporter, cast):
    mine, other = make_photo(by=cast.phongvien), make_photo(by=cast.congtacvien)
    page = Page(reporter.get(f"{WORDS}?anh={mine.pk}&anh={other.pk}"))
    assert [e.attrs["value"] for e in page.all("input", name="anh")] == [str(mine.pk)]
    forged = {"anh": [mine.pk, other.pk]}
    for photo in (mine, other):
        forged |= {f"anh-{photo.pk}-version": 1, f"anh-{photo.pk}-caption": "Đổi"}
    reporter.post(WORDS, forged)
    assert dict(Photo.objects.values_list("pk", "caption")) == {mine.pk: "Đổi", other.pk: ""}


def test_more_than_a_page_of_rows_goes_on_after_the_first(reporter, cast, monkeypatch):
    monkeypatch.setattr("photos.views.wording.MOST_AT_ONCE", 2)
    photos = [make_photo(by=cast.phongvien) for _n in range(3)]
    sent = words_of(reporter, *photos)
    assert sent["sau"] == str(photos[2].pk)
    response = reporter.post(WORDS, sent | {"anh": [photo.pk for photo in photos[:2]]})
    assert response["Location"] == f"{WORDS}?anh={photos[2].pk}"
    assert list(Photo.objects.order_by("pk").values_list("version", flat=True)) == [2, 2, 1]


@pytest.mark.parametrize("named", ["", "anh=0", "anh=99999999999999999999", "anh=x", "anh=%D9%A3"])
def test_words_of_no_picture_are_not_found(reporter, named):
    assert reporter.get(f"{WORDS}?{named}").status_code == 404


def test_words_of_one_are_saved_and_stand_in_the_record(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    page = Page(reporter.get(of(photo)))
    said = {"anh-caption": "Chợ\nphiên", "anh-licence": "Báo được phép", "anh-licence_until": "31/12/2040"}
    assert reporter.post(of(photo), page.form("words") | said).status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.licence, photo.licence_until) == (
        "Chợ phiên",
        "Báo được phép",
        date(2040, 12, 31),
    )
    assert Event.objects.about(photo).get().kind == "photo.describe"
    again = Page(reporter.get(of(photo)))
    assert again.form("words")["anh-licence_until"] == "31/12/2040"
    assert _("Described the picture") in again.texts("ol", css="record")[0]


def test_two_at_the_words_of_one_the_later_is_told_and_loses_nothing(as_, cast):
    reporter, editor = as_("phongvien"), as_("bientapvien")
    photo = make_photo(by=cast.phongvien)
    sent = Page(reporter.get(of(photo))).form("words") | {"anh-caption": "Sau"}
    editor.post(of(photo), sent | {"anh-caption": "Trước"})
    response = reporter.post(of(photo), sent)
    page = Page(response)
    assert (response.status_code, page.form("words")["anh-caption"]) == (409, "Sau")
    assert "Trước" in page.texts("span", css="photo-words__stands")[0]
    assert Photo.objects.get().caption == "Trước"
    assert reporter.post(of(photo), page.form("words")).status_code == 302
    assert Photo.objects.get().caption == "Sau"


SAVED = {"caption": "Của biên tập", "alt": "Người bán hàng", "taken_on": date(2040, 5, 1)}


@pytest.mark.parametrize("together", [False, True])
def test_fields_she_did_not_touch_keep_what_a_colleague_saved_meanwhile(reporter, cast, together):
    photo = make_photo(by=cast.phongvien)
    address = WORDS if together else of(photo)
    place = f"anh-{photo.pk}-place" if together else "anh-place"
    sent = words_of(reporter, photo) if together else Page(reporter.get(address)).form("words")
    photo.describe(SAVED, seen=1, by=cast.bientapvien, at=AT)
    response = reporter.post(address, sent | {place: "Đồng Văn"})
    page = Page(response)
    assert (response.status_code, page.texts("span", css="photo-words__stands")) == (409, [])
    assert reporter.post(address, page.form("words") | {"anh": [photo.pk]}).status_code == 302
    stored = Photo.objects.values("place", *SAVED).get()
    assert stored == SAVED | {"place": "Đồng Văn"}


def test_what_she_emptied_herself_stays_empty_though_somebody_was_faster(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    photo.describe({"caption": "Cũ", "alt": "Cũ"}, seen=1, by=None, at=AT)
    sent = Page(reporter.get(of(photo))).form("words") | {"anh-alt": ""}
    photo.describe({"caption": "Của biên tập"}, seen=2, by=cast.bientapvien, at=AT)
    page = Page(reporter.post(of(photo), sent))
    assert page.texts("span", css="photo-words__stands") == []
    reporter.post(of(photo), page.form("words"))
    assert set(Photo.objects.values_list("caption", "alt")) == {("Của biên tập", "")}


@pytest.mark.parametrize("first", ["", "x", "[]", '{"caption": 3}'])
def test_a_form_that_does_not_say_what_stood_there_has_every_field_her_own(reporter, cast, first):
    photo = make_photo(by=cast.phongvien)
    sent = Page(reporter.get(of(photo))).form("words") | {"anh-first": first, "anh-place": "Đồng Văn"}
    photo.describe(SAVED, seen=1, by=cast.bientapvien, at=AT)
    page = Page(reporter.post(of(photo), sent))
    assert (page.form("words")["anh-place"], page.form("words")["anh-caption"]) == ("Đồng Văn", "")
    assert "Của biên tập" in page.texts("span", css="photo-words__stands")[0]


def test_a_second_click_saves_nothing_twice_and_is_no_quarrel(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    sent = Page(reporter.get(of(photo))).form("words") | {"anh-caption": "Chợ phiên"}
    assert [reporter.post(of(photo), sent).status_code for _n in range(2)] == [302, 302]
    assert (Photo.objects.get().version, Event.objects.about(photo).count()) == (2, 1)


def test_other_fields_of_the_words_change_nothing(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    sent = Page(reporter.get(of(photo))).form("words")
    forged = dict.fromkeys(("width", "focal_x", "sha256", "added_by", "likeness", "removed_at"), "7")
    before = Photo.objects.values().get()
    reporter.post(of(photo), sent | forged | {f"anh-{name}": value for name, value in forged.items()})
    assert Photo.objects.values().get() == before | {"version": 2}


@pytest.mark.parametrize("given", [{"anh-version": ""}, {"anh-version": "x"}, {"anh-caption": "a" * 501}])
def test_a_form_that_is_not_whole_saves_nothing_and_comes_back(reporter, cast, given):
    photo = make_photo(by=cast.phongvien)
    sent = Page(reporter.get(of(photo))).form("words") | {"anh-alt": "giữ lại"}
    response = reporter.post(of(photo), sent | given)
    assert (response.status_code, Page(response).form("words")["anh-alt"]) == (422, "giữ lại")
    assert Photo.objects.get().version == 1


# ── The focal point ──────────────────────────────────────────────────────────
def one(client: Client, photo: Photo) -> dict[str, str]:
    return Page(client.get(of(photo))).form("words")


def test_the_focal_point_is_set_by_two_numbers(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    sent = one(reporter, photo) | {"anh-x": 20, "anh-y": 70}
    assert [reporter.post(of(photo), sent).status_code for _n in range(2)] == [302, 302]
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y, photo.version) == (20, 70, 3)
    assert [event.kind for event in Event.objects.about(photo)] == ["photo.focal", "photo.describe"]


def test_words_and_focal_point_are_one_form_and_saved_together(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    reporter.post(of(photo), one(reporter, photo) | {"anh-caption": "Chợ phiên", "anh-x": 20})
    photo.refresh_from_db()
    assert (photo.caption, photo.focal_x) == ("Chợ phiên", 20)
    page = Page(reporter.get(of(photo)))
    assert len([e for e in page.all("form", method="post") if "logout" not in e.attrs.get("action", "")]) == 1
    assert page.all("form", id="words")[0].attrs["data-behaviour"] == "ask-before-leaving"


@pytest.mark.parametrize("given", [{"anh-x": 101}, {"anh-y": -1}, {"anh-x": ""}, {"anh-y": "1.5"}])
def test_a_point_outside_is_refused_with_words(reporter, cast, given):
    photo = make_photo(by=cast.phongvien)
    sent = one(reporter, photo) | {"anh-caption": "Chợ phiên"}
    response = reporter.post(of(photo), sent | given)
    assert (response.status_code, Page(response).form("words")["anh-caption"]) == (422, "Chợ phiên")
    assert set(Photo.objects.values_list("focal_x", "caption")) == {(50, "")}


def test_a_point_that_comes_too_late_says_who_was_faster(reporter, cast):
    photo = make_photo(by=cast.phongvien)
    sent = one(reporter, photo) | {"anh-x": 20, "anh-y": 70}
    photo.describe({"caption": "Mới"}, seen=1, by=cast.bientapvien, at=AT)
    response = reporter.post(of(photo), sent)
    page = Page(response)
    assert response.status_code == 409
    assert str(cast.bientapvien) in page.texts("div", css="returned")[0]
    assert (page.form("words")["anh-x"], page.form("words")["anh-caption"]) == ("20", "Mới")
    assert reporter.post(of(photo), page.form("words")).status_code == 302
    assert set(Photo.objects.values_list("focal_x", "caption")) == {(20, "Mới")}


# ── Where it is used ─────────────────────────────────────────────────────────
def test_whoever_may_not_see_an_article_hears_of_a_number_only(as_, cast, khoa_giao):
    photo = make_photo(by=cast.phongvien)
    seen = make_edition(title="Bài của tôi", by=cast.phongvien, section=khoa_giao)
    hidden = make_edition(title="Bài kín", by=cast.bientapvien, section=khoa_giao)
    for edition in (seen, hidden):
        edition.photos.create(photo=photo, caption="x")
    page = Page(as_("phongvien").get(of(photo)))
    assert page.texts("a", inside="photo-uses") == ["Bài của tôi"]
    assert "1" in page.texts("section", css="photo-uses")[0]
    assert set(Page(as_("bientapvien").get(of(photo))).texts("a", inside="photo-uses")) == {
        "Bài của tôi",
        "Bài kín",
    }


# ── Leaving ──────────────────────────────────────────────────────────────────
def test_what_nothing_uses_is_deleted_after_a_question(reporter, cast, django_capture_on_commit_callbacks):
    photo = make_photo(by=cast.phongvien)
    names = photo.file.name, photo.small.name
    sent = Page(reporter.get(of(photo, "photo-delete"))).all("input", name="version")[0].attrs["value"]
    with django_capture_on_commit_callbacks(execute=True):
        response = reporter.post(of(photo, "photo-delete"), {"version": sent}, follow=True)
    assert Page(response).messages() == [_("“%(name)s” is deleted.") % {"name": photo}]
    assert not Photo.objects.exists()
    assert [photo.file.storage.exists(name) for name in names] == [False, False]
    assert reporter.post(of(photo, "photo-delete"), {"version": sent}).status_code == 404


def test_what_is_used_is_not_deleted_by_accident(secretary, cast):
    photo = make_photo()
    make_edition(by=cast.phongvien).photos.create(photo=photo, caption="x")
    page = Page(secretary.get(of(photo, "photo-delete")))
    assert page.all("input", name="version") == []
    assert page.texts("a", inside="photo-uses") == ["Trao quà cho học sinh"]
    assert secretary.post(of(photo, "photo-delete"), {"version": photo.version}).status_code == 409
    assert Photo.objects.filter(pk=photo.pk).exists()


@pytest.mark.parametrize("sent", [{}, {"version": "x"}])
def test_a_deletion_without_what_was_seen_deletes_nothing(reporter, cast, sent):
    photo = make_photo(by=cast.phongvien)
    assert reporter.post(of(photo, "photo-delete"), sent).status_code == 422
    assert Photo.objects.filter(pk=photo.pk).exists()


ORDER = {"ordered_by": "Tổng Biên tập", "reason": "Gia đình em nhỏ đề nghị."}


def test_a_picture_is_taken_off_on_an_order_and_says_so(secretary, cast, khoa_giao):
    photo = make_photo(caption="Em nhỏ")
    draft = make_edition(by=cast.phongvien, section=khoa_giao)
    draft.photos.create(photo=photo, caption="Em nhỏ")
    page = Page(secretary.get(of(photo, "photo-removal")))
    assert "0" in page.texts("strong", inside="returned")[0]
    sent = {"version": photo.version, **ORDER}
    assert secretary.post(of(photo, "photo-removal"), sent).status_code == 302
    page = Page(secretary.get(of(photo)))
    told = page.texts("div", css="returned")[0]
    assert all(word in told for word in ("Tổng Biên tập", str(cast.thukytoasoan), ORDER["reason"]))
    assert [img for img in page.all("img") if "/media/" in img.attrs["src"]] == []
    assert Event.objects.about(photo).first().ordered_by == "Tổng Biên tập"


def test_it_is_told_how_many_live_pages_it_leaves(secretary, cast, clock):
    photo = make_photo()
    for state in ("live", "live", "draft", "withdrawn"):
        edition = make_edition(by=cast.phongvien, state="draft")
        edition.photos.create(photo=photo, caption="x")
        if state != "draft":
            bring_to(state, edition)
    clock.move_to(AT + 5 * MINUTE)
    page = Page(secretary.get(of(photo, "photo-removal")))
    assert "2" in page.texts("strong", inside="returned")[0]


def test_pictures_that_look_like_it_are_pointed_out_before_it_is_taken_off(secretary):
    photo, _copy = (make_photo(raw=scene(quality=quality), name=f"{quality}.jpg") for quality in (90, 40))
    page = Page(secretary.get(of(photo, "photo-removal")))
    assert page.texts("a", inside="photo-near") == ["40.jpg"]


def test_taking_it_off_asks_nobody_who_changed_its_words_meanwhile(secretary, cast):
    photo = make_photo()
    sent = Page(secretary.get(of(photo, "photo-removal"))).form("removal") | ORDER
    photo.describe({"caption": "Mới"}, seen=1, by=cast.bientapvien, at=AT)
    assert secretary.post(of(photo, "photo-removal"), sent).status_code == 302
    assert Photo.objects.get().is_removed


@pytest.mark.parametrize("missing", ["ordered_by", "reason"])
def test_without_an_order_and_a_reason_nothing_is_taken_off(secretary, missing):
    photo = make_photo()
    response = secretary.post(of(photo, "photo-removal"), ORDER | {missing: " "})
    assert response.status_code == 422
    assert _("NOT TAKEN OFF YET.") in Page(response).texts("p", css="errornote")[0]
    assert Page(response).errors() != []
    assert not Photo.objects.get().is_removed


def test_two_who_take_it_off_the_later_is_told_who_did(secretary, cast):
    photo = make_photo()
    removal.remove(photo, by=cast.tongbientap, ordered_by="Sở", reason="Quyền", at=AT)
    response = secretary.post(of(photo, "photo-removal"), {"version": 1, **ORDER})
    assert response.status_code == 409
    assert str(cast.tongbientap) in Page(response).texts("p", css="errornote")[0]
    assert Photo.objects.get().removal_ordered_by == "Sở"
    assert secretary.get(of(photo, "photo-removal")).status_code == 302


def test_it_comes_back_with_a_reason(secretary):
    photo = removal.remove(make_photo(), by=None, ordered_by="Sở", reason="Quyền", at=AT)
    address = of(photo, "photo-restore")
    assert secretary.post(address, {"version": photo.version, "reason": " "}).status_code == 422
    assert secretary.post(address, {"version": photo.version, "reason": "Đã xin phép."}).status_code == 302
    assert not Photo.objects.get().is_removed
    assert secretary.post(address, {"version": photo.version, "reason": "Nữa."}).status_code == 409


@pytest.mark.parametrize("moved", [False, True])
def test_how_it_looked_is_shown_to_who_may_bring_it_back_and_to_nobody_else(
    as_, cast, moved, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.PRIVATE_ROOT = str(tmp_path / "private")
    photo = make_photo(by=cast.phongvien)
    raw = photo.small.read()
    board, reporter = as_("tongbientap"), as_("phongvien")
    address = of(photo, "photo-removed")
    assert board.get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=moved):
        removal.remove(photo, by=None, ordered_by="Sở", reason="Trẻ em", at=AT)
    response = board.get(address)
    assert b"".join(response.streaming_content) == raw
    assert (response["Content-Type"], "no-store" in response["Cache-Control"]) == ("image/jpeg", True)
    assert reporter.get(address).status_code == 403
    assert Client().get(address).status_code == 302
    shown_to = [
        who
        for who in (board, reporter)
        if any(img.attrs["src"] == address for img in Page(who.get(of(photo))).all("img"))
    ]
    assert shown_to == [board]


def test_what_was_taken_off_is_read_only_by_who_may_bring_it_back(as_, cast):
    photo = make_photo(caption="Tên em nhỏ", by=cast.phongvien)
    removal.remove(photo, by=None, ordered_by="Sở", reason="Trẻ em", at=AT)
    seen = {
        who: "Tên em nhỏ" in as_(who).get(of(photo)).content.decode()
        for who in ("phongvien", "bientapvien", "thukytoasoan")
    }
    assert seen == {"phongvien": False, "bientapvien": False, "thukytoasoan": True}
    assert "Tên em nhỏ" not in as_("phongvien").get(f"{LIBRARY}?loc=da-go").content.decode()
    assert "Tên em nhỏ" not in as_("tongbientap").get(CHOOSE).content.decode()


# ── Choosing ─────────────────────────────────────────────────────────────────
def chosen(client: Client, query: str = "") -> list[dict]:
    page = Page(client.get(f"{CHOOSE}?{query}"))
    return [json.loads(one.attrs["data-photo"]) for one in page.all("button", css="choose__one")]


def test_the_picker_tells_a_script_all_it_needs(reporter):
    photo = make_photo(caption="Chợ “phiên”", credit="Lò Thị Mẫu", alt="Khoai", licence_until=AT.date() - DAY)
    [card] = chosen(reporter)
    assert photo_of(card.pop("token")) == photo
    assert card == {
        "id": photo.pk,
        "address": of(photo),
        "small": photo.small.url,
        "width": photo.small_width,
        "height": photo.small_height,
        "caption": "Chợ “phiên”",
        "credit": "Lò Thị Mẫu",
        "alt": "Khoai",
        "name": "hoi-nghi.jpg",
        "expired": True,
        "removed": False,
    }


def test_the_picker_finds_by_words_and_leaves_out_what_was_taken_off(reporter):
    make_photo(caption="Chợ phiên")
    removal.remove(make_photo(caption="Chợ phiên cũ"), by=None, ordered_by="Sở", reason="x", at=AT)
    make_photo(caption="Lớp học")
    assert [card["caption"] for card in chosen(reporter, "q=cho")] == ["Chợ phiên"]
    assert [card["caption"] for card in chosen(reporter, "loc=da-go")] == []


def test_a_picture_of_the_library_is_put_into_an_article(reporter, cast, khoa_giao):
    photo = make_photo(caption="Chợ phiên")
    [card] = chosen(reporter)
    sent = opened(reporter, ADD) | {
        "title": "Chợ phiên",
        "section": khoa_giao.pk,
        "photos-TOTAL_FORMS": 1,
        "photos-0-kept": card["token"],
        "photos-0-caption": "Chú thích của bài",
    }
    assert reporter.post(ADD, sent).status_code == 302
    place = photo.uses.get()
    assert place.caption == "Chú thích của bài"
    assert "photo-picker" in reporter.get(change(place.edition)).content.decode()


def test_the_small_one_leads_to_the_file_and_to_nothing_once_it_was_taken_off(reporter):
    photo = make_photo()
    assert reporter.get(of(photo, "photo-small"))["Location"] == photo.small.url
    removal.remove(photo, by=None, ordered_by="Sở", reason="x", at=AT)
    assert reporter.get(of(photo, "photo-small")).status_code == 404


def test_every_field_that_is_typed_is_one_of_the_picture():
    assert {*FIELDS} <= {field.name for field in Photo._meta.get_fields()}


def test_a_full_disk_is_said_in_words_and_leaves_nothing(reporter, monkeypatch):
    def full(*_args, **_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(WholeFiles, "_save", full)
    answer = reporter.post(BRING, {"files": [file("che.jpg")]})
    said = _("“%(name)s” could not be stored: the server's disk may be full. Tell the administrator.")
    assert said % {"name": "che.jpg"} in answer.text
    assert Photo.objects.count() == 0
