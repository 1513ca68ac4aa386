"""An embargo: until its hour nobody but the people it names finds the text, whatever rights they hold."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import moves, previewing, writing
from articles.embargo import candidates, lift, set_embargo
from articles.models import Edition, Embargo, Notice, Tag
from articles.permissions import can_see, visible_to, who_may_pass
from articles.views.instant import address_at
from mail.models import Mail
from record.models import Event
from tests.factories import AT, DAY, HOUR, MINUTE, bring_to, make_edition, make_user

pytestmark = pytest.mark.django_db

TITLE = "Danh sách nhân sự chưa công bố"
UNTIL = AT + DAY


@pytest.fixture
def secret(cast, khoa_giao) -> Edition:
    """A reporter's text in review, kept for her and the secretary; not for the board, the editor, a superuser."""
    edition = make_edition(state="in_review", title=TITLE, by=cast.phongvien, section=khoa_giao)
    keep(edition, by=cast.thukytoasoan)
    return Edition.objects.select_related("article", "section", "step", "embargo").get(pk=edition.pk)


def keep(edition: Edition, *, by, people=(), until=UNTIL, at=AT) -> Embargo:
    fresh = Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)
    return set_embargo(fresh, until=until, people=people, by=by, seen=fresh.stamp, at=at)


def typed(when) -> str:
    return f"{timezone.localtime(when):%H:%M, %d/%m/%Y}"


def address(edition: Edition, name: str = "edition-embargo") -> str:
    return reverse(f"admin:{name}", args=[edition.pk])


def given(edition: Edition, *people, until=UNTIL) -> dict:
    fresh = Edition.objects.select_related("article").get(pk=edition.pk)
    return {"until": typed(until), "people": [one.pk for one in people], "seen": fresh.stamp}


# ── Who knows ────────────────────────────────────────────────────────────────
def test_it_exists_for_the_people_it_names_alone(cast, secret):
    root = make_user(username="root", is_superuser=True)
    everybody = [*cast, root]
    know = {one for one in everybody if visible_to(one, Edition.objects.all(), at=AT + MINUTE).exists()}
    assert know == {cast.phongvien, cast.thukytoasoan}
    assert {one for one in everybody if can_see(one, secret, at=AT + MINUTE)} == know


def test_at_its_hour_it_ends_by_itself(cast, secret):
    assert [can_see(cast.tongbientap, secret, at=at) for at in (UNTIL - MINUTE, UNTIL)] == [False, True]
    seen = [
        list(visible_to(cast.tongbientap, Edition.objects.all(), at=at)) for at in (UNTIL - MINUTE, UNTIL)
    ]
    assert seen == [[], [secret]]


@pytest.mark.parametrize("who", ["bientapvien", "tongbientap"])
def test_no_page_of_the_desk_names_it_to_others(as_, cast, secret, who, clock):
    clock.move_to(AT + HOUR)
    client = as_(who)
    for page in (
        "",
        "articles/edition/",
        "articles/edition/?trang-thai=all",
        "articles/edition/?q=danh+sach",
    ):
        assert TITLE not in client.get(f"/admin/{page}").text, page
    one = f"/admin/articles/edition/{secret.pk}/"
    parts = ("change/", "lich-su-bai/", "lich-su-bai/so-sanh/", "phieu-duyet/", "xem-truoc/", "history/")
    assert {part: client.get(one + part).status_code for part in parts} == dict.fromkeys(parts, 404)
    assert client.get(address(secret)).status_code == 404


