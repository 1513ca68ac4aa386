"""Who sees what at the desk. Every negative has data beside it that could leak."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts.models import Grant, User
from articles.models import Edition
from tests.desk.pages import ADD, LIST, Page, change, opened
from tests.factories import make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

STATES = ("draft", "in_review", "last_step", "returned", "scheduled", "live")
SECRET = "Bí mật chưa công bố"


@pytest.fixture
def everything(cast, khoa_giao) -> dict[str, Edition]:
    """The reporter's in each state, the contributor's, and one of another section and of a sub-section."""
    elsewhere = make_section(slug="xa-hoi")
    below = make_section(slug="tuyen-sinh", parent=khoa_giao)
    made = {
        f"PV {state}": make_edition(
            title=f"PV {state}", state=state, by=cast.phongvien, section=khoa_giao, lead=SECRET
        )
        for state in STATES
    }
    made["CTV draft"] = make_edition(title="CTV draft", by=cast.congtacvien, section=khoa_giao, lead=SECRET)
    made["Xã hội"] = make_edition(title="Xã hội", section=elsewhere, lead=SECRET)
    made["Tuyển sinh"] = make_edition(title="Tuyển sinh", section=below, lead=SECRET)
    return made


PV = {f"PV {state}" for state in STATES}
OF_KHOA_GIAO = PV | {"CTV draft", "Tuyển sinh"}
VISIBLE = {
    "phongvien": PV,
    "congtacvien": {"CTV draft"},
    "bientapvien": OF_KHOA_GIAO,
    "thukytoasoan": OF_KHOA_GIAO,
    "tongbientap": OF_KHOA_GIAO,
    "kiemduyet": set(),
    "quantri": set(),
    "outsider": {"Xã hội"},
}
WRITERS = [who for who, titles in VISIBLE.items() if titles]
each_person = pytest.mark.parametrize("who", VISIBLE)
each_writer = pytest.mark.parametrize("who", WRITERS)


def titles(client, query: str = "trang-thai=all") -> set[str]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return Page(response).titles()


@pytest.fixture
def live_one(cast, khoa_giao) -> Edition:
    return make_edition(state="live", by=cast.phongvien, section=khoa_giao, tags=("y tế",))


# ── Lists ────────────────────────────────────────────────────────────────────
@each_writer
def test_the_list_holds_what_she_may_see_and_nothing_else(as_, everything, who):
    assert titles(as_(who)) == VISIBLE[who]


@each_writer
def test_the_list_shows_first_what_is_on_the_way(as_, everything, who):
    assert titles(as_(who), "") == VISIBLE[who] - {"PV live"}


FILTERS = {
    "draft": {"PV draft", "CTV draft", "Tuyển sinh", "Xã hội"},
    "in_review": {"PV in_review", "PV last_step"},
    "returned": {"PV returned"},
    "scheduled": {"PV scheduled"},
    "live": {"PV live"},
    "ended": set(),
    "approved": set(),
    "nonsense": set(),
    "' OR 1=1 --": set(),
}


@each_writer
def test_a_filter_never_shows_more_than_the_list(as_, everything, who):
    client = as_(who)
    found = {value: titles(client, f"trang-thai={value}") for value in FILTERS}
    assert found == {value: shown & VISIBLE[who] for value, shown in FILTERS.items()}


@each_writer
def test_the_filter_by_section_never_shows_more_than_the_list(as_, everything, khoa_giao, who):
    found = titles(as_(who), "trang-thai=all&chuyen-muc=tuyen-sinh")
    assert found == {"Tuyển sinh"} & VISIBLE[who]
    found = titles(as_(who), f"trang-thai=all&chuyen-muc={khoa_giao.slug}")
    assert found == OF_KHOA_GIAO & VISIBLE[who]


@each_writer
def test_a_search_never_finds_more_than_the_list(as_, everything, who):
    client = as_(who)
    for words in ("Bí mật", "bi mat chua", "BI MAT"):
        assert titles(client, f"trang-thai=all&q={words}") == VISIBLE[who]
    drafts = {title for title in VISIBLE[who] if "draft" in title}
    assert titles(client, "trang-thai=all&q=draft") == drafts
    assert titles(client, "trang-thai=all&search_text__contains=draft") == VISIBLE[who]


@pytest.mark.parametrize(
    "lookup",
    [
        "created_by__password__startswith=a",
        "article__created_by__email=x",
        "article__form_key=x",
        "section__parent__editions__title__startswith=P",
    ],
)
def test_the_list_answers_no_question_about_other_rows(as_, everything, lookup):
    assert titles(as_("phongvien"), f"trang-thai=all&{lookup}") == PV


@pytest.mark.parametrize(
    "query",
    ["o=99.-1", "truoc=x", "sau=%00", "cuoi=x", "chuyen-muc=x", "nguoi=", "nguoi=%00", "tu=x", "den=%00"],
)
def test_a_mangled_list_address_is_no_fault_of_the_server(as_, live_one, query):
    assert as_("bientapvien").get(f"{LIST}?{query}").status_code == 200


def test_a_nul_in_a_filter_is_no_fault_of_the_server(as_, live_one):
    assert as_("bientapvien").get(f"{LIST}?trang-thai=%00").status_code < 500


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_has_nothing_to_do_with_articles_has_no_list(as_, everything, who):
    assert as_(who).get(LIST).status_code == 403
    assert as_(who).get(ADD).status_code == 403


# ── One edition ──────────────────────────────────────────────────────────────
@each_person
def test_an_edition_out_of_scope_does_not_exist(as_, everything, who):
    client = as_(who)
    for title, edition in everything.items():
        expected = 200 if title in VISIBLE[who] else 404
        assert client.get(change(edition)).status_code == expected, title
        assert client.get(_of(edition, "history")).status_code == expected, title


@each_person
def test_nobody_deletes_an_edition(as_, everything, who):
    client = as_(who)
    for title, edition in everything.items():
        expected = 403 if title in VISIBLE[who] else 404
        assert client.post(_of(edition, "delete"), {"post": "yes"}).status_code == expected, title
    in_bulk = {"action": "delete_selected", "_selected_action": ["1"]}
    assert client.post(LIST, in_bulk).status_code == 405
    assert Edition.objects.count() == len(everything)


@each_person
def test_what_is_posted_to_an_edition_out_of_scope_goes_nowhere(as_, everything, who):
    client = as_(who)
    unseen = [edition for title, edition in everything.items() if title not in VISIBLE[who]]
    form = {"title": "Của tôi", "section": unseen[0].section_id, "seen": unseen[0].stamp, "_move": "submit"}
    for edition in unseen:
        response = client.post(change(edition), form)
        assert response.status_code == 404
        assert SECRET not in response.content.decode()
    assert not Edition.objects.filter(title="Của tôi").exists()


def test_a_draft_of_another_writer_can_be_read_by_editors_alone(as_, everything):
    readers = {who for who in VISIBLE if as_(who).get(change(everything["PV draft"])).status_code == 200}
    assert readers == {"phongvien", "bientapvien", "thukytoasoan", "tongbientap"}


@pytest.mark.parametrize("title", ["PV in_review", "PV last_step", "PV scheduled", "PV live"])
def test_what_left_the_writers_hands_is_hers_to_read_and_not_to_change(as_, everything, title):
    page = Page(as_("phongvien").get(change(everything[title])))
    assert "edition_form" not in {form.attrs.get("id") for form in page.all("form")}
    assert page.texts("h1", inside="reading") == [title]


def test_an_article_one_began_stays_visible_whoever_writes_its_next_edition(as_, cast, everything):
    live = everything["PV live"]
    as_("bientapvien").post(reverse("admin:edition-open-next", args=[live.pk]))
    draft = Edition.objects.get(article=live.article, number=2)
    assert as_("phongvien").get(change(draft)).status_code == 200
    assert as_("congtacvien").get(change(draft)).status_code == 404


def test_with_the_grant_goes_the_sight(as_, cast, everything):
    Grant.objects.filter(person=cast.bientapvien).delete()
    assert as_("bientapvien").get(LIST).status_code == 403
    assert as_("bientapvien").get(change(everything["PV in_review"])).status_code == 404


def test_a_writer_without_her_grant_reads_her_drafts_and_changes_nothing(as_, cast, everything, khoa_giao):
    Grant.objects.filter(person=cast.phongvien).delete()
    client = as_("phongvien")
    page = Page(client.get(change(everything["PV draft"])))
    assert page.texts("h1", inside="reading") == ["PV draft"]
    assert page.moves() == set()


@each_person
def test_related_choices_offer_no_edition_out_of_scope(as_, everything, who):
    question = {
        "app_label": "articles",
        "model_name": "editionphoto",
        "field_name": "edition",
        "term": "Bí mật",
    }
    response = as_(who).get(reverse("admin:autocomplete"), question)
    offered = set() if response.status_code == 403 else {row["text"] for row in response.json()["results"]}
    assert offered == VISIBLE[who]


@pytest.mark.parametrize("who", ["outsider", "congtacvien", "kiemduyet", "quantri"])
def test_the_path_of_a_scheduled_article_is_told_to_nobody(as_, everything, who):
    """Django's own `/admin/r/…` would lead any staff to it, by the kind of thing and its id."""
    article = everything["PV scheduled"].article
    of_articles = ContentType.objects.get_for_model(article).pk
    response = as_(who).get(f"/admin/r/{of_articles}/{article.pk}/")
    assert response.status_code == 404
    assert article.path not in response.headers.get("Location", "") + response.content.decode()


