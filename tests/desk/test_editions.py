"""One article, several editions: no old draft undoes a correction unseen, and the record tells only what was done."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from accounts.models import User
from articles import moves, writing
from articles.models import Edition, Section
from cms.guide import places
from record.models import Event
from tests.desk.pages import Page, change, opened
from tests.factories import AT, MINUTE, bring_to, make_edition, make_photo, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected(cast, khoa_giao, clock):
    """An article whose first edition was replaced by a correction, while a draft of the first lay about."""
    first = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    old_draft = writing.open_next(first, by=cast.phongvien, at=AT)
    second = writing.open_next(first, by=cast.bientapvien, at=AT)
    second.lead = "Đã sửa số liệu."
    writing.revise(second, by=cast.bientapvien, at=AT)
    live = bring_to("live", second, at=AT + MINUTE)
    clock.move_to(AT + 2 * MINUTE)
    return old_draft, live


def test_opening_the_next_edition_starts_from_what_readers_see(client, cast, corrected):
    old_draft, live = corrected
    client.force_login(cast.phongvien)
    client.post(reverse("admin:edition-open-next", args=[live.pk]))
    draft = Edition.objects.latest("number")
    assert draft.pk != old_draft.pk
    assert (draft.opened_from_id, draft.lead) == (live.pk, "Đã sửa số liệu.")


def test_a_draft_of_an_older_edition_says_so_and_one_of_the_live_one_does_not(client, cast, corrected):
    old_draft, live = corrected
    client.force_login(cast.phongvien)
    fresh = writing.open_next(live, by=cast.phongvien, at=AT + MINUTE)
    pages = [
        client.get(reverse("admin:articles_edition_change", args=[draft.pk])) for draft in (old_draft, fresh)
    ]
    assert [page.context["overtaken_by"] for page in pages] == [live, None]


@pytest.mark.parametrize("button", [{}, {"_move": "submit"}])
def test_a_form_sent_unchanged_is_no_edit(client, cast, khoa_giao, button):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=("chè", "nông thôn mới"))
    edition.photos.create(photo=make_photo(), caption="Toàn cảnh Hội nghị.")
    client.force_login(cast.phongvien)
    address = reverse("admin:articles_edition_change", args=[edition.pk])
    client.post(address, opened(client, address) | button)
    kinds = [event.kind for event in Event.objects.about(edition)]
    assert kinds == (["edition.submit"] if button else []) + ["edition.begin"]


def test_a_caption_changed_alone_is_an_edit(client, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    edition.photos.create(photo=make_photo(), caption="Toàn cảnh Hội nghị.")
    client.force_login(cast.phongvien)
    address = reverse("admin:articles_edition_change", args=[edition.pk])
    client.post(address, opened(client, address) | {"photos-0-caption": "Các đại biểu."})
    after = Edition.objects.get()
    assert (after.photos.get().caption, after.version) == ("Các đại biểu.", edition.version + 1)
    assert [event.kind for event in Event.objects.about(edition)] == ["edition.edit", "edition.begin"]


def test_a_new_person_may_enter_the_desk(client, cast):
    client.force_login(cast.quantri)
    words = {"username": "nguoimoi", "display_name": "Lò Thị Mới", "usable_password": "true"}
    secret = "mat-khau-dai-2040"
    grants = {"grants-TOTAL_FORMS": 0, "grants-INITIAL_FORMS": 0}
    client.post(
        reverse("admin:accounts_user_add"), words | {"password1": secret, "password2": secret} | grants
    )
    assert User.objects.get(username="nguoimoi").is_staff
    assert client.login(username="nguoimoi", password=secret)


def test_a_grant_stands_in_the_record_with_its_role(client, cast, khoa_giao):
    client.force_login(cast.tongbientap)
    address = reverse("admin:accounts_user_change", args=[cast.phongvien.pk])
    role = cast.bientapvien.grants.get().role
    grants = {"grants-TOTAL_FORMS": 2, "grants-1-role": role.pk, "grants-1-section": khoa_giao.pk}
    client.post(address, Page(client.get(address)).form("user_form") | grants)
    event = Event.objects.about(cast.phongvien).get(kind="grant.add")
    assert (event.note, event.actor_id) == (f"{role.name}: {khoa_giao.name}", cast.tongbientap.pk)


def test_a_withdrawn_article_comes_back_by_a_move_of_its_own(cast, khoa_giao):
    edition = make_edition(state="withdrawn", by=cast.phongvien, section=khoa_giao)
    at = AT + 2 * MINUTE
    draft = writing.open_next(edition, by=cast.bientapvien, at=at)
    draft = bring_to("last_step", draft, at=at)
    with pytest.raises(moves.NotPossible):
        moves.make("approve", draft, by=cast.tongbientap, seen=draft.stamp, at=at)
    again = moves.make(
        "publish_again", draft, by=cast.tongbientap, seen=draft.stamp, at=at, note="Đã đối chiếu."
    )
    assert again.is_live(at)


@pytest.mark.parametrize(
    ("state", "seen"), [("live", "the old one until this one"), ("withdrawn", "nothing until it")]
)
def test_opening_an_edition_says_what_readers_see_meanwhile(client, cast, khoa_giao, clock, state, seen):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    clock.move_to(AT + 2 * MINUTE)
    client.force_login(cast.phongvien)
    response = client.post(reverse("admin:edition-open-next", args=[edition.pk]), follow=True)
    said = gettext(f"A new edition is open. Readers see {seen} is published.")
    assert [str(message) for message in response.context["messages"]] == [said]


def test_a_section_that_cannot_be_deleted_says_how_much_hangs_on_it_and_names_nothing(as_, cast, khoa_giao):
    pieces = [make_edition(title=f"Bí mật {n}", by=cast.phongvien, section=khoa_giao) for n in range(3)]
    root, deleting = Client(), reverse("admin:articles_section_delete", args=[khoa_giao.pk])
    root.force_login(make_user(username="root", is_superuser=True))
    for page in (as_("quantri").get(deleting), root.get(deleting)):
        assert page.status_code == 200
        assert [piece.title for piece in pieces if piece.title in page.text] == []
        assert f"{capfirst(Edition._meta.verbose_name_plural)}: 3" in page.text
        root.post(deleting, {"post": "yes"})
    assert Section.objects.filter(pk=khoa_giao.pk).exists()


@pytest.mark.parametrize(
    ("state", "who", "place"),
    [
        ("draft", "phongvien", "articles_edition_change"),
        ("in_review", "bientapvien", "deciding"),
        ("last_step", "tongbientap", "approving"),
        ("scheduled", "tongbientap", "recalling"),
        ("live", "phongvien", "next-edition"),
    ],
)
def test_the_guide_in_the_bar_speaks_of_what_the_page_is_for(as_, cast, khoa_giao, state, who, place):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    page = Page(as_(who).get(change(edition)))
    [way] = [a for a in page.all("a", inside="desk-nav") if a.text.strip() == _("Guide")]
    assert way.attrs["href"] == places.place(place).address