def test_a_tag_that_only_it_bears_is_found_by_nobody_else(as_, cast, khoa_giao, clock):
    edition = make_edition(by=cast.phongvien, section=khoa_giao, tags=("Sáp nhập huyện", "y tế"))
    make_edition(by=cast.phongvien, section=khoa_giao, tags=("y tế",))
    keep(edition, by=cast.phongvien)
    tag = Tag.objects.get(slug="sap-nhap-huyen")
    client, list_of_tags = as_("quantri"), reverse("admin:articles_tag_changelist")

    def found() -> list[bool]:
        pages = [client.get(list_of_tags), client.get(list_of_tags, {"q": "sap"})]
        one = client.get(reverse("admin:articles_tag_change", args=[tag.pk]))
        return ["Sáp nhập huyện" in page.text for page in pages] + [one.status_code == 200]

    clock.move_to(AT + HOUR)
    assert found() == [False] * 3
    assert "y tế" in client.get(list_of_tags).text
    clock.move_to(UNTIL + MINUTE)
    client.force_login(cast.quantri)
    assert found() == [True] * 3


def test_a_later_edition_that_is_kept_does_not_show_beside_the_first(as_, cast, khoa_giao, clock):
    live = make_edition(state="live", title="Bài đã đăng", by=cast.phongvien, section=khoa_giao)
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    draft.title = TITLE
    writing.revise(draft, by=cast.phongvien, at=AT)
    keep(draft, by=cast.phongvien)
    clock.move_to(AT + HOUR)
    page = as_("tongbientap").get(reverse("admin:articles_edition_change", args=[live.pk]))
    assert (page.status_code, TITLE in page.text) == (200, False)
    hers = as_("phongvien").get(reverse("admin:articles_edition_change", args=[live.pk]))
    assert reverse("admin:articles_edition_change", args=[draft.pk]) in hers.text


def test_the_record_is_silent_about_it_until_it_is_over(as_, cast, secret, clock):
    clock.move_to(AT + HOUR)
    reads = as_("quantri")
    assert TITLE not in reads.get("/admin/record/event/").text
    event = Event.objects.filter(label=TITLE).first()
    assert reads.get(f"/admin/record/event/{event.pk}/change/").status_code != 200
    clock.move_to(UNTIL + MINUTE)
    assert TITLE in as_("quantri").get("/admin/record/event/").text


def test_nobody_outside_is_told_of_it(cast, secret):
    Notice.objects.all().delete()
    for one in cast:
        one.email, one.mail_waiting = f"{one.username}@example.test", True
        one.save()
    passed = moves.make("pass_on", secret, by=cast.thukytoasoan, seen=secret.stamp, at=AT + MINUTE)
    told = set(Notice.objects.filter(edition=passed).values_list("person", flat=True))
    assert told <= {cast.phongvien.pk, cast.thukytoasoan.pk}
    assert list(who_may_pass(passed, at=AT + MINUTE)) == []
    assert [mail.subject for mail in Mail.objects.all() if TITLE in mail.subject + mail.text] == []


def test_a_mail_does_not_name_it(cast, secret):
    cast.phongvien.email = "pv@example.test"
    cast.phongvien.save()
    moves.make(
        "send_back", secret, by=cast.thukytoasoan, seen=secret.stamp, at=AT + MINUTE, note="Thiếu ảnh."
    )
    [mail] = Mail.objects.all()
    assert TITLE not in mail.subject + mail.text


# ── What it holds ────────────────────────────────────────────────────────────
def test_no_move_is_made_by_somebody_who_is_not_named(cast, secret):
    with pytest.raises(moves.NotPermitted):
        moves.make("pass_on", secret, by=cast.tongbientap, seen=secret.stamp, at=AT + MINUTE)


def test_nobody_publishes_before_its_hour(cast, secret):
    piece = moves.make("pass_on", secret, by=None, seen=secret.stamp, at=AT + MINUTE)
    for live_from in (None, UNTIL - MINUTE):
        with pytest.raises(moves.Incomplete) as refusal:
            moves.make("approve", piece, by=None, seen=piece.stamp, at=AT + HOUR, live_from=live_from)
        assert refusal.value.field == "live_from"
    done = moves.make("approve", piece, by=None, seen=piece.stamp, at=AT + HOUR, live_from=UNTIL)
    assert done.live_from == UNTIL


