"""Contributors, the running story and related articles in the writing form: saved with the words, kept like them."""

import pytest
from django.urls import reverse

from articles import writing
from articles.credits import Credit
from articles.embargo import set_embargo
from articles.models import Contributor, Edition, Related, Story, Version, WorkingCopy
from articles.models.author import Work
from tests.desk.pages import ADD, LIST, Page, change, opened
from tests.desk.racing import at_once
from tests.factories import (
    AT,
    DAY,
    MINUTE,
    bring_to,
    make_author,
    make_edition,
    make_section,
    make_story,
)

pytestmark = pytest.mark.django_db
PICK, AUTHORS = f"{LIST}chon-bai/", f"{LIST}chon-tac-gia/"
PHOTOS, TEXT = Work.PHOTO.label, Work.TEXT.label


@pytest.fixture
def draft(cast, khoa_giao) -> Edition:
    return make_edition(by=cast.phongvien, section=khoa_giao)


def save(client, edition: Edition, **words):
    address = change(edition)
    return client.post(address, opened(client, address) | words)


def rows(edition: Edition) -> tuple[list, list]:
    credits = list(edition.contributors.values_list("author__name", "work", "share"))
    return credits, edition.related.ids()


# ── Saving ───────────────────────────────────────────────────────────────────
def test_what_is_typed_is_saved_in_its_order(as_, draft):
    make_author()
    make_author(name="Tòng Văn Chấm")
    others = [make_edition(state="live", title=f"Tin {n}").article_id for n in range(2)]
    story = make_story()
    lines = f"Tòng Văn Chấm · {PHOTOS} · 30%\nLò Thị Mẫu"
    related = f"{others[1]}, {others[0]}"
    client = as_("phongvien")
    response = save(client, draft, contributors=lines, story=str(story.pk), related=related)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert rows(draft) == ([("Tòng Văn Chấm", "photo", 30), ("Lò Thị Mẫu", "text", None)], others[::-1])
    assert draft.story == story
    form = Page(client.get(change(draft))).form()
    assert (form["contributors"], form["related"], form["story"]) == (lines, related, str(story.pk))


def test_a_change_of_theirs_alone_is_an_edit_and_what_stood_there_is_kept(as_, draft):
    make_author()
    save(as_("phongvien"), draft, contributors="Lò Thị Mẫu")
    before = Version.objects.get()
    assert before.fields["contributors"] == ""
    draft.refresh_from_db()
    assert draft.version == 2
    save(as_("phongvien"), draft, contributors="")
    assert Version.objects.first().fields["contributors"] == "Lò Thị Mẫu"
    assert rows(draft) == ([], [])


def test_a_form_that_is_sent_unchanged_changes_nothing(as_, draft):
    other = make_edition(state="live", title="Tin khác")
    Contributor.objects.settle(draft, [Credit(make_author().pk, "photo", 30)])
    Related.objects.settle(draft, [other.article_id])
    kept = list(draft.contributors.values("pk"))
    save(as_("phongvien"), draft)
    draft.refresh_from_db()
    assert (draft.version, list(draft.contributors.values("pk"))) == (1, kept)


def test_a_new_article_begins_with_whoever_signs_by_this_account(as_, cast, khoa_giao):
    make_author(name="Lò Phóng", user=cast.phongvien)
    client = as_("phongvien")
    form = opened(client)
    assert form["contributors"] == "Lò Phóng"
    client.post(ADD, form | {"title": "Tin", "section": str(khoa_giao.pk)})
    assert rows(Edition.objects.get()) == ([("Lò Phóng", "text", None)], [])
    assert opened(as_("congtacvien"))["contributors"] == ""


# ── Refusals ─────────────────────────────────────────────────────────────────
def refused(client, edition: Edition, field: str, **words) -> str:
    """The one message at the field; nothing was saved, and every word stands in the form."""
    version = Edition.objects.get(pk=edition.pk).version
    page = Page(save(client, edition, **words))
    [message] = page.errors_near(f"id_{field}")
    assert Edition.objects.get(pk=edition.pk).version == version
    assert {name: page.form()[name] for name in words} == words
    return message