# ── Places of others ─────────────────────────────────────────────────────────
MANAGED = ["articles_section", "articles_tag", "articles_reviewstep", "accounts_user", "record_event"]


# Who hands out rights finds the people there are, and opens and deletes no account.
HANDS_OUT_RIGHTS = {"accounts_user": [200, 403, 200, 403]}


@pytest.mark.parametrize(
    ("who", "opened"),
    [
        ("phongvien", {}),
        ("bientapvien", {}),
        ("thukytoasoan", {}),
        ("kiemduyet", {}),
        ("tongbientap", HANDS_OUT_RIGHTS),
        ("outsider", HANDS_OUT_RIGHTS),
    ],
)
def test_what_an_administrator_manages_is_closed_to_others(as_, live_one, who, opened):
    client = as_(who)
    for place in MANAGED:
        model = apps.get_model(*place.split("_"))
        row = model.objects.order_by("pk").first()
        assert row, place
        addresses = [reverse(f"admin:{place}_{act}") for act in ("changelist", "add")]
        addresses += [reverse(f"admin:{place}_{act}", args=[row.pk]) for act in ("change", "delete")]
        answers = [client.get(address).status_code for address in addresses]
        assert answers == opened.get(place, [403] * 4), place


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "thukytoasoan", "kiemduyet"])
def test_the_record_of_a_person_is_closed_to_who_may_not_see_her(as_, cast, who):
    history = reverse("admin:accounts_user_history", args=[cast.quantri.pk])
    assert as_(who).get(history).status_code == 403