def test_a_preview_link_is_shut_while_it_is_on(cast, khoa_giao, clock):
    edition = make_edition(title=TITLE, by=cast.phongvien, section=khoa_giao)
    _link, token = previewing.make_link(edition, label="Sở Y tế", days=3, by=cast.phongvien, at=AT)
    opened = reverse("shared-preview", args=[token])
    assert Client().get(opened).status_code == 200
    keep(edition, by=cast.phongvien)
    assert Client().get(opened).status_code == 404
    with pytest.raises(moves.NotPossible):
        previewing.make_link(edition, label="Sở Y tế", days=3, by=cast.phongvien, at=AT)
    clock.move_to(UNTIL + MINUTE)
    assert Client().get(opened).status_code == 200


def test_the_next_edition_of_it_is_kept_as_long(cast, secret):
    draft = writing.open_next(secret, by=cast.thukytoasoan, at=AT + MINUTE)
    kept = Embargo.objects.get(edition=draft)
    assert (kept.until, set(kept.people.all())) == (UNTIL, {cast.phongvien, cast.thukytoasoan})


# ── The site at an instant ───────────────────────────────────────────────────
@pytest.fixture
def planned(cast, khoa_giao) -> tuple[Edition, Edition]:
    """What readers see, and what replaces it in two days, kept until then but for the writer."""
    live = make_edition(state="live", title="Bài đang đăng", by=cast.phongvien, section=khoa_giao)
    draft = writing.open_next(live, by=cast.phongvien, at=AT)
    draft.title = TITLE
    writing.revise(draft, by=cast.phongvien, at=AT)
    later = bring_to("scheduled", draft, live_from=AT + 2 * DAY)
    keep(later, by=cast.phongvien)
    return live, later


@pytest.mark.parametrize("page", ["", "khoa-giao/", "tim-kiem/?q=bai", "tim-kiem/?q=danh", "rss/tin-moi.rss"])
def test_a_walk_of_others_shows_the_site_as_if_it_were_not_planned(as_, planned, clock, page):
    live, _later = planned
    clock.move_to(AT + HOUR)
    there = address_at(AT + 3 * DAY, page)
    others, hers = as_("tongbientap").get(there).text, as_("phongvien").get(there).text
    assert TITLE not in others
    assert (TITLE in hers) == ("?q=bai" not in page)
    assert (live.title in others) == ("?q=danh" not in page)


def test_in_a_walk_of_others_the_article_is_what_it_was(as_, planned, clock):
    live, _later = planned
    clock.move_to(AT + HOUR)
    there = address_at(AT + 3 * DAY, Edition.objects.get(pk=live.pk).article.path)
    answer = as_("tongbientap").get(there)
    assert (answer.status_code, live.title in answer.text, TITLE in answer.text) == (200, True, False)
    assert TITLE in as_("phongvien").get(there).text


def test_what_was_never_shown_is_not_found_in_their_walk(as_, cast, khoa_giao, clock):
    first = make_edition(
        state="scheduled", title=TITLE, by=cast.phongvien, section=khoa_giao, live_from=AT + 2 * DAY
    )
    keep(first, by=cast.phongvien)
    clock.move_to(AT + HOUR)
    there = address_at(AT + 3 * DAY, Edition.objects.get(pk=first.pk).article.path)
    assert as_("tongbientap").get(there).status_code == 404
    assert as_("phongvien").get(there).status_code == 200


@pytest.mark.parametrize("who", ["tongbientap", "phongvien"])
def test_no_walk_opens_a_preview_link(as_, cast, khoa_giao, clock, who):
    """Neither one that an embargo shuts, nor one whose time is over, nor one that is open."""
    edition = make_edition(title=TITLE, by=cast.phongvien, section=khoa_giao)
    _link, token = previewing.make_link(edition, label="Sở Y tế", days=1, by=cast.phongvien, at=AT)
    page = reverse("shared-preview", args=[token]).removeprefix("/")
    clock.move_to(AT + HOUR)
    moments = [AT, UNTIL + HOUR]
    open_still = [as_(who).get(address_at(at, page)) for at in moments]
    keep(edition, by=cast.phongvien)
    clock.move_to(AT + 2 * DAY)
    answers = [*open_still, *(as_(who).get(address_at(at, page)) for at in moments)]
    assert [(a.status_code, TITLE in a.text) for a in answers] == [(404, False)] * 4
    asked = as_(who).get("/admin/luc/", {"luc": typed(AT), "trang": page})
    assert asked["Location"] == address_at(AT)