def test_an_author_nobody_knows_is_named_with_the_line(as_, draft):
    make_author()
    lines = "Lò Thị Mẫu\nMùa A Chưa"
    assert "Mùa A Chưa" in refused(as_("phongvien"), draft, "contributors", contributors=lines)
    assert rows(draft) == ([], [])


def test_shares_over_the_whole_are_refused(as_, draft):
    make_author()
    make_author(name="N.V")
    lines = f"Lò Thị Mẫu · {TEXT} · 60%\nN.V · {TEXT} · 41%"
    assert "101" in refused(as_("phongvien"), draft, "contributors", contributors=lines)


def test_an_article_is_not_related_to_itself(as_, draft):
    number = str(draft.article_id)
    assert number in refused(as_("phongvien"), draft, "related", related=number)


def test_seven_are_too_many(as_, draft):
    ids = [make_edition(state="live", title=f"Tin {n}").article_id for n in range(7)]
    assert "6" in refused(as_("phongvien"), draft, "related", related=", ".join(map(str, ids)))


def test_what_she_may_not_know_of_is_refused_in_the_words_for_what_is_not_there(as_, cast, draft):
    """A reporter's colleague's draft, one of another section, one under embargo, and a number nobody has."""
    elsewhere = make_section(slug="xa-hoi", name="Xã hội")
    hidden = [
        make_edition(title="Kín", by=cast.congtacvien),
        make_edition(state="scheduled", title="Kín", section=elsewhere),
        make_edition(title="Kín", by=cast.thukytoasoan),
    ]
    set_embargo(hidden[2], until=AT + DAY, people=[], by=cast.thukytoasoan, seen=hidden[2].stamp, at=AT)
    said = set()
    for number in [*(one.article_id for one in hidden), 987654]:
        message = refused(as_("phongvien"), draft, "related", related=str(number))
        said.add(message.replace(str(number), "N"))
    assert len(said) == 1
    assert rows(draft) == ([], [])


def test_what_somebody_else_put_there_stays_when_she_saves(as_, cast, draft):
    """An editor chose what the reporter may not see; her own save takes nothing away."""
    elsewhere = make_edition(state="scheduled", title="Kín", section=make_section(slug="xa-hoi"))
    Related.objects.settle(draft, [elsewhere.article_id])
    assert save(as_("phongvien"), draft, title="Sửa tít").status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.related.ids()) == ("Sửa tít", [elsewhere.article_id])


def test_no_article_is_put_under_a_closed_story_and_what_is_in_it_stays(as_, cast, draft, khoa_giao):
    closed = make_story(name="Đã khép", is_closed=True)
    client = as_("phongvien")
    response = save(client, draft, story=str(closed.pk))
    assert (response.status_code, Page(response).errors_near("id_story") != []) == (200, True)
    inside = make_edition(by=cast.phongvien, section=khoa_giao, story=closed)
    assert save(client, inside, title="Sửa tít").status_code == 302
    inside.refresh_from_db()
    assert (inside.title, inside.story) == ("Sửa tít", closed)
    copy = writing.begin_copy(inside, by=cast.phongvien, at=AT, form_key=opened(client)["form_key"])
    assert copy.story is None


def test_only_stories_that_go_on_are_offered(as_, draft):
    make_story()
    make_story(name="Đã khép", is_closed=True)
    assert Page(as_("phongvien").get(change(draft))).options("story") == {"Khuyến học mùa hè"}


