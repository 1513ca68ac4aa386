"""Deciding on a comment: who may, from which state, bound to the version that was seen, and recorded."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils.translation import gettext as _

from comments.models import Comment
from comments.moderation import DECISIONS, REASONS, STATE_LABELS
from record.models import Event
from tests.factories import AT, make_comment, make_edition, make_section, make_user

REASON = "Không đúng chủ đề."
# From where each decision leads where; whatever is not named here is refused.
LEADS = {
    "approve": {"held": "shown", "rejected": "shown", "spam": "shown"},
    "reject": {"held": "rejected", "shown": "rejected", "spam": "rejected"},
    "spam": {"held": "spam", "shown": "spam", "rejected": "spam"},
}
STATES = ["held", "shown", "rejected", "spam"]


@pytest.fixture
def edition(khoa_giao):
    return make_edition(state="live", section=khoa_giao)


@pytest.fixture
def comment(edition):
    return make_comment(edition=edition)


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def decide(client: Client, comment: Comment, decision: str = "approve", **given) -> HttpResponse:
    data = {"version": comment.version, "own_reason": REASON, "tab": comment.state} | given
    return client.post(f"/admin/y-kien/{comment.pk}/{decision}/", data)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def unchanged(comment: Comment) -> bool:
    """Whether the row is as it was, nothing is counted and nothing is in the record."""
    row = Comment.objects.filter(pk=comment.pk).values().get()
    events = Event.objects.about(comment).exclude(actor_label=_("the system")).count()
    return events == 0 and row == {name: getattr(comment, name) for name in row}


# ── Decided ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", ["kiemduyet", "thukytoasoan", "tongbientap"])
def test_whoever_moderates_here_shows_a_comment_and_is_recorded(cast, edition, comment, role):
    who = getattr(cast, role)
    response = decide(as_(who), comment)
    assert (response.status_code, response["Location"]) == (302, "/admin/y-kien/?state=held")
    comment.refresh_from_db()
    edition.article.refresh_from_db()
    assert (comment.state, comment.version, comment.decided_by, edition.article.comments_shown) == (
        "shown",
        2,
        who,
        1,
    )
    event = Event.objects.about(comment).get()
    assert (event.kind, event.actor_id, event.before, event.after) == (
        "comment.approve",
        who.pk,
        "held",
        "shown",
    )


@pytest.mark.parametrize("decision", LEADS)
@pytest.mark.parametrize("state", STATES)
def test_each_decision_leads_where_the_table_says_or_nowhere(cast, edition, state, decision):
    comment = make_comment(edition=edition, state=state)
    response = decide(as_(cast.kiemduyet), comment, decision)
    if state in LEADS[decision]:
        comment.refresh_from_db()
        assert comment.state == LEADS[decision][state]
    else:
        assert unchanged(comment)
        words = {"decision": DECISIONS[decision].label}
        assert said(response) == [
            f"{comment.name}: " + _("“%(decision)s” is not possible for this comment.") % words
        ]


def test_the_tables_of_code_and_tests_name_the_same_decisions():
    assert set(DECISIONS) == set(LEADS)
    assert [state for state, _label in STATE_LABELS] == STATES


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"own_reason": REASON}, REASON),
        ({"own_reason": "", "reason": "Quảng cáo"}, "Quảng cáo"),
        ({"own_reason": f"  {REASON} ", "reason": "Quảng cáo"}, REASON),
        ({"own_reason": "x" * 200}, "x" * 200),
    ],
)
def test_the_reason_is_one_from_the_list_or_of_her_own(cast, comment, given, kept):
    decide(as_(cast.kiemduyet), comment, "reject", **given)
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("rejected", kept)
    assert Event.objects.about(comment).get().note.startswith(kept)


def test_a_reason_too_long_for_the_row_is_refused_not_cut(cast, comment):
    decide(as_(cast.kiemduyet), comment, "reject", own_reason="x" * 201)
    comment.refresh_from_db()
    assert (comment.state, comment.reason) == ("held", "")


def test_every_reason_of_the_list_fits_the_row():
    assert [str(reason) for reason in REASONS if len(str(reason)) > 200] == []


def test_a_grant_on_a_section_reaches_the_one_below(khoa_giao, db):
    below = make_section(slug="tin-hoc", name="Tin học", parent=khoa_giao)
    moderator = make_user(username="duyet", role="kiemduyet", section=khoa_giao)
    comment = make_comment(edition=make_edition(state="live", section=below))
    decide(as_(moderator), comment)
    comment.refresh_from_db()
    assert comment.state == "shown"


def test_a_comment_stays_with_the_section_in_which_it_was_written(cast, edition, comment):
    elsewhere = make_edition(state="live", section=make_section(slug="xa-hoi"))
    Comment.objects.filter(pk=comment.pk).update(article=elsewhere.article)
    decide(as_(cast.kiemduyet), comment)
    comment.refresh_from_db()
    assert comment.state == "shown"


def test_a_comment_on_a_withdrawn_article_can_still_be_decided(cast, khoa_giao):
    comment = make_comment(edition=make_edition(state="withdrawn", section=khoa_giao))
    assert decide(as_(cast.kiemduyet), comment, "spam").status_code == 302
    comment.refresh_from_db()
    assert comment.state == "spam"


# ── Refused ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", ["phongvien", "congtacvien", "bientapvien", "quantri"])
def test_who_does_not_moderate_is_forbidden(cast, comment, role):
    assert decide(as_(getattr(cast, role)), comment).status_code == 403
    assert unchanged(comment)


def test_a_moderator_of_another_section_finds_nothing(cast, comment):
    assert decide(as_(cast.outsider), comment).status_code == 404
    assert unchanged(comment)


def test_an_account_that_was_closed_is_asked_for_the_login(cast, comment):
    client = as_(cast.kiemduyet)
    cast.kiemduyet.is_active = False
    cast.kiemduyet.save()
    assert decide(client, comment).status_code == 401
    assert unchanged(comment)


def test_a_stranger_is_asked_for_the_login(comment):
    assert decide(Client(), comment).status_code == 401
    assert unchanged(comment)


def test_a_post_without_a_token_is_forbidden(cast, comment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.kiemduyet)
    assert decide(client, comment).status_code == 403
    assert unchanged(comment)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_nothing_but_a_post_decides(cast, comment, method):
    response = getattr(as_(cast.kiemduyet), method)(f"/admin/y-kien/{comment.pk}/approve/?version=1")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert unchanged(comment)


@pytest.mark.parametrize("decision", ["delete", "held", "Approve", "none"])
def test_an_unknown_decision_is_not_there(cast, comment, decision):
    assert decide(as_(cast.kiemduyet), comment, decision).status_code == 404
    assert unchanged(comment)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_an_unknown_comment_is_not_there(cast, number):
    assert as_(cast.kiemduyet).post(f"/admin/y-kien/{number}/approve/", {"version": 1}).status_code == 404


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_nothing_is_rejected_without_a_reason(cast, comment, reason):
    response = decide(as_(cast.kiemduyet), comment, "reject", own_reason=reason)
    assert said(response) == [f"{comment.name}: {_('Choose or write the reason.')}"]
    assert unchanged(comment)


def test_whoever_comes_second_is_told_who_was_first_and_changes_nothing(cast, comment):
    decide(as_(cast.kiemduyet), comment, "spam")
    response = decide(as_(cast.tongbientap), comment, "approve")
    words = {
        "who": cast.kiemduyet,
        "when": "09:00:00, 04/05/2040",
        "state": Comment(state="spam").get_state_display(),
    }
    assert said(response) == [
        f"{comment.name}: " + _("Already decided by %(who)s at %(when)s: %(state)s.") % words
    ]
    comment.refresh_from_db()
    assert (comment.state, comment.version, comment.decided_by) == ("spam", 2, cast.kiemduyet)
    assert Event.objects.about(comment).count() == 1


def test_a_second_click_decides_once(cast, edition, comment):
    client = as_(cast.kiemduyet)
    for _click in range(2):
        decide(client, comment)
    edition.article.refresh_from_db()
    assert (Event.objects.about(comment).count(), edition.article.comments_shown) == (1, 1)


@pytest.mark.parametrize("version", ["", "0", "2", "-1", "1.0", "abc", "²", "9" * 30, "1" * 5000])
def test_a_version_that_was_never_shown_decides_nothing(cast, comment, version):
    assert decide(as_(cast.kiemduyet), comment, version=version).status_code == 302
    assert unchanged(comment)


def test_extra_fields_change_nothing(cast, comment):
    decide(
        as_(cast.kiemduyet), comment, state="spam", body="Khác", decided_by=cast.tongbientap.pk, section=99
    )
    before = (comment.body, comment.section_id)
    comment.refresh_from_db()
    assert (comment.state, comment.decided_by, (comment.body, comment.section_id)) == (
        "shown",
        cast.kiemduyet,
        before,
    )


@pytest.mark.parametrize(
    "tab", ["", "shown", "//evil.example", "x\r\nSet-Cookie: a=b", "https://evil.example"]
)
def test_whatever_the_tab_says_the_answer_leads_to_the_queue(cast, comment, tab):
    response = decide(as_(cast.kiemduyet), comment, tab=tab)
    assert response["Location"].startswith("/admin/y-kien/?state=")
    assert "\n" not in response["Location"]


def test_a_decision_leads_back_to_the_place_in_the_queue(cast, comment):
    response = decide(as_(cast.kiemduyet), comment, tab="shown", after="77")
    assert response["Location"] == "/admin/y-kien/?state=shown&after=77"


# ── The row itself ───────────────────────────────────────────────────────────
def test_what_was_said_is_never_rewritten(comment):
    comment.body = "Khác"
    with pytest.raises(TypeError):
        comment.save()


def test_decisions_carry_the_instant_of_the_request(cast, comment):
    decide(as_(cast.kiemduyet), comment)
    comment.refresh_from_db()
    assert comment.decided_at.replace(microsecond=0) == AT
