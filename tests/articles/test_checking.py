"""Findings at the gate: what holds which move, what the record keeps, what the database is asked."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles import checking, moves, writing
from articles.findings.kinds import Kind, Severity
from articles.models import BannedTerm, Edition, FindingRule, Section, Tag
from articles.models.finding_rule import site_rules
from articles.templatetags.newsroom import date_line
from articles.workflow import MOVES, Hold
from photos.models import Photo
from record.models import Event
from tests.articles.test_import_text import SEED
from tests.factories import AT, DAY, MINUTE, bring_to, make_edition, make_photo, make_section

pytestmark = pytest.mark.django_db

LATER = AT + 5 * MINUTE
NO_BODY = _("There is no body.")
STARTS = {"submit": "draft", "pass_on": "in_review", "approve": "last_step", "publish_urgently": "draft"}


def make(name: str, edition: Edition, *, by, **given) -> Edition:
    fresh = Edition.objects.select_related("article").get(pk=edition.pk)
    return moves.make(name, edition, by=by, seen=fresh.stamp, at=LATER, **given)


def kinds(edition: Edition) -> set[Kind]:
    return {group.kind for group in checking.findings(edition, at=LATER)}


def rule(kind: Kind, severity: str = "error", **more) -> FindingRule:
    return FindingRule.objects.create(kind=kind, severity=severity, **more)


def withdrawn_and_written_again(**words) -> Edition:
    draft = writing.open_next(make_edition(state="withdrawn"), by=None, at=AT + 2 * MINUTE)
    for name, value in words.items():
        setattr(draft, name, value)
    return bring_to("last_step", writing.revise(draft, by=None, at=AT + 2 * MINUTE), at=AT + 2 * MINUTE)


# ── What holds ───────────────────────────────────────────────────────────────
def test_which_moves_are_held_by_what():
    held = {name: move.held_by for name, move in MOVES.items() if move.held_by}
    assert held == {
        "submit": Hold.EMPTINESS,
        "publish_urgently": Hold.EMPTINESS,
        "pass_on": Hold.ERRORS,
        "approve": Hold.ERRORS,
        "publish_again": Hold.ERRORS,
    }


@pytest.mark.parametrize("name", sorted(STARTS))
def test_an_article_without_a_body_goes_nowhere(cast, khoa_giao, name):
    edition = make_edition(state=STARTS[name], body="", section=khoa_giao)
    events = Event.objects.count()
    with pytest.raises(moves.Held) as refusal:
        make(name, edition, by=cast.tongbientap, note="Tin khẩn.")
    assert NO_BODY in str(refusal.value)
    left = Edition.objects.get()
    assert (left.version, left.state, Event.objects.count()) == (edition.version, edition.state, events)


@pytest.mark.parametrize("name", ["pass_on", "approve"])
def test_an_error_holds_what_passes_on_and_says_where(cast, khoa_giao, name):
    BannedTerm.objects.create(words="thần kỳ", note="viết cụ thể")
    edition = make_edition(state=STARTS[name], body="<p>Một</p><p>Điều thần kỳ.</p>", section=khoa_giao)
    with pytest.raises(moves.Held) as refusal:
        make(name, edition, by=cast.tongbientap)
    paragraph = _("Body, paragraph %(number)d") % {"number": 2}
    said = _("“%(term)s” is not used in this paper: %(note)s") % {"term": "thần kỳ", "note": "viết cụ thể"}
    assert str(refusal.value).splitlines()[1:] == [f"{paragraph}: {said}"]


def test_publishing_again_is_held_too(cast, khoa_giao):
    edition = withdrawn_and_written_again(body="")
    with pytest.raises(moves.Held):
        make("publish_again", edition, by=cast.tongbientap, note="Đã sửa.")


def test_a_reporter_is_never_stuck_with_what_is_not_empty(cast, khoa_giao):
    BannedTerm.objects.create(words="thần kỳ")
    rule(Kind.NO_LEAD)
    edition = make_edition(body="<p>Điều thần kỳ.</p>", lead="", by=cast.phongvien, section=khoa_giao)
    assert make("submit", edition, by=cast.phongvien).state == "in_review"


def test_warnings_hold_nothing(cast, khoa_giao):
    edition = make_edition(state="last_step", title="TRAO QUÀ CHO HỌC SINH.", lead="", section=khoa_giao)
    edition.photos.create(photo=make_photo())
    assert len(kinds(edition)) == 6
    assert make("approve", edition, by=cast.tongbientap).state == "approved"
    assert Event.objects.about(edition).first().note == ""


def test_moves_that_bring_nothing_nearer_to_the_reader_are_not_held(cast, khoa_giao):
    edition = make_edition(state="in_review", body="", section=khoa_giao)
    assert make("send_back", edition, by=cast.bientapvien, note="Chưa có gì.").state == "returned"


def test_what_the_site_makes_an_error_holds_and_what_it_lets_pass_does_not(cast, khoa_giao):
    edition = make_edition(state="last_step", lead="", body="", section=khoa_giao)
    rule(Kind.NO_LEAD)
    rule(Kind.NO_BODY, "warning")
    with pytest.raises(moves.Held, match=_("There is no lead.")):
        make("approve", edition, by=cast.tongbientap)
    FindingRule.objects.filter(kind=Kind.NO_LEAD).update(severity="off")
    assert make("approve", edition, by=cast.tongbientap).state == "approved"


# ── What passes in spite of errors ───────────────────────────────────────────
def test_urgent_news_is_published_and_its_errors_stand_in_the_record(cast, khoa_giao):
    BannedTerm.objects.create(words="thần kỳ")
    edition = make_edition(body="<p>Điều thần kỳ.</p>", section=khoa_giao)
    make("publish_urgently", edition, by=cast.tongbientap, note="Bão.")
    reason, heading, error = Event.objects.about(edition).first().note.splitlines()
    assert (reason, heading) == ("Bão.", _("Approved with errors:"))
    assert "“thần kỳ”" in error


def test_an_import_is_not_held_and_tells_what_it_found(capsys, khoa_giao):
    BannedTerm.objects.create(words="khoa giáo")
    call_command("import_text", SEED, section=khoa_giao.slug, publish=True)
    printed = capsys.readouterr()
    assert Edition.objects.get().state == "approved"
    assert len(printed.out.splitlines()) == 1
    told = printed.err.splitlines()
    assert told != []
    assert all(f"{SEED}: {_('Error')}: " in line for line in told)
    assert len(Event.objects.get(kind="edition.publish_urgently").note.splitlines()) == 2 + len(told)


def test_an_import_tells_warnings_when_asked(capsys, khoa_giao):
    call_command("import_text", SEED, section=khoa_giao.slug, verbosity=2)
    assert _("The picture itself is still to come.") in capsys.readouterr().err


# ── Links to the site itself ─────────────────────────────────────────────────
def test_links_are_dead_where_a_reader_finds_nothing(khoa_giao):
    live = make_edition(state="live", section=khoa_giao)
    draft = make_edition(section=khoa_giao)
    Tag.objects.named(["y tế"])
    hrefs = {
        "/": True,
        "/khoa-giao/": True,
        "/chu-de/y-te/": True,
        "/tim-kiem/?q=x": True,
        live.article.get_absolute_url(): True,
        f"http://testserver{live.article.get_absolute_url()}#binh-luan": True,
        "https://example.vn/khong-co": True,
        "mailto:a@example.vn": True,
        "#cuoi": True,
        "/static/a.pdf": True,
        "http://[": True,
        f"/khoa-giao/204005/bai-{draft.article_id}.html": False,
        "/khoa-giao/204005/bai-999999.html": False,
        "http://testserver/khong-co/": False,
        "/chu-de/khong-co/": False,
        "/khong/co/dau": False,
        "bai.html": False,
    }
    dead = checking.dead_links(hrefs, at=LATER)
    assert dead == {href for href, alive in hrefs.items() if not alive}


def test_a_link_to_what_was_withdrawn_is_found(khoa_giao):
    gone = make_edition(state="withdrawn", section=khoa_giao)
    edition = make_edition(body=f'<p>Xem <a href="{gone.article.get_absolute_url()}">bài này</a>.</p>')
    assert kinds(edition) == {Kind.DEAD_LINK}


def test_a_section_that_is_over_is_found(khoa_giao):
    edition = make_edition(section=khoa_giao)
    Section.objects.filter(pk=khoa_giao.pk).update(open_until=(AT - DAY).date())
    edition = Edition.objects.select_related("section").get()
    assert kinds(edition) == {Kind.SECTION_CLOSED}


@pytest.mark.parametrize("days", [-1, 0, 1])
@pytest.mark.parametrize("edge", ["open_from", "open_until"])
def test_open_in_sql_and_in_python_agree(edge, days):
    section = make_section(slug="chien-dich", **{edge: (AT + days * DAY).date()})
    on = AT.date()
    assert section.is_open(on) == Section.objects.open(on).filter(pk=section.pk).exists()


# ── What the site has said ───────────────────────────────────────────────────
@pytest.mark.parametrize("times", [1, 9])
def test_the_rules_are_one_query(times, django_assert_num_queries):
    for number in range(times):
        BannedTerm.objects.create(words=f"từ {number}", note="không dùng")
    rule(Kind.TITLE_LONG, title_length=60)
    rule(Kind.NO_ALT)
    with django_assert_num_queries(1):
        rules = site_rules()
    assert (len(rules.terms), rules.terms[0].note, rules.title_length) == (times, "không dùng", 60)
    assert rules.severities == {Kind.TITLE_LONG: Severity.ERROR, Kind.NO_ALT: Severity.ERROR}


@pytest.mark.parametrize(("links", "queries"), [(0, 2), (1, 3), (30, 3)])
def test_many_links_to_articles_are_one_query_more(khoa_giao, links, queries, django_assert_num_queries):
    link = '<p><a href="/khoa-giao/204005/bai-{}.html">bài</a></p>'
    body = "<p>Bài</p>" + "".join(link.format(number) for number in range(links))
    edition = make_edition(body=body, section=khoa_giao)
    edition = Edition.objects.select_related("section").get(pk=edition.pk)
    with django_assert_num_queries(queries):
        checking.findings(edition, at=LATER)


@pytest.mark.parametrize(
    "row",
    [
        {"kind": "no_lead", "severity": "error", "title_length": 9},
        {"kind": "title_long", "severity": "error", "title_length": 0},
        {"kind": "khong-co", "severity": "error"},
        {"kind": "no_lead", "severity": "khong-co"},
    ],
)
def test_a_rule_that_means_nothing_is_refused_by_the_database(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingRule.objects.create(**row)


def test_pictures_of_the_body_are_checked_with_what_the_library_says_of_them():
    past, removed = make_photo(), make_photo(size=(24, 40))
    Photo.objects.filter(pk=past.pk).update(licence_until=AT.date() - DAY)
    Photo.objects.filter(pk=removed.pk).update(removed_at=AT)
    figure = '<figure data-photo="{}" data-credit="CTV" data-alt="x"><figcaption>Chợ.</figcaption></figure>'
    body = "".join(figure.format(number) for number in (past.pk, removed.pk, 99999))
    found = checking.findings(make_edition(body=f"<p>Chữ.</p>{body}"), at=AT)
    told = {(group.kind, f.place.number) for group in found for f in group.findings}
    assert told == {(Kind.LICENCE_ENDED, 1), (Kind.NO_PICTURE, 2), (Kind.NO_PICTURE, 3)}


def test_a_picture_that_was_taken_off_is_not_said_to_be_missing():
    photo = make_photo()
    edition = make_edition(body=f'<p>Chữ.</p><figure data-photo="{photo.pk}"></figure>')
    edition.photos.create(photo=photo, caption="Chợ.")
    Photo.objects.update(removed_at=AT, removal_ordered_by="Vàng Thị Hoa")
    said = [
        finding.message
        for group in checking.findings(edition, at=AT)
        for finding in group.findings
        if group.kind == Kind.NO_PICTURE
    ]
    told = _("This picture was taken off every page at %(when)s, on the order of %(ordered_by)s.")
    assert said == [told % {"when": date_line(AT), "ordered_by": "Vàng Thị Hoa"}] * 2
