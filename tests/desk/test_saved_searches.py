"""Searches kept under a name: saved, renamed and deleted by their owner alone; shared by address."""

import pytest

from articles.models import SavedSearch
from articles.models.saved_search import MOST_SEARCHES
from record.models import Event
from tests.desk.pages import LIST, Page
from tests.factories import make_edition, make_section

pytestmark = pytest.mark.django_db

SAVE = "/admin/articles/edition/bo-loc/"
QUERY = "q=h%E1%BB%8Dp&trang-thai=in_review"


def save(client, name: str = "Chờ duyệt", query: str = QUERY, **more):
    return client.post(SAVE, {"name": name, "query": query, **more})


def links(page: Page) -> dict[str, str]:
    return {" ".join(e.text.split()): e.attrs["href"] for e in page.all("a", inside="saved")}


def hers(person) -> list[tuple[str, str]]:
    return list(SavedSearch.objects.filter(person=person).values_list("name", "query"))


def of(search: SavedSearch, act: str) -> str:
    return f"{SAVE}{search.pk}/{act}/"


@pytest.fixture
def search(cast) -> SavedSearch:
    return SavedSearch.objects.create(person=cast.bientapvien, name="Chờ duyệt", query=QUERY, order=1)


# ── Saving ───────────────────────────────────────────────────────────────────
def test_a_search_is_saved_from_the_list_and_stands_above_it(as_, cast, khoa_giao):
    client = as_("bientapvien")
    make_edition(title="Họp giao ban", state="in_review", section=khoa_giao)
    form = Page(client.get(f"{LIST}?{QUERY}")).all("input", name="query")
    assert {box.attrs["value"] for box in form} == {QUERY}
    response = save(client)
    assert response["Location"] == f"{LIST}?{QUERY}"
    page = Page(client.get(response["Location"]))
    assert links(page) == {"Chờ duyệt": f"{LIST}?{QUERY}"}
    assert page.titles() == {"Họp giao ban"}
    assert [e.attrs.get("aria-current") for e in page.all("a", inside="saved")] == ["true"]
    assert hers(cast.bientapvien) == [("Chờ duyệt", QUERY)]
    # A private convenience.
    assert not Event.objects.filter(kind__contains="search").exists()


def test_only_what_the_list_may_be_asked_is_kept_in_one_form(as_, cast, khoa_giao):
    query = "den=2040-05-04&truoc=1.000000-1&q=++h%E1%BB%8Dp+&utm=x&created_by__password=a&trang-thai=&q=h%E1%BB%8Dp"
    save(as_("bientapvien"), query=query)
    assert hers(cast.bientapvien) == [("Chờ duyệt", "q=h%E1%BB%8Dp&den=04%2F05%2F2040")]


def test_the_list_as_it_is_at_first_can_be_saved_too(as_, cast):
    assert save(as_("bientapvien"), query="")["Location"] == LIST
    assert hers(cast.bientapvien) == [("Chờ duyệt", "")]


def test_the_same_name_replaces_and_says_so(as_, cast, search):
    client = as_("bientapvien")
    save(client, query="trang-thai=draft")
    assert hers(cast.bientapvien) == [("Chờ duyệt", "trang-thai=draft")]
    [said] = Page(client.get(LIST)).messages()
    save(client, name="Khác", query="trang-thai=draft")
    [otherwise] = Page(client.get(LIST)).messages()
    assert said.replace("Chờ duyệt", "") != otherwise.replace("Khác", "")


def test_a_colleague_may_use_the_same_name(as_, cast, search):
    save(as_("phongvien"), query="trang-thai=draft")
    assert hers(cast.phongvien) == [("Chờ duyệt", "trang-thai=draft")]
    assert hers(cast.bientapvien) == [("Chờ duyệt", QUERY)]


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "a" * 61])
def test_a_name_that_is_none_is_said_beside_it_and_what_was_typed_is_kept(as_, cast, name):
    response = save(as_("bientapvien"), name=name)
    page = Page(response)
    assert (response.status_code, len(page.errors_near("keep-name"))) == (422, 1)
    assert hers(cast.bientapvien) == []
    if len(name) == 61:
        assert [box.attrs["value"] for box in page.all("input", id="keep-name")] == [name]
    assert page.form("find")["q"] == "họp"