# ── Nobody loses words ───────────────────────────────────────────────────────
def test_a_save_that_comes_too_late_keeps_them_and_shows_both(as_, cast, draft):
    make_author()
    story = make_story()
    other = make_edition(state="live", title="Tin khác")
    client = as_("phongvien")
    form = opened(client, change(draft))
    writing.revise(Edition.objects.get(pk=draft.pk), by=cast.bientapvien, at=AT + MINUTE)
    typed = {"contributors": "Lò Thị Mẫu", "story": str(story.pk), "related": str(other.article_id)}
    response = client.post(change(draft), form | typed, follow=True)
    kept = WorkingCopy.objects.unsaved().get()
    assert {name: kept.fields[name] for name in typed} == typed
    assert rows(draft) == ([], [])
    shown = [pair[1] for pair in Page(response).sides().values()]
    assert {"Lò Thị Mẫu", story.name, f"Tin khác ({other.article_id})"} <= set(shown)


def test_a_comparison_names_no_article_she_may_not_know_of(as_, draft):
    hidden = make_edition(state="scheduled", title="Tít kín", section=make_section(slug="xa-hoi"))
    Related.objects.settle(draft, [hidden.article_id])
    Version.objects.keep(Edition.objects.get(pk=draft.pk))
    Related.objects.settle(draft, [])
    address = reverse("admin:edition-version", args=[draft.pk, 1])
    page = as_("phongvien").get(address)
    assert page.status_code == 200
    assert "Tít kín" not in page.text
    assert str(hidden.article_id) in [left for left, _right in Page(page).sides().values()]


def test_an_older_version_comes_back_with_them(as_, cast, draft):
    story, author = make_story(), make_author()
    other = make_edition(state="live", title="Tin khác")
    client = as_("phongvien")
    save(
        client,
        draft,
        contributors=f"Lò Thị Mẫu · {PHOTOS}",
        story=str(story.pk),
        related=str(other.article_id),
    )
    live = bring_to("live", Edition.objects.select_related("article", "section").get(pk=draft.pk))
    as_("bientapvien").post(reverse("admin:edition-restore", args=[live.pk]))
    restored = live.article.editions.latest("number")
    assert restored.pk != live.pk
    assert (rows(restored), restored.story) == (rows(live), story)
    assert restored.contributors.get().author == author


def test_what_restores_leaves_out_who_is_there_no_more(as_, cast, draft):
    author = make_author()
    Contributor.objects.settle(draft, [Credit(author.pk, "text")])
    version = Version.objects.keep(Edition.objects.get(pk=draft.pk))
    Contributor.objects.settle(draft, [])
    author.delete()
    live = bring_to("live", Edition.objects.select_related("article", "section").get(pk=draft.pk))
    as_("bientapvien").post(reverse("admin:edition-restore", args=[live.pk]), {"ban": str(version.number)})
    restored = live.article.editions.latest("number")
    assert (restored.number, rows(restored)) == (2, ([], []))


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_leave_the_rows_of_one(as_, draft):
    names = ("Lò Thị Mẫu", "Tòng Văn Chấm")
    for name in names:
        make_author(name=name)
    clients = [as_("phongvien"), as_("phongvien")]
    forms = [opened(client, change(draft)) for client in clients]

    def save_one(n: int):
        return lambda: clients[n].post(change(draft), forms[n] | {"contributors": names[n]}).status_code

    assert set(at_once([save_one(0), save_one(1)])) == {302}
    draft.refresh_from_db()
    [(saved, _work, _share)] = rows(draft)[0]
    kept = [copy.fields["contributors"] for copy in WorkingCopy.objects.unsaved()]
    assert sorted([saved, *kept]) == sorted(names)
    assert draft.version == 2


# ── Where it is read ─────────────────────────────────────────────────────────
def test_the_page_that_is_read_and_the_slip_say_who_made_it_and_what_is_beside(as_, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, story=make_story())
    hidden = make_edition(title="Tít kín", section=make_section(slug="xa-hoi"))
    shown = make_edition(state="live", title="Tít hiện")
    Contributor.objects.settle(edition, [Credit(make_author().pk, "photo", 30)])
    Related.objects.settle(edition, [hidden.article_id, shown.article_id])
    live = bring_to("live", edition)
    for address in (change(live), reverse("admin:edition-slip", args=[live.pk])):
        text = as_("bientapvien").get(address).text
        for said in ("Lò Thị Mẫu", "30", "Khuyến học mùa hè", "Tít hiện", str(hidden.article_id)):
            assert said in text
        assert "Tít kín" not in text