def test_the_record_of_what_does_not_exist_is_not_found(as_):
    assert as_("quantri").get(reverse("admin:accounts_user_history", args=[999])).status_code in (302, 404)


@pytest.mark.parametrize("place", ["queue", "decide"])
@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "quantri"])
def test_the_comments_are_closed_to_who_does_not_moderate(as_, place, who):
    client = as_(who)
    if place == "queue":
        assert client.get(reverse("admin:comment-queue")).status_code == 403
    else:
        assert client.post(reverse("admin:comment-decide", args=[1, "approve"])).status_code == 403


@pytest.mark.parametrize("who", ["phongvien", "bientapvien"])
def test_the_desk_lists_only_rooms_that_open(as_, everything, who):
    page = Page(as_(who).get(reverse("admin:index")))
    links = {link.attrs["href"] for link in page.all("a") if link.attrs["href"].startswith("/admin/")}
    assert {as_(who).get(link).status_code for link in links} == {200}


def test_the_desk_of_the_administrator_lists_only_rooms_that_open(as_, everything):
    page = Page(as_("quantri").get(reverse("admin:index")))
    links = {link.attrs["href"] for link in page.all("a") if link.attrs["href"].startswith("/admin/")}
    assert {as_("quantri").get(link).status_code for link in links} == {200}