# ── What stands beside it ────────────────────────────────────────────────────
def test_what_it_replaces_says_to_others_no_end(as_, planned, clock):
    live, later = planned
    clock.move_to(AT + HOUR)
    said = {who: as_(who).get(address(live, "edition-slip")).text for who in ("tongbientap", "phongvien")}
    assert {who: typed(later.live_from) in text for who, text in said.items()} == {
        "tongbientap": False,
        "phongvien": True,
    }


def test_its_own_expiry_is_said_all_the_same(as_, cast, planned, clock):
    live, _later = planned
    fresh = Edition.objects.select_related("article").get(pk=live.pk)
    over = AT + 3 * DAY
    moves.make("set_expiry", live, by=None, seen=fresh.stamp, at=AT, expires_at=over)
    clock.move_to(AT + HOUR)
    assert typed(over) in as_("tongbientap").get(address(live, "edition-slip")).text


def test_who_was_faster_on_it_is_not_told_to_others(as_, cast, planned):
    live, _later = planned
    stale = "1.1"
    said = {}
    for who in (cast.tongbientap, cast.phongvien):
        with pytest.raises(moves.Overtaken) as refusal:
            moves.make("withdraw", live, by=who, seen=stale, at=AT + MINUTE, note="Sai.", ordered_by="TBT")
        said[who] = str(refusal.value)
    assert said[cast.tongbientap] == _("This has changed since you opened it. Look at it again.")
    assert _("Embargo set") in said[cast.phongvien]


# ── Setting, changing, lifting ───────────────────────────────────────────────
def test_it_is_set_on_a_page_of_its_own(as_, cast, khoa_giao):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    answer = as_("bientapvien").post(address(edition), given(edition, cast.tongbientap))
    assert answer.status_code == 302
    kept = Embargo.objects.get()
    assert kept.until == UNTIL
    assert set(kept.people.all()) == {cast.tongbientap, cast.phongvien, cast.bientapvien}
    event = Event.objects.order_by("-pk").first()
    assert (event.kind, event.actor_label) == ("edition.embargo", str(cast.bientapvien))
    assert set(Notice.objects.filter(subject="embargo").values_list("person", flat=True)) == {
        cast.tongbientap.pk,
        cast.phongvien.pk,
    }


def test_those_it_names_see_so_on_the_article(as_, secret, clock):
    clock.move_to(AT + MINUTE)
    page = as_("thukytoasoan").get(reverse("admin:articles_edition_change", args=[secret.pk]))
    assert "Thukytoasoan" in page.text
    assert address(secret) in page.text
    assert as_("thukytoasoan").get(address(secret)).status_code == 200


