"""How often the desk asks the database: as often for thirty pieces as for three."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from articles import moves, writing
from articles.models import Edition, Tag
from tests.desk.pages import LIST, change
from tests.factories import AT, MINUTE, bring_to, make_comment, make_edition, make_photo, make_section

pytestmark = pytest.mark.django_db

AT_MOST = 25
DESK_INDEX, LIST_OF_ALL, FORM, READ_PAGE, PUBLISHING = 9, 6, 19, 8, 19
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
    make_edition(by=cast.tongbientap)
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


def test_no_page_of_the_desk_asks_more_than_that():
    assert max(DESK_INDEX, LIST_OF_ALL, FORM, READ_PAGE, PUBLISHING) <= AT_MOST
