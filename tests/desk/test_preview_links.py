"""At the desk: an edition as it is saved seen as readers will see it, and links to it for people without an account."""

import re

import pytest
from django.contrib.auth.models import Group
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Grant, User
from accounts.roles import SINGLE_RIGHTS
from articles import previewing
from articles.models import Edition, PreviewLink, Section
from cms.text import one_line
from record.models import Event
from tests.cms.markup import Markup, shape
from tests.cms.payloads import EVERY
from tests.desk.pages import Page, change
from tests.factories import AT, DAY, HOUR, MINUTE, make_edition, make_grant, make_photo, make_section

pytestmark = pytest.mark.django_db

GIVEN = {"link-label": "Sở Y tế", "link-days": "3"}
LOOK, READ = 8, 20


@pytest.fixture
def draft(cast, khoa_giao, clock) -> Edition:
    edition = make_edition(title="Chưa ai được biết", by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    clock.move_to(AT + MINUTE)
    return edition


def look(client: Client, edition: Edition):
    return client.get(reverse("admin:edition-look", args=[edition.pk]))


def make(client: Client, edition: Edition, **given):
    return client.post(reverse("admin:edition-preview-link", args=[edition.pk]), GIVEN | given)


def made(client: Client, edition: Edition, **given) -> str:
    """The address that the page shows this once."""
    [box] = Page(make(client, edition, **given)).all("input", id="preview-address")
    return box.attrs["value"]


def end(client: Client, link: PreviewLink, edition: Edition | None = None):
    of = (edition or link.edition).pk
    return client.post(reverse("admin:edition-preview-revoke", args=[of, link.pk]))


def opened(address: str) -> int:
    return Client().get(re.sub(r"^https?://[^/]+", "", address)).status_code


def told() -> list[tuple]:
    """What the record says of links, oldest first."""
    events = Event.objects.filter(kind__startswith="edition.preview").order_by("pk")
    return [(event.kind, event.actor_label, event.note) for event in events]


def rows() -> tuple:
    return list(PreviewLink.objects.values_list()), Event.objects.count()


def give(person: User, right: str, section: Section) -> None:
    Grant.objects.create(
        person=person, role=Group.objects.get(name=SINGLE_RIGHTS[right].name), section=section
    )


# ── Looking ──────────────────────────────────────────────────────────────────
def test_what_is_saved_is_seen_as_readers_will_see_it(as_, draft):
    page = Markup(look(as_("phongvien"), draft).text)
    assert (page.one("h1").text, page.one("p", "lead").text) == (draft.title, draft.lead)
    assert [node for node in page.all("form") if node.attributes.get("method") == "post"] == []
    assert _("Preview: this is what is saved, as readers would see it.") in page.one("p", "preview-note").text


def test_the_width_is_chosen_without_a_script(as_, draft):
    response = look(as_("phongvien"), draft)
    page = Page(response)
    radios = page.all("input", name="preview-width")
    assert [(r.attrs["id"], "checked" in r.attrs) for r in radios] == [
        ("preview-desk", True),
        ("preview-phone", False),
    ]
    # Only a telephone needs one, to choose the desk's width.
    assert [script.attrs["src"] for script in page.all("script")] == [static("js/preview-width.js")]
    assert page.all("iframe") == []
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("state", ["in_review", "returned", "last_step", "scheduled", "live", "withdrawn"])
def test_it_is_seen_in_every_state_by_who_may_see_it(as_, cast, khoa_giao, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    answers = {who: look(as_(who), edition).status_code for who in ("phongvien", "tongbientap", "outsider")}
    assert answers == {"phongvien": 200, "tongbientap": 200, "outsider": 404}


def test_looking_changes_nothing(as_, draft):
    before = (Edition.objects.values().get(), Event.objects.count())
    look(as_("phongvien"), draft)
    assert (Edition.objects.values().get(), Event.objects.count()) == before
    assert as_("phongvien").post(reverse("admin:edition-look", args=[draft.pk])).status_code == 405


@pytest.mark.parametrize("many", [1, 12])
def test_looking_asks_as_often_whatever_is_in_it(as_, draft, many, furnished, django_assert_num_queries):
    for number in range(many):
        draft.photos.create(photo=make_photo(), caption=f"Ảnh {number}")
    client = as_("bientapvien")
    furnished()
    with django_assert_num_queries(LOOK):
        assert look(client, draft).status_code == 200


# ── Making ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "thukytoasoan", "tongbientap"])
def test_who_writes_or_edits_it_makes_a_link_that_opens_it(as_, draft, cast, who):
    assert opened(made(as_(who), draft)) == 200
    [link] = PreviewLink.objects.all()
    assert (link.edition, link.made_by, link.label) == (draft, getattr(cast, who), "Sở Y tế")
    assert told() == [("edition.preview_link", who.title(), "Sở Y tế")]


def test_who_holds_its_step_alone_may_too(as_, cast, khoa_giao):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    assert make(as_("kiemduyet"), edition).status_code == 404
    give(cast.kiemduyet, "rieng-pass-publishing", khoa_giao)
    assert opened(made(as_("kiemduyet"), edition)) == 200


def test_who_holds_another_step_sees_it_and_makes_none(as_, cast, khoa_giao):
    edition = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    give(cast.kiemduyet, "rieng-pass-editing", khoa_giao)
    assert look(as_("kiemduyet"), edition).status_code == 200
    assert make(as_("kiemduyet"), edition).status_code == 403
    assert rows() == ([], Event.objects.count())


@pytest.mark.parametrize(("days", "expected"), [("1", DAY), ("3", 3 * DAY), ("7", 7 * DAY)])
def test_it_is_open_for_as_long_as_was_chosen(as_, draft, days, expected):
    made(as_("phongvien"), draft, **{"link-days": days})
    link = PreviewLink.objects.get()
    assert link.expires_at - link.made_at == expected


@pytest.mark.parametrize("days", ["", "0", "2", "8", "-1", "365", "9" * 30, "x", "\x00"])
def test_no_other_time_is_taken(as_, draft, days):
    before = rows()
    response = make(as_("phongvien"), draft, **{"link-days": days})
    assert (response.status_code, len(Page(response).errors()) > 0, rows()) == (422, True, before)


@pytest.mark.parametrize("label", ["", "   ", "\n", "x" * 101])
def test_for_whom_it_is_has_to_be_said(as_, draft, label):
    before = rows()
    response = make(as_("phongvien"), draft, **{"link-label": label})
    assert (response.status_code, len(Page(response).errors()), rows()) == (422, 1, before)


def test_a_mistake_keeps_what_was_typed(as_, draft):
    page = Page(make(as_("phongvien"), draft, **{"link-label": "Sở Y tế", "link-days": "2"}))
    [box] = page.all("input", name="link-label")
    assert box.attrs["value"] == "Sở Y tế"


def test_the_address_is_told_once(as_, draft):
    client = as_("phongvien")
    token = made(client, draft).split("/")[-2]
    pages = [
        change(draft),
        reverse("admin:index"),
        reverse("admin:articles_edition_history", args=[draft.pk]),
    ]
    assert not any(token in client.get(page).text for page in pages)
    assert not any(token in str(row) for row in client.session.items())
    assert not any(token in cookie.value for cookie in client.cookies.values())


def test_two_presses_make_two_links_that_are_both_listed(as_, draft):
    client = as_("phongvien")
    assert made(client, draft) != made(client, draft)
    assert len(Page(client.get(change(draft))).all("li", css="preview-links__row")) == 2


def test_of_more_than_twenty_open_links_none_is_made(as_, draft, cast):
    client = as_("phongvien")
    for _n in range(previewing.MOST_OPEN):
        make(client, draft)
    before = rows()
    assert make(client, draft).status_code == 302
    assert rows() == before
    end(client, PreviewLink.objects.first())
    assert make(client, draft).status_code == 200


@pytest.mark.parametrize("state", ["live", "expired", "withdrawn"])
def test_what_was_published_gets_no_link(as_, cast, khoa_giao, clock, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    clock.move_to(AT + HOUR)
    client, before = as_("tongbientap"), rows()
    assert make(client, edition).status_code == 302
    page = Page(client.get(change(edition)))
    assert page.messages() == [_("This edition has been published: readers see it without a link.")]
    assert page.all("input", name="link-label") == []
    assert rows() == before


@pytest.mark.parametrize(
    ("who", "status"),
    [("congtacvien", 404), ("kiemduyet", 404), ("quantri", 404), ("outsider", 404)],
)
def test_the_wrong_role_and_the_wrong_section_make_none_and_end_none(as_, draft, cast, who, status):
    link, _token = previewing.make_link(draft, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    before = rows()
    assert make(as_(who), draft).status_code == status
    assert end(as_(who), link).status_code == status
    assert rows() == before


def test_who_wrote_it_and_may_write_there_no_longer_makes_none(as_, draft, cast):
    cast.phongvien.grants.all().delete()
    make_grant(person=cast.phongvien, role="phongvien", section=make_section(slug="xa-hoi"))
    before = rows()
    assert look(as_("phongvien"), draft).status_code == 200
    assert make(as_("phongvien"), draft).status_code == 403
    assert rows() == before
    assert 'name="link-label"' not in as_("phongvien").get(change(draft)).text


def test_who_made_it_may_end_it_whatever_became_of_her_rights(as_, draft, cast):
    link, _token = previewing.make_link(draft, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    cast.phongvien.grants.all().delete()
    end(as_("phongvien"), link)
    assert PreviewLink.objects.get().revoked_at is not None


def test_strangers_are_asked_to_log_in_and_nothing_is_done_by_get(as_, client, draft, cast):
    link, _token = previewing.make_link(draft, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    before = rows()
    assert (make(client, draft).status_code, end(client, link).status_code) == (401, 401)
    ways = [reverse("admin:edition-preview-link", args=[draft.pk])]
    ways.append(reverse("admin:edition-preview-revoke", args=[draft.pk, link.pk]))
    assert [as_("phongvien").get(way).status_code for way in ways] == [405, 405]
    assert rows() == before


def test_extra_fields_change_nothing(as_, draft, cast):
    extra = {"token": "x", "link-token_digest": "x", "link-made_by": cast.outsider.pk, "link-edition": "9"}
    late = {"expires_at": "2050-01-01", "link-expires_at": "2050-01-01", "link-revoked_at": ""}
    made(as_("phongvien"), draft, **extra, **late)
    link = PreviewLink.objects.get()
    assert (link.made_by, link.edition, link.expires_at - link.made_at) == (cast.phongvien, draft, 3 * DAY)
    assert link.token_digest != "x"


# ── Ending ───────────────────────────────────────────────────────────────────
def test_a_link_that_is_ended_opens_nothing_at_once(as_, draft):
    client = as_("phongvien")
    address = made(client, draft)
    response = end(as_("bientapvien"), PreviewLink.objects.get())
    assert (response.status_code, response["Location"]) == (302, change(draft))
    assert opened(address) == 404
    assert told()[1:] == [("edition.preview_revoked", "Bientapvien", "Sở Y tế")]


def test_ended_twice_is_ended_once(as_, draft):
    client = as_("phongvien")
    made(client, draft)
    end(client, PreviewLink.objects.get())
    before = rows()
    assert end(client, PreviewLink.objects.get()).status_code == 302
    assert rows() == before


def test_a_link_is_ended_at_its_own_edition_alone(as_, draft, cast, khoa_giao):
    other = make_edition(by=cast.phongvien, section=khoa_giao)
    link, _token = previewing.make_link(draft, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    before = rows()
    assert end(as_("phongvien"), link, other).status_code == 404
    assert rows() == before


def test_one_link_ended_leaves_the_others_open(as_, draft):
    client = as_("phongvien")
    addresses = [made(client, draft) for _n in range(3)]
    end(client, PreviewLink.objects.order_by("pk")[1])
    assert [opened(address) for address in addresses] == [200, 404, 200]


# ── The list ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["phongvien", "bientapvien"])
def test_its_links_are_listed_with_what_became_of_them(as_, draft, who, clock):
    """On the form, and on the page of who may not change it now."""
    client = as_("phongvien")
    for days in ("1", "3", "7"):
        made(client, draft, **{"link-label": f"Hạn {days}", "link-days": days})
    end(client, PreviewLink.objects.get(label="Hạn 7"))
    clock.move_to(AT + 2 * DAY)
    page = Page(as_(who).get(change(draft)))
    said = page.texts("li", css="preview-links__row")
    assert [text.partition(" · ")[0].partition(" (")[0] for text in said] == [
        f"Hạn 7: {_('ended by the newsroom')}",
        f"Hạn 3: {_('can be opened')}",
        f"Hạn 1: {_('its time is over')}",
    ]
    assert len([f for f in page.all("form") if f.attrs.get("action", "").endswith("/thu-hoi/")]) == 1


def test_who_may_not_share_it_is_offered_no_link(as_, draft, cast):
    previewing.make_link(draft, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    cast.phongvien.grants.all().delete()
    assert Page(as_("phongvien").get(change(draft))).all("li", css="preview-links__row") == []


@pytest.mark.parametrize("many", [1, 15])
def test_the_list_asks_as_often_for_many_links(as_, cast, khoa_giao, many, django_assert_num_queries):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    for number in range(many):
        by = (cast.phongvien, cast.bientapvien)[number % 2]
        previewing.make_link(edition, label=f"Người {number}", days=1, by=by, at=AT)
    client = as_("phongvien")
    with django_assert_num_queries(READ):
        assert client.get(change(edition)).status_code == 200


def test_hostile_names_are_inert(as_, cast, draft):
    def told(label: str) -> list:
        making = make(client, draft, **{"link-label": label})
        assert making.status_code == 200
        PreviewLink.objects.all().delete()
        return shape(making.text)

    def listed(labels: list[str]) -> list:
        given = {"edition": draft, "made_by": cast.phongvien, "made_at": AT, "expires_at": AT + DAY}
        PreviewLink.objects.bulk_create(
            PreviewLink(label=label, token_digest=f"{number:064}", **given)
            for number, label in enumerate(labels)
        )
        page = client.get(change(draft)).text
        PreviewLink.objects.all().delete()
        return shape(re.search(r'<section class="preview-links".*?</section>', page, re.S)[0])

    client = as_("phongvien")
    names = [one_line(payload)[:100].strip() or "x" for payload in EVERY]
    plain = told("Sở Y tế")
    assert [name for name in names if told(name) != plain] == []
    assert listed(names) == listed(["Sở Y tế"] * len(names))