def test_before_it_is_set_it_is_said_who_loses_sight_of_it(as_, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    said = _(
        "Whoever you do not tick loses sight of it, your editors too. Tick at least one person who may pass it,"
        " or it waits until then."
    )
    client = as_("phongvien")
    assert said in client.get(address(edition)).text
    keep(edition, by=cast.phongvien)
    assert said not in client.get(address(edition)).text


def test_in_the_list_it_bears_a_sign(as_, secret, clock):
    when = _("Embargo until %(when)s") % {"when": typed(UNTIL)}
    clock.move_to(AT + HOUR)
    assert when in as_("phongvien").get("/admin/articles/edition/").text
    clock.move_to(UNTIL + MINUTE)
    later = as_("phongvien").get("/admin/articles/edition/").text
    assert (when in later, TITLE in later) == (False, True)


@pytest.mark.parametrize(
    ("until", "why"),
    [("", "until"), ("hôm sau", "until"), ("06/05/2040", "until"), (typed(AT - HOUR), "until")],
)
def test_a_time_that_will_not_do_comes_back_with_what_was_ticked(as_, cast, khoa_giao, until, why):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    answer = as_("phongvien").post(address(edition), given(edition, cast.tongbientap) | {"until": until})
    assert (answer.status_code, Embargo.objects.exists()) == (422, False)
    assert answer.context["form"].errors[why]
    assert f'value="{cast.tongbientap.pk}" id="id_people_' in answer.text
    assert "checked" in answer.text


def test_what_is_live_is_not_kept(cast, khoa_giao):
    live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    with pytest.raises(moves.NotPossible):
        keep(live, by=cast.thukytoasoan, at=AT + MINUTE)


def test_what_is_to_appear_before_is_not_kept_past_it(cast, khoa_giao):
    planned = make_edition(state="scheduled", by=cast.phongvien, section=khoa_giao, live_from=UNTIL - HOUR)
    with pytest.raises(moves.Incomplete):
        keep(planned, by=cast.thukytoasoan)
    assert keep(planned, by=cast.thukytoasoan, until=UNTIL - HOUR).until == UNTIL - HOUR


def test_a_stranger_to_the_text_sets_none(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    for who in (cast.congtacvien, cast.kiemduyet, cast.quantri, cast.outsider):
        with pytest.raises(moves.NotPermitted):
            keep(edition, by=who)
    assert not Embargo.objects.exists()


def test_of_two_who_set_it_the_second_is_told(cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    fresh = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    stale = Edition.objects.select_related("article", "section").get(pk=edition.pk)
    set_embargo(fresh, until=UNTIL, people=[], by=cast.phongvien, seen=fresh.stamp, at=AT)
    with pytest.raises(moves.Refused):
        set_embargo(stale, until=AT + HOUR, people=[], by=cast.bientapvien, seen=stale.stamp, at=AT)
    assert Embargo.objects.get().until == UNTIL


def test_an_approval_that_did_not_see_it_is_overtaken(cast, khoa_giao):
    piece = make_edition(state="last_step", by=cast.phongvien, section=khoa_giao)
    seen = Edition.objects.select_related("article").get(pk=piece.pk).stamp
    keep(piece, by=cast.phongvien, people=[cast.tongbientap])
    with pytest.raises(moves.Overtaken):
        moves.make("approve", piece, by=cast.tongbientap, seen=seen, at=AT + MINUTE, live_from=UNTIL)


def test_lifted_it_is_for_everybody_again(as_, cast, secret, clock):
    clock.move_to(AT + MINUTE)
    seen = {"seen": secret.stamp}
    assert as_("tongbientap").post(address(secret, "edition-embargo-lift"), seen).status_code == 404
    assert as_("thukytoasoan").post(address(secret, "edition-embargo-lift"), seen).status_code == 302
    assert can_see(cast.tongbientap, Edition.objects.get(pk=secret.pk), at=AT + MINUTE)
    assert Event.objects.order_by("-pk").first().kind == "edition.embargo_lifted"
    fresh = Edition.objects.select_related("article", "section").get(pk=secret.pk)
    with pytest.raises(moves.NotPossible):
        lift(fresh, by=cast.thukytoasoan, seen=fresh.stamp, at=AT + 2 * MINUTE)


def test_an_administrator_lifts_it_by_command_and_the_record_says_so(secret, capsys):
    call_command("lift_embargo", secret.pk)
    event = Event.objects.order_by("-pk").first()
    assert (event.kind, event.actor_id, Embargo.objects.exists()) == ("edition.embargo_lifted", None, False)
    with pytest.raises(CommandError):
        call_command("lift_embargo", secret.pk)
    with pytest.raises(CommandError):
        call_command("lift_embargo", 10**9)


def test_whom_one_may_name_works_on_the_section(cast, secret):
    assert set(candidates(secret)) == {
        cast.phongvien,
        cast.congtacvien,
        cast.bientapvien,
        cast.thukytoasoan,
        cast.tongbientap,
    }