# ── People ───────────────────────────────────────────────────────────────────
@pytest.fixture
def root(db) -> User:
    return make_user(username="root", is_superuser=True, display_name="Quản trị gốc")


def _of(thing, act: str) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{act}", args=[thing.pk])


def test_a_superuser_is_not_among_the_people(as_, cast, root):
    page = Page(as_("quantri").get(reverse("admin:accounts_user_changelist")))
    shown = set(page.texts("th", css="field-username"))
    assert shown == {person.username for person in cast}


def test_a_superuser_sees_superusers(client, cast, root):
    client.force_login(root)
    page = Page(client.get(reverse("admin:accounts_user_changelist")))
    assert set(page.texts("th", css="field-username")) == {"root", *(person.username for person in cast)}


def test_no_search_or_filter_finds_a_superuser(as_, cast, root):
    for query in ("q=root", "q=gốc", "is_active__exact=1", "is_superuser__exact=1", "all="):
        page = Page(as_("quantri").get(f"{reverse('admin:accounts_user_changelist')}?{query}"))
        assert "root" not in page.texts("th", css="field-username")


@pytest.mark.parametrize("act", ["change", "delete"])
def test_a_superuser_is_changed_by_superusers_alone(as_, root, act):
    client = as_("quantri")
    for response in (
        client.get(_of(root, act)),
        client.post(_of(root, act), {"post": "yes", "is_active": ""}),
    ):
        assert response.status_code in (302, 404)
        assert "root" not in response.content.decode()
    root.refresh_from_db()
    assert root.is_active


def test_the_password_of_a_superuser_is_set_by_superusers_alone(as_, root):
    address = reverse("admin:auth_user_password_change", args=[root.pk])
    new = {"password1": "mot-mat-khau-dai-9", "password2": "mot-mat-khau-dai-9", "usable_password": "true"}
    assert as_("quantri").get(address).status_code == 404
    assert as_("quantri").post(address, new).status_code == 404
    root.refresh_from_db()
    assert root.password == "!"


RISE = {"is_superuser": "on", "user_permissions": ["1"], "groups": ["1"], "password": "x", "reach": "x"}


def test_nobody_becomes_a_superuser_through_the_form(as_, cast):
    client, person = as_("quantri"), cast.phongvien
    form = opened_person(client, person) | RISE | {"display_name": "Đổi tên"}
    assert client.post(_of(person, "change"), form).status_code == 302
    person = User.objects.get(pk=person.pk)
    assert (person.display_name, person.is_superuser, person.password) == ("Đổi tên", False, "!")
    assert (person.groups.count(), person.user_permissions.count()) == (0, 0)


def test_nobody_is_made_a_superuser_at_birth(as_, khoa_giao):
    client = as_("quantri")
    address = reverse("admin:accounts_user_add")
    secret = {"password1": "mot-mat-khau-dai-9", "password2": "mot-mat-khau-dai-9", "usable_password": "true"}
    form = opened_person(client) | secret | RISE | {"username": "moi", "display_name": "Người mới"}
    assert client.post(address, form).status_code == 302
    person = User.objects.get(username="moi")
    assert (person.is_superuser, person.groups.count(), person.user_permissions.count()) == (False, 0, 0)


def opened_person(client, person: User | None = None) -> dict[str, str]:
    address = _of(person, "change") if person else reverse("admin:accounts_user_add")
    return Page(client.get(address)).form("user_form")


def test_the_administrator_reads_no_text_of_the_newsroom(as_, everything):
    """Titles stand in the record, which is hers to read; no lead or body does."""
    client = as_("quantri")
    places = [reverse("admin:index"), *(reverse(f"admin:{place}_changelist") for place in MANAGED)]
    for place in places:
        response = client.get(place)
        assert response.status_code == 200
        assert SECRET not in response.content.decode()


def test_a_second_grant_widens_the_list_by_its_section(as_, cast, everything):
    make_grant(person=cast.congtacvien, role="bientapvien", section=make_section(slug="xa-hoi"))
    assert titles(as_("congtacvien")) == {"CTV draft", "Xã hội"}


def test_opening_the_form_of_what_is_hers_works_for_each_writer(as_, cast, everything):
    assert opened(as_("phongvien"), change(everything["PV returned"]))["title"] == "PV returned"
