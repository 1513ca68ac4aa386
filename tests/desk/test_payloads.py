"""Text that is code elsewhere is text here: wherever the desk prints what somebody typed, it stays inert.

Each page is parsed as a browser would, and must hold no script with the payload, no handler, no
address that runs, and no picture but the paper's own.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from articles import moves
from articles.models import Edition
from photos.models import Photo
from record.models import Event
from tests.desk.pages import ADD, LIST, Page, change, opened
from tests.factories import (
    BODY,
    bring_to,
    make_comment,
    make_edition,
    make_grant,
    make_photo,
    make_picture,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

PAYLOADS = {
    "script": '"><script>alert(1)</script>',
    "img": "'\"><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% debug %}",
    "address": "javascript:alert(1)",
}
each_payload = pytest.mark.parametrize("payload", PAYLOADS.values(), ids=list(PAYLOADS))


def inert(response, payload: str) -> Page:
    """The page, once nothing in it can run and the payload stands in it as it was typed."""
    page = Page(response)
    for element in page.elements:
        assert element.tag != "script" or "alert(1)" not in element.text
        assert not [name for name in element.attrs if name.startswith("on")]
        addresses = [element.attrs.get(name, "") for name in ("href", "src", "action", "formaction")]
        assert not [address for address in addresses if address.strip().lower().startswith("javascript:")]
    sources = {img.attrs.get("src", "") for img in page.all("img")}
    assert {src for src in sources if not src.startswith("/static/admin/img/")} <= {
        file.url for photo in Photo.objects.all() for file in (photo.small, photo.file)
    }
    printed = [element.text for element in page.elements]
    printed += [value for element in page.elements for value in element.attrs.values()]
    # Some pages shorten what they print; as text it stands there all the same, not evaluated and not as markup.
    assert any(payload[:11] in text for text in printed)
    return page


@pytest.fixture
def desk(khoa_giao, db):
    """`desk(payload)`: somebody with every right, whose name and section carry the payload too."""

    def of(payload: str) -> tuple[Client, User]:
        section = make_section(slug="doc", name=payload)
        person = make_user(username="doc", display_name=payload, pen_name=payload, department=payload)
        for role in ("tongbientap", "quantri"):
            make_grant(person=person, role=role, section=section)
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client, person

    return of


def poisoned(payload: str, *, by: User, state: str = "draft") -> Edition:
    """An edition with the payload in every word of it."""
    words = {"lead": payload, "byline": payload, "body": f"<p>{payload}</p>{BODY}"}
    section = make_section(slug="doc")
    edition = make_edition(title=payload, by=by, section=section, tags=(payload,), **words)
    photo = make_photo(name=f"{payload}.jpg")
    edition.photos.create(photo=photo, caption=payload, credit=payload, alt=payload)
    edition.photos.create(caption=payload, credit=payload, alt=payload)
    return bring_to(state, edition) if state != "draft" else edition


@each_payload
@pytest.mark.parametrize("state", ["draft", "last_step", "returned"])
def test_the_desk_and_the_list_print_it_as_text(desk, payload, state):
    client, person = desk(payload)
    other = make_user(username="khac", display_name=payload)
    poisoned(payload, by=person if state != "last_step" else other, state=state)
    index = inert(client.get(reverse("admin:index")), payload)
    assert payload in index.texts("a", inside="pieces")
    listed = inert(client.get(LIST), payload)
    assert listed.titles() == {payload}
    assert payload in listed.texts("td", css="field-section")


@each_payload
def test_the_form_prints_it_as_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="returned")
    page = inert(client.get(change(edition)), payload)
    form = page.form()
    assert {form[n] for n in ("title", "lead", "byline", "keywords", "photos-0-caption")} == {payload}
    assert {form[f"photos-{n}-{name}"] for n in (0, 1) for name in ("credit", "alt")} == {payload}
    assert payload in page.options("section")


@each_payload
def test_a_form_in_error_prints_it_as_text(desk, payload):
    client, _person = desk(payload)
    words = dict.fromkeys(
        ("title", "lead", "byline", "keywords", "photos-0-caption", "photos-0-alt"), payload
    )
    form = opened(client) | words | {"date_line": payload, "expires_at": payload, "section": payload}
    form |= {"_move": "publish_urgently", "live_from": payload, "note": payload, "photos-0-kept": payload}
    page = inert(client.post(ADD, form), payload)
    assert {page.form()[name] for name in words} == {payload}


@each_payload
def test_words_kept_beside_what_stands_are_text_on_both_sides(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person)
    # Nothing of a form that says nothing new would be kept.
    form = opened(client, change(edition)) | {"note": "Lý do."}
    bring_to("in_review", edition, at=timezone.now())
    response = client.post(change(edition), form)
    assert response.status_code == 302
    sides = inert(client.get(response["Location"]), payload).sides()
    assert {label: sides[gettext(label)] for label in ("Title", "Lead", "Byline", "Tags")} == dict.fromkeys(
        ("Title", "Lead", "Byline", "Tags"), (payload, payload)
    )
    pictures = [f"{gettext(word)} {n}" for n in (1, 2) for word in ("Caption", "Credit", "Alternative text")]
    assert {label: sides[label] for label in pictures} == dict.fromkeys(pictures, (payload, payload))


@each_payload
@pytest.mark.parametrize("state", ["in_review", "live"])
def test_the_page_that_is_read_prints_it_as_text(desk, payload, state):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state=state)
    page = inert(client.get(change(edition)), payload)
    assert page.texts("h1", inside="reading") == [payload]
    assert page.texts("p", css="reading__lead") == [payload]
    assert page.texts("p", css="reading__byline") == [payload]
    [picture] = page.all("img", inside="reading")
    assert picture.attrs["alt"] == payload
    assert all(payload in caption for caption in page.texts("figcaption"))


@each_payload
def test_the_reason_of_a_return_is_text_to_its_writer(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="in_review")
    moves.make("send_back", edition, by=None, seen=edition.stamp, at=timezone.now(), note=payload)
    page = inert(client.get(change(edition)), payload)
    assert page.texts("p", inside="returned")[-1] == payload
    assert payload in page.texts("q", inside="record")


@each_payload
def test_a_refusal_and_a_success_are_printed_as_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person)
    faster = make_user(username="nhanh", display_name=payload[:100], is_superuser=True)
    moves.make("submit", edition, by=faster, seen=edition.stamp, at=timezone.now())
    move = reverse("admin:edition-move", args=[edition.pk, "take_back"])
    response = client.post(move, {"seen": "1.1"})
    assert response.status_code == 409
    [said] = inert(response, payload).errors_above()
    assert payload in said
    edition = Edition.objects.get(pk=edition.pk)
    done = inert(client.post(move, {"seen": edition.stamp}, follow=True), payload)
    assert payload[1:] in done.messages()[0]


@each_payload
def test_the_queue_prints_a_readers_words_as_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="live")
    shown = make_comment(edition=edition, name=payload[:60], body=f"{payload} {payload}", state="shown")
    make_comment(edition=edition, name=payload[:60], body=payload, parent=shown)
    page = inert(client.get(reverse("admin:comment-queue")), payload)
    assert payload in page.texts("strong", inside="queue-item")
    assert page.texts("div", css="queue-item__text") == [payload]
    assert any(payload in text for text in page.texts("blockquote"))
    inert(client.get(reverse("admin:index")), payload)


@each_payload
def test_a_decision_prints_the_readers_name_as_text(desk, payload):
    client, person = desk(payload)
    comment = make_comment(
        edition=poisoned(payload, by=person, state="live"), name=payload[:60], body=payload
    )
    address = reverse("admin:comment-decide", args=[comment.pk, "reject"])
    response = client.post(address, {"version": comment.version, "own_reason": payload, "tab": payload})
    assert response["Location"].startswith(f"{reverse('admin:comment-queue')}?state=")
    page = inert(client.get(reverse("admin:comment-queue")), payload)
    assert payload[1:] in page.messages()[0]


@each_payload
def test_the_queue_of_the_rejected_prints_the_reason_as_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="live")
    comment = make_comment(edition=edition, name=payload[:60], body=payload)
    address = reverse("admin:comment-decide", args=[comment.pk, "reject"])
    client.post(address, {"version": comment.version, "own_reason": payload})
    response = client.get(f"{reverse('admin:comment-queue')}?state=rejected")
    assert response.status_code == 200
    assert any(payload in text for text in inert(response, payload).texts("p", css="help"))


@each_payload
def test_the_record_prints_it_as_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="in_review")
    moves.make("send_back", edition, by=None, seen=edition.stamp, at=timezone.now(), note=payload)
    page = inert(client.get(reverse("admin:record_event_changelist")), payload)
    assert payload in page.texts("td", css="field-label")
    assert payload in page.texts("td", css="field-note")


@each_payload
def test_who_ordered_a_withdrawal_and_why_are_text(desk, payload):
    client, person = desk(payload)
    edition = poisoned(payload, by=person, state="live")
    address = reverse("admin:edition-move", args=[edition.pk, "withdraw"])
    refused = inert(client.post(address, {"seen": edition.stamp, "ordered_by": payload}), payload)
    assert [e.attrs["value"] for e in refused.all("input", name="ordered_by")] == [payload]
    inert(
        client.post(address, {"seen": edition.stamp, "ordered_by": payload, "note": payload}, follow=True),
        payload,
    )
    event = Event.objects.get(kind="edition.withdraw")
    assert (event.ordered_by, event.note) == (payload, payload)
    inert(client.get(change(edition)), payload)
    page = inert(client.get(reverse("admin:record_event_change", args=[event.pk])), payload)
    assert page.texts("div", css="readonly").count(payload) >= 2


@each_payload
@pytest.mark.parametrize("place", ["articles_section", "accounts_user", "articles_tag"])
def test_what_an_administrator_manages_prints_it_as_text(desk, payload, place):
    client, person = desk(payload)
    edition = poisoned(payload, by=person)
    row = {"articles_section": edition.section, "accounts_user": person, "articles_tag": edition.tags.get()}[
        place
    ]
    inert(client.get(reverse(f"admin:{place}_changelist")), payload)
    for act in ("change", "history", "delete"):
        inert(client.get(reverse(f"admin:{place}_{act}", args=[row.pk])), payload)


@pytest.mark.parametrize(
    "name", ["'><img src=x onerror=alert(1)>.jpg", "<script>alert(1)<script>.jpg", "{{7*7}}.jpg"]
)
def test_the_name_of_an_upload_is_text_and_names_no_file(cast, khoa_giao, name):
    client = Client()
    client.force_login(cast.phongvien)
    form = opened(client) | {"title": "Tin", "section": str(khoa_giao.pk)}
    client.post(ADD, form | {"photos-0-upload": SimpleUploadedFile(name, make_picture())})
    photo = Photo.objects.get()
    assert photo.original_name == name
    assert photo.file.name.removeprefix("photos/204005/").removesuffix(".jpg").isalnum()
    inert(client.get(change(Edition.objects.get())), name)


@pytest.mark.parametrize(
    "name", ["'><img src=x onerror=alert(1)>.jpg", "<script>alert(1)<script>.php", "{{7*7}}.svg"]
)
def test_the_name_of_a_refused_upload_is_text(cast, khoa_giao, name):
    client = Client()
    client.force_login(cast.phongvien)
    form = opened(client) | {"title": "Tin", "section": str(khoa_giao.pk)}
    page = inert(client.post(ADD, form | {"photos-0-upload": SimpleUploadedFile(name, b"x")}), name)
    assert name in page.errors_near("id_photos-0-upload")[0]


@each_payload
def test_what_is_asked_of_the_list_is_text(desk, payload):
    client, person = desk(payload)
    poisoned(payload, by=person)
    for query in ("q", "trang-thai", "chuyen-muc", "nguoi", "tu", "den", "truoc", "sau", "cuoi"):
        response = client.get(LIST, {query: payload}, follow=True)
        assert response.status_code == 200
        inert(response, payload)
