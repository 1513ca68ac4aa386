"""Before approval, at the desk: what the page says before a button is pressed, and who sets what holds."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import BannedTerm, Edition, FindingRule, WorkingCopy
from cms.guide import places
from record.models import Event
from tests.desk.pages import ADD, LIST, Page, change, opened
from tests.factories import AT, bring_to, make_edition, make_grant, make_photo

pytestmark = pytest.mark.django_db

RULES, TERMS = "/admin/articles/findingrule/", "/admin/articles/bannedterm/"
BODY = "<p>Một đoạn.</p><p>Điều thần kỳ đã đến  đây.</p>"


@pytest.fixture
def faulty(cast, khoa_giao) -> Edition:
    """At the last step: a banned term, two spaces, a photo without words."""
    BannedTerm.objects.create(words="thần kỳ", note="viết cụ thể")
    edition = make_edition(body=BODY, by=cast.phongvien, section=khoa_giao)
    edition.photos.create(photo=make_photo(), credit="CTV", alt="Một hội trường.")
    return edition


@pytest.fixture
def manager(as_, cast):
    make_grant(person=cast.quantri, role="quantri")
    return as_("quantri")


def box(page: Page) -> list[str]:
    return page.texts("li", inside="findings__group")


def at_last_step(edition: Edition) -> Edition:
    return bring_to("last_step", edition)


# ── On the page ──────────────────────────────────────────────────────────────
def test_the_form_shows_errors_first_and_leads_to_each_place(as_, faulty):
    page = Page(as_("tongbientap").get(change(at_last_step(faulty))))
    links = [
        (a.attrs["href"], a.attrs.get("data-paragraph")) for a in page.all("a", inside="findings__groups")
    ]
    assert links == [("#id_body", "2"), ("#id_body", "2"), ("#photos-0", None)]
    assert "viết cụ thể" in box(page)[0]
    assert page.texts("b", inside="findings", css="findings__count") == [
        ngettext("%(number)s error", "%(number)s errors", 1) % {"number": 1},
        ngettext("%(number)s warning", "%(number)s warnings", 2) % {"number": 2},
    ]
    # Every place that is named is on the page.
    ids = {element.attrs.get("id") for element in page.elements}
    assert {href[1:] for href, _paragraph in links} <= ids


def test_it_says_which_of_her_moves_are_held_before_she_presses(as_, faulty):
    page = Page(as_("tongbientap").get(change(at_last_step(faulty))))
    [held] = page.texts("p", css="findings__held")
    assert _("Approve for publication") in held
    assert _("Publish urgently") not in held
    # And the button stays.
    assert "approve" in page.moves()


def test_the_writer_who_waits_reads_them_beside_her_text(as_, faulty):
    page = Page(as_("phongvien").get(change(at_last_step(faulty))))
    assert len(box(page)) == 3
    ids = {element.attrs.get("id") for element in page.elements}
    assert {a.attrs["href"][1:] for a in page.all("a", inside="findings__groups")} <= ids
    assert page.texts("p", css="findings__held") == []


def test_a_clean_text_is_told_so(as_, cast, khoa_giao):
    page = Page(as_("phongvien").get(change(make_edition(by=cast.phongvien, section=khoa_giao))))
    assert (box(page), page.texts("p", inside="findings")[0]) == ([], _("Nothing found."))


@pytest.mark.parametrize("state", ["live", "scheduled", "withdrawn"])
def test_what_is_approved_is_checked_no_more(as_, cast, khoa_giao, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    assert Page(as_("tongbientap").get(change(edition))).all("section", css="findings") == []


def test_markup_in_a_text_stays_text(as_, cast, khoa_giao):
    edition = make_edition(
        title="<b>x</b>  <script>alert(1)</script>",
        body="<p>&lt;img src=x onerror=alert(1)&gt;  x</p>",
        by=cast.phongvien,
        section=khoa_giao,
    )
    page = Page(as_("phongvien").get(change(edition)))
    assert len(page.all("b", inside="findings__group")) == len(page.all("li", css="findings__group"))
    assert (page.all("img", src="x"), page.all("script", inside="findings")) == ([], [])


# ── Pressing ─────────────────────────────────────────────────────────────────
def test_the_held_move_says_why_on_the_reading_page(as_, faulty):
    edition = at_last_step(faulty)
    client = as_("tongbientap")
    response = client.post(
        reverse("admin:edition-move", args=[edition.pk, "approve"]), {"seen": edition.stamp}
    )
    assert response.status_code == 409
    assert "thần kỳ" in "".join(Page(response).errors())
    assert Edition.objects.get(pk=edition.pk).state == "in_review"


def test_the_held_move_with_a_save_keeps_every_word(as_, faulty):
    edition = at_last_step(faulty)
    client = as_("tongbientap")
    form = opened(client, change(edition)) | {"lead": "Sapo mới.", "_move": "approve"}
    response = client.post(change(edition), form)
    page = Page(response)
    assert response.status_code == 409
    assert page.form()["lead"] == "Sapo mới."
    assert WorkingCopy.objects.unsaved().get().fields["lead"] == "Sapo mới."
    assert Edition.objects.get(pk=edition.pk).version == edition.version


def test_mended_and_approved_in_one_click(as_, faulty):
    edition = at_last_step(faulty)
    client = as_("tongbientap")
    form = opened(client, change(edition)) | {"body": "<p>Một đoạn.</p>", "_move": "approve"}
    assert client.post(change(edition), form)["Location"] == LIST
    assert Edition.objects.get(pk=edition.pk).state == "approved"


def test_a_new_article_without_a_body_is_not_sent_on_and_not_lost(as_, khoa_giao):
    client = as_("phongvien")
    form = opened(client) | {"title": "Tin mới", "section": str(khoa_giao.pk), "_move": "submit"}
    response = client.post(ADD, form)
    assert (response.status_code, Edition.objects.count()) == (409, 0)
    assert Page(response).form()["title"] == "Tin mới"
    # Saving it as a draft is never held.
    assert client.post(ADD, form | {"_move": "", "_save": "1"}).status_code == 302


# ── What a site makes of them ────────────────────────────────────────────────
def test_the_list_of_rules_shows_what_the_site_has_not_said(manager):
    FindingRule.objects.create(kind="no_alt", severity="error")
    page = Page(manager.get(RULES))
    unsaid = dict(zip(page.texts("dt", inside="unsaid"), page.texts("dd", inside="unsaid"), strict=True))
    assert (len(unsaid), unsaid[_("No body")]) == (18, _("error: holds the article"))
    assert _("A photo without alternative text") not in unsaid


def test_a_rule_is_set_changed_taken_away_and_recorded(manager):
    assert manager.post(f"{RULES}add/", {"kind": "no_lead", "severity": "error"}).status_code == 302
    row = FindingRule.objects.get()
    manager.post(f"{RULES}{row.pk}/change/", {"kind": "no_alt", "severity": "off"})
    row.refresh_from_db()
    assert (row.kind, row.severity) == ("no_lead", "off")
    manager.post(f"{RULES}{row.pk}/delete/", {"post": "yes"})
    kinds = ["findingrule.add", "findingrule.change", "findingrule.delete"]
    assert list(Event.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "no_lead", "severity": "error", "title_length": "60"}, "title_length"),
        ({"kind": "title_long", "severity": "error", "title_length": "0"}, "title_length"),
        ({"kind": "title_long", "severity": "error", "title_length": "99999"}, "title_length"),
        ({"kind": "khong-co", "severity": "error"}, "kind"),
        ({"kind": "no_lead", "severity": ""}, "severity"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_at_its_field(manager, given, field):
    page = Page(manager.post(f"{RULES}add/", given))
    assert (len(page.errors_near(f"id_{field}")), FindingRule.objects.count()) == (1, 0)


def test_a_kind_has_one_rule(manager):
    FindingRule.objects.create(kind="no_lead", severity="error")
    page = Page(manager.post(f"{RULES}add/", {"kind": "no_lead", "severity": "off"}))
    assert len(page.errors_near("id_kind")) == 1


@pytest.mark.parametrize("words", ["", "  ", "…", "\u200b", "x" * 121])
def test_a_term_is_words(manager, words):
    assert len(Page(manager.post(f"{TERMS}add/", {"words": words})).errors_near("id_words")) == 1


def test_a_term_holds_from_the_moment_it_is_named(manager, as_, cast, khoa_giao):
    edition = make_edition(state="last_step", body="<p>Điều kỳ lạ.</p>", by=cast.phongvien, section=khoa_giao)
    manager.post(f"{TERMS}add/", {"words": " kỳ lạ ", "note": ""})
    assert BannedTerm.objects.get().words == "kỳ lạ"
    address = reverse("admin:edition-move", args=[edition.pk, "approve"])
    assert as_("tongbientap").post(address, {"seen": edition.stamp}).status_code == 409


@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "thukytoasoan", "kiemduyet"])
@pytest.mark.parametrize("place", [RULES, TERMS])
def test_others_neither_see_nor_set_them(as_, who, place):
    client = as_(who)
    assert client.get(place).status_code == 403
    assert (
        client.post(f"{place}add/", {"kind": "no_lead", "severity": "off", "words": "a"}).status_code == 403
    )
    assert (FindingRule.objects.count(), BannedTerm.objects.count()) == (0, 0)


def test_the_clock_is_the_requests(as_, cast, khoa_giao):
    """A section that closes today is open till midnight."""
    khoa_giao.open_until = AT.date()
    khoa_giao.save()
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    assert box(Page(as_("phongvien").get(change(edition)))) == []


# ── The way to what is set ───────────────────────────────────────────────────
def test_the_box_leads_whoever_may_to_what_is_checked_and_others_to_who_sets_it(as_, cast, faulty):
    at_last_step(faulty)

    def ways() -> list[str]:
        page = Page(as_("thukytoasoan").get(change(faulty)))
        return [a.attrs["href"] for a in page.all("a", inside="findings") if a.attrs["href"].startswith("/")]

    rules, guide = reverse("admin:articles_findingrule_changelist"), places.place("findings").address
    assert ways() == [places.place("finding-settings").address, guide]
    make_grant(person=cast.thukytoasoan, role="quantri")
    assert ways() == [rules, guide]


def test_the_bar_leads_whoever_may_to_what_is_checked(as_, manager):
    rules = reverse("admin:articles_findingrule_changelist")
    bars = [Page(desk.get("/admin/")).all("a", inside="desk-nav") for desk in (as_("thukytoasoan"), manager)]
    assert [rules in {a.attrs["href"] for a in bar} for bar in bars] == [False, True]
    assert as_("tongbientap").get(rules).status_code == 200
