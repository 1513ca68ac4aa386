"""What the editor asks for: articles to link to, as far as she may know of them, and addresses that may be embedded."""

import pytest
from django.utils import timezone

from articles import writing
from articles.embargo import set_embargo
from tests.desk.pages import LIST
from tests.factories import AT, DAY, bring_to, make_edition, make_section

pytestmark = pytest.mark.django_db

PICK, EMBED = f"{LIST}chon-bai/", f"{LIST}nhung/"


def picked(client, question: str = "") -> list[tuple[str, bool]]:
    response = client.get(PICK, {"q": question})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return [(one["title"], one["scheduled"]) for one in response.json()["articles"]]


def test_an_article_is_found_with_and_without_diacritics_and_told_with_section_date_and_path(as_):
    live = make_edition(state="live", title="Khai mạc Hội nghị đồng chí")
    make_edition(state="live", title="Mùa chè")
    client = as_("phongvien")
    for question in ("Hội nghị", "hoi nghi dong chi", "HOI NGH*"):
        [one] = client.get(PICK, {"q": question}).json()["articles"]
        assert one == {
            "id": live.article_id,
            "title": "Khai mạc Hội nghị đồng chí",
            "section": "Khoa giáo",
            "date": f"{timezone.localtime(AT):%H:%M, %d/%m/%Y}",
            "path": live.article.get_absolute_url(),
            "scheduled": False,
        }


def test_only_what_readers_can_open_is_picked_and_what_is_scheduled_is_marked_for_whoever_may_know(as_):
    for state in ("draft", "in_review", "returned", "expired", "withdrawn"):
        make_edition(state=state, title=f"Kín {state}", at=AT - DAY)
    make_edition(state="live", title="Đang hiện")
    make_edition(state="scheduled", title="Sắp hiện")
    elsewhere = make_section(slug="xa-hoi", name="Xã hội")
    make_edition(state="scheduled", title="Sắp hiện nơi khác", section=elsewhere)
    make_edition(state="live", title="Hiện nơi khác", section=elsewhere)
    editor, reporter = as_("bientapvien"), as_("phongvien")
    assert sorted(picked(editor)) == [("Hiện nơi khác", False), ("Sắp hiện", True), ("Đang hiện", False)]
    assert sorted(picked(reporter)) == [("Hiện nơi khác", False), ("Đang hiện", False)]


def test_what_an_embargo_keeps_from_her_is_not_picked(as_, cast):
    draft = make_edition(title="Cấm vận")
    set_embargo(draft, until=AT + DAY, people=[], by=cast.thukytoasoan, seen=draft.stamp, at=AT)
    bring_to("scheduled", draft, live_from=AT + 2 * DAY)
    make_edition(state="scheduled", title="Không cấm")
    known = {who: sorted(picked(as_(who))) for who in ("thukytoasoan", "bientapvien", "tongbientap")}
    others = [("Không cấm", True)]
    assert known == {
        "thukytoasoan": [("Cấm vận", True), *others],
        "bientapvien": others,
        "tongbientap": others,
    }


def test_an_article_that_is_live_is_picked_once_though_its_next_edition_is_scheduled(as_):
    live = make_edition(state="live", title="Bản đầu")
    bring_to("scheduled", writing.open_next(live, by=None, at=AT))
    assert picked(as_("tongbientap")) == [("Bản đầu", False)]


def test_what_is_no_word_is_answered_with_the_reason(as_):
    answer = as_("phongvien").get(PICK, {"q": "…!"}).json()
    assert answer["articles"] == []
    assert answer["said"]


@pytest.mark.parametrize("count", [1, 3])
def test_picking_takes_as_many_queries_for_one_as_for_three(as_, count, django_assert_num_queries):
    for number in range(count):
        make_edition(state="live", title=f"Hiện {number}")
        make_edition(state="scheduled", title=f"Sắp {number}")
    client = as_("tongbientap")
    client.get(PICK)
    with django_assert_num_queries(5):
        assert len(picked(client)) == 2 * count


def test_an_address_is_answered_with_its_one_form_or_with_a_reason(as_):
    client = as_("phongvien")
    good = client.get(EMBED, {"dia-chi": "https://youtu.be/AAAAAAAAAAA?si=tracker"})
    assert good.json() == {
        "address": "https://www.youtube.com/watch?v=AAAAAAAAAAA",
        "name": "YouTube",
        "shape": "wide",
    }
    for typed in ("", "https://example.com/", "javascript:alert(1)", "https://evil.vn/?u=youtube.com"):
        refused = client.get(EMBED, {"dia-chi": typed})
        assert (refused.status_code, list(refused.json())) == (422, ["error"])


@pytest.mark.parametrize("address", [PICK, EMBED])
def test_they_are_asked_by_get_alone_and_by_nobody_else(as_, client, address):
    assert as_("phongvien").post(address).status_code == 405
    assert as_("kiemduyet").get(address).status_code == 403
    assert client.get(address).status_code == 302