def test_a_preview_shows_them_as_typed(as_, draft):
    make_author()
    story = make_story()
    shown = make_edition(state="live", title="Tít hiện")
    hidden = make_edition(title="Tít nháp")
    client = as_("phongvien")
    form = opened(client, change(draft))
    typed = {
        "contributors": "Lò Thị Mẫu\nKhông Ai",
        "story": str(story.pk),
        "related": f"{hidden.article_id}, {shown.article_id}",
    }
    text = client.post(reverse("admin:edition-preview"), form | typed).text
    assert 'href="/tac-gia/lo-thi-mau/"' in text
    assert 'href="/su-kien/khuyen-hoc-mua-he/"' in text
    assert ("Tít hiện" in text, "Tít nháp" in text, "Không Ai" in text) == (True, False, False)


# ── What the scripts ask ─────────────────────────────────────────────────────
def test_authors_are_found_with_and_without_diacritics_by_given_names(as_):
    for name in ("Lò Thị Mẫu", "Lò Văn An", "Tòng Văn Chấm"):
        make_author(name=name, office="Phóng viên")
    client = as_("phongvien")
    found = {
        q: [one["name"] for one in client.get(AUTHORS, {"q": q}).json()["authors"]]
        for q in ("lo", "LÒ THỊ", "x")
    }
    assert found == {"lo": ["Lò Văn An", "Lò Thị Mẫu"], "LÒ THỊ": ["Lò Thị Mẫu"], "x": []}


def test_numbers_are_called_by_name_as_far_as_she_may_know(as_, cast, khoa_giao):
    live = make_edition(state="live", title="Đang hiện", section=make_section(slug="xa-hoi"))
    own = make_edition(title="Của mình", by=cast.phongvien, section=khoa_giao)
    hidden = make_edition(title="Kín", section=make_section(slug="xa-hoi"))
    asked = ",".join(str(one.article_id) for one in (hidden, own, live))
    told = as_("phongvien").get(PICK, {"bai": asked}).json()["articles"]
    assert [(one["id"], one["title"], one["scheduled"]) for one in told] == [
        (own.article_id, "Của mình", True),
        (live.article_id, "Đang hiện", False),
    ]
    assert as_("phongvien").get(PICK, {"bai": "vô nghĩa"}).json() == {"articles": []}


@pytest.mark.parametrize("address", [AUTHORS, f"{PICK}?bai=1"])
def test_who_writes_nothing_is_told_nothing(as_, address):
    assert as_("kiemduyet").get(address).status_code == 403
    assert as_("phongvien").post(address).status_code == 405


@pytest.mark.parametrize("pieces", [2, 20])
def test_the_script_asks_as_often_for_many(as_, pieces, django_assert_num_queries):
    for number in range(pieces):
        make_author(name=f"Người {number}")
    ids = ",".join(
        str(make_edition(state="live", title=f"Tin {n}").article_id) for n in range(min(pieces, 6))
    )
    client = as_("phongvien")
    with django_assert_num_queries(4):
        client.get(AUTHORS, {"q": "nguoi"})
    with django_assert_num_queries(5):
        client.get(PICK, {"bai": ids})


def test_nothing_of_it_is_changed_by_fields_of_other_names(as_, draft):
    """Rows are written from the form's own text alone."""
    author = make_author()
    extra = {"contributors-0-author": str(author.pk), "story_id": str(make_story().pk), "related_set": "1"}
    assert save(as_("phongvien"), draft, **extra).status_code == 302
    draft.refresh_from_db()
    assert (rows(draft), draft.story) == (([], []), None)
    assert Story.objects.get().editions.count() == 0