def test_a_search_that_cannot_be_read_is_not_saved(as_, cast):
    response = save(as_("bientapvien"), query="tu=h%C3%B4m+qua")
    assert (response.status_code, len(Page(response).errors_near("id_tu"))) == (422, 1)
    assert hers(cast.bientapvien) == []


def test_there_is_an_end_to_how_many(as_, cast):
    client = as_("bientapvien")
    for number in range(MOST_SEARCHES):
        assert save(client, name=f"Số {number}").status_code == 302
    response = save(client, name="Một nữa")
    assert (response.status_code, len(Page(response).errors_near("keep-name"))) == (409, 1)
    assert len(hers(cast.bientapvien)) == MOST_SEARCHES
    # What is there can still be replaced.
    assert save(client, name="Số 3", query="").status_code == 302
    assert [name for name, _query in hers(cast.bientapvien)] == [f"Số {n}" for n in range(MOST_SEARCHES)]


def test_what_is_posted_beside_it_changes_nothing(as_, cast, search):
    save(as_("phongvien"), name="Của tôi", person=cast.bientapvien.pk, id=search.pk, order=99)
    assert hers(cast.phongvien) == [("Của tôi", QUERY)]
    assert hers(cast.bientapvien) == [("Chờ duyệt", QUERY)]


# ── Renaming and deleting ────────────────────────────────────────────────────
def test_its_owner_renames_it(as_, cast, search):
    response = as_("bientapvien").post(
        of(search, "doi-ten"), {"name": "Của ban", "query": "trang-thai=all&x=1"}
    )
    assert response["Location"] == f"{LIST}?trang-thai=all"
    assert hers(cast.bientapvien) == [("Của ban", QUERY)]


@pytest.mark.parametrize("name", ["", "a" * 61, "Khác"])
def test_a_new_name_that_is_none_or_taken_is_refused_beside_it(as_, cast, search, name):
    client = as_("bientapvien")
    save(client, name="Khác", query="")
    response = client.post(of(search, "doi-ten"), {"name": name})
    page = Page(response)
    assert (response.status_code, len(page.errors())) == (422, 1)
    assert [("open" in e.attrs) for e in page.all("details", css="keep__saved")] == [True]
    assert hers(cast.bientapvien) == [("Chờ duyệt", QUERY), ("Khác", "")]
    assert list(links(page)) == ["Chờ duyệt", "Khác"]


def test_its_owner_deletes_it_and_a_second_click_finds_nothing(as_, cast, search):
    client = as_("bientapvien")
    assert client.post(of(search, "xoa"), {"query": "trang-thai=all"})["Location"] == f"{LIST}?trang-thai=all"
    assert client.post(of(search, "xoa")).status_code == 404
    assert hers(cast.bientapvien) == []


@pytest.mark.parametrize("act", ["doi-ten", "xoa"])
@pytest.mark.parametrize("who", ["phongvien", "tongbientap", "outsider"])
def test_nobody_else_finds_it(as_, cast, search, who, act):
    client = as_(who)
    assert client.post(of(search, act), {"name": "Đã đổi"}).status_code == 404
    assert links(Page(client.get(LIST))) == {}
    assert hers(cast.bientapvien) == [("Chờ duyệt", QUERY)]


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_has_nothing_to_do_with_articles_keeps_no_search(as_, cast, who):
    own = SavedSearch.objects.create(person=getattr(cast, who), name="Cũ")
    client = as_(who)
    answers = [save(client), client.post(of(own, "doi-ten"), {"name": "Mới"}), client.post(of(own, "xoa"))]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert hers(getattr(cast, who)) == [("Cũ", "")]


# ── Sharing ──────────────────────────────────────────────────────────────────
def test_a_shared_address_shows_each_what_she_may_see(as_, cast, khoa_giao):
    make_edition(title="Họp giao ban", by=cast.phongvien, section=khoa_giao)
    make_edition(title="Họp xã", section=make_section(slug="xa-hoi"))
    page = Page(as_("phongvien").get(f"{LIST}?q=h%E1%BB%8Dp&truoc=&utm=1"))
    [address] = [box.attrs["value"] for box in page.all("input", id="keep-address")]
    assert address == f"http://testserver{LIST}?q=h%E1%BB%8Dp"
    found = {who: Page(as_(who).get(address)).titles() for who in ("phongvien", "bientapvien", "outsider")}
    assert found == {"phongvien": {"Họp giao ban"}, "bientapvien": {"Họp giao ban"}, "outsider": {"Họp xã"}}
