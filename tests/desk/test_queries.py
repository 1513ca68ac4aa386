"""How often the desk asks the database: as often for thirty pieces as for three."""

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles import moves, writing
from articles.models import Edition, Notice, Tag, WorkingCopy
from mail.models import Mail
from tests.desk.pages import ADD, LIST, change, opened
from tests.factories import (
    AT,
    MINUTE,
    bring_to,
    make_comment,
    make_edition,
    make_grant,
    make_photo,
    make_section,
    make_user,
)

pytestmark = pytest.mark.django_db

AT_MOST = 25
DESK_INDEX, LIST_OF_ALL, FORM, NEW_FORM, READ_PAGE = 19, 8, 22, 8, 14
PUBLISHING, SENDING_ON, TOO_LATE, BESIDE, TYPING = 25, 22, 17, 11, 14
three_and_thirty = pytest.mark.parametrize("pieces", [3, 30])


@pytest.fixture(autouse=True)
def _no_warm_start() -> None:
    """What an earlier test asked stays in the process; here each page pays for itself."""
    ContentType.objects.clear_cache()


@pytest.fixture
def many(cast, khoa_giao):
    """`many(state, pieces)`: so many articles, each by another hand, in a sub-section of its own."""

    def of(state: str, pieces: int) -> list[Edition]:
        writers = [cast.phongvien, cast.congtacvien, cast.bientapvien]
        made = []
        for number in range(pieces):
            section = make_section(slug=f"muc-{number}", parent=khoa_giao)
            by = writers[number % 3]
            made.append(make_edition(title=f"Tin {number}", state=state, by=by, section=section))
        return made

    return of


def siblings(edition: Edition, pieces: int, *, state: str = "in_review") -> list[Edition]:
    """Further editions of the same article, each with a picture and a tag."""
    made = []
    for number in range(pieces):
        draft = writing.open_next(edition, by=None, at=AT + MINUTE)
        draft.tags.set(Tag.objects.named([f"từ khóa {number}"]))
        draft = Edition.objects.select_related("article").get(pk=draft.pk)
        made.append(bring_to(state, draft, at=AT + (2 + number) * MINUTE))
    return made


@three_and_thirty
def test_the_desks_first_page(as_, cast, many, pieces, django_assert_num_queries):
    many("last_step", pieces)
    for edition in many("live", pieces):
        make_comment(edition=edition)
    for number in range(pieces):
        for state in ("draft", "returned", "scheduled"):
            own = make_edition(state=state, by=cast.tongbientap)
        # Without a title of its own it is called by its edition's.
        typed = {"edition": own, "fields": {"title": "" if number % 2 else "Tin"}}
        WorkingCopy.objects.create(
            key=uuid.uuid4(), person=cast.tongbientap, opened_at=AT, typed_at=AT, **typed
        )
    client = as_("tongbientap")
    with django_assert_num_queries(DESK_INDEX):
        assert client.get(reverse("admin:index")).status_code == 200


@three_and_thirty
def test_the_list(as_, many, pieces, django_assert_num_queries):
    many("in_review", pieces)
    client = as_("bientapvien")
    with django_assert_num_queries(LIST_OF_ALL):
        assert client.get(LIST).status_code == 200


@pytest.fixture
def ask_for_the_form(as_, cast, khoa_giao, clock, django_assert_num_queries):
    """Opens a piece at the last step, among others of its article, with as many pictures."""

    def ask(pieces: int, *, beside: str) -> None:
        live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
        siblings(live, pieces - 1, state=beside)
        draft = siblings(live, 1, state="last_step")[0]
        for number in range(pieces):
            draft.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
        clock.move_to(AT + 60 * MINUTE)
        client = as_("tongbientap")
        with django_assert_num_queries(FORM):
            assert client.get(change(draft)).status_code == 200

    return ask


@three_and_thirty
def test_the_form(ask_for_the_form, pieces):
    ask_for_the_form(pieces, beside="draft")


@three_and_thirty
def test_the_form_beside_editions_in_review(ask_for_the_form, pieces):
    ask_for_the_form(pieces, beside="in_review")


@three_and_thirty
def test_the_page_that_is_read(as_, cast, khoa_giao, clock, pieces, django_assert_num_queries):
    live = make_edition(by=cast.phongvien, section=khoa_giao)
    for number in range(pieces):
        live.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
    live = bring_to("live", live)
    siblings(live, pieces, state="draft")
    clock.move_to(AT + 60 * MINUTE)
    client = as_("thukytoasoan")
    with django_assert_num_queries(READ_PAGE):
        assert client.get(change(live)).status_code == 200


@three_and_thirty
def test_a_publishing_move(as_, cast, khoa_giao, clock, pieces, django_assert_num_queries):
    first = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    siblings(first, pieces - 1, state="live")
    [last] = siblings(first, 1, state="draft")
    clock.move_to(AT + 60 * MINUTE)
    for name in ("submit", "pass_on"):
        last = moves.make(name, last, by=None, seen=last.stamp, at=timezone.now())
    client, address = as_("tongbientap"), reverse("admin:edition-move", args=[last.pk, "approve"])
    with django_assert_num_queries(PUBLISHING):
        client.post(address, {"seen": last.stamp})
    assert Edition.objects.live(timezone.now()).get().pk == last.pk


@three_and_thirty
def test_a_move_that_tells_many(as_, cast, khoa_giao, clock, pieces, django_assert_num_queries):
    """A notice and a mail for each who may pass the step."""
    for number in range(pieces):
        person = make_user(username=f"bt{number}", email=f"bt{number}@example.vn", mail_waiting=True)
        make_grant(person=person, role="bientapvien", section=khoa_giao)
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    client, address = as_("phongvien"), reverse("admin:edition-move", args=[edition.pk, "submit"])
    with django_assert_num_queries(SENDING_ON):
        response = client.post(address, {"seen": edition.stamp})
    assert response["Location"] == LIST
    # The cast's editor, secretary and chief are told too, and have no address.
    assert (Notice.objects.count(), Mail.objects.count()) == (pieces + 3, pieces)


@pytest.fixture
def long_piece(cast, khoa_giao):
    """`long_piece(pieces)`: at the last step, with as many tags, pictures and older versions."""

    def of(pieces: int) -> Edition:
        tags = tuple(f"từ khóa {number}" for number in range(pieces))
        edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=tags)
        for number in range(pieces):
            edition.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
            edition.title = f"Lần {number}"
            edition = writing.revise(edition, by=None, at=AT)
        return bring_to("last_step", edition)

    return of


@three_and_thirty
def test_a_save_that_comes_too_late_and_the_two_side_by_side(
    as_, cast, long_piece, pieces, django_assert_num_queries
):
    edition = long_piece(pieces)
    client = as_("tongbientap")
    form = opened(client, change(edition)) | {"title": "Tiêu đề đã sửa"}
    writing.revise(Edition.objects.get(), by=cast.bientapvien, at=timezone.now())
    with django_assert_num_queries(TOO_LATE):
        beside = client.post(change(edition), form)["Location"]
    with django_assert_num_queries(BESIDE):
        assert client.get(beside).status_code == 200


@three_and_thirty
def test_typing(as_, long_piece, pieces, django_assert_num_queries):
    """What an open form says every few seconds, with others at the same text."""
    edition = long_piece(pieces)
    client = as_("tongbientap")
    form = opened(client, change(edition)) | {"edition": str(edition.pk), "typed": "1"}
    for number in range(pieces):
        other = make_user(username=f"khac{number}")
        WorkingCopy.objects.create(
            key=uuid.uuid4(), person=other, edition=edition, opened_at=AT, here_at=timezone.now()
        )
    with django_assert_num_queries(TYPING):
        said = client.post(reverse("admin:edition-typing"), form).json()
    assert (bool(said["saved"]), len(said["others"])) == (True, pieces)


@three_and_thirty
def test_a_new_article(as_, cast, khoa_giao, pieces, django_assert_num_queries):
    """With words of her own for articles that do not exist yet."""
    for number in range(pieces):
        typed = {"person": cast.phongvien, "fields": {"title": f"Tin {number}"}}
        WorkingCopy.objects.create(key=uuid.uuid4(), opened_at=AT, typed_at=AT, **typed)
        make_section(slug=f"muc-{number}", parent=khoa_giao)
    client = as_("phongvien")
    with django_assert_num_queries(NEW_FORM):
        assert client.get(ADD).status_code == 200


def test_no_page_of_the_desk_asks_more_than_that():
    reading = (DESK_INDEX, LIST_OF_ALL, FORM, NEW_FORM, READ_PAGE, BESIDE)
    assert max(*reading, PUBLISHING, SENDING_ON, TOO_LATE, TYPING) <= AT_MOST
