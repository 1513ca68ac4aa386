"""The chain of review at the desk: an administrator sets its steps while texts are on their way along them."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import ACTIONS, PASS_DEPARTMENT, PASS_SECRETARIAT
from articles.models import Edition, Notice, ReviewStep
from record.models import Event
from tests.desk.pages import Page, change
from tests.desk.racing import at_once
from tests.factories import bring_to, make_chain, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

STEPS = "/admin/articles/reviewstep/"
EDITING, PUBLISHING = "articles.pass_editing", "articles.pass_publishing"
NEW = {
    "section": "",
    "name": "Đọc soát",
    "waiting_label": "Chờ đọc soát",
    "permission": EDITING,
    "order": "15",
}
MANY, ROUNDS = 8, 3
LAST_STAYS = "The site needs at least one step. Add another before you take this one away."


def address(step: ReviewStep, act: str = "change") -> str:
    return reverse(f"admin:articles_reviewstep_{act}", args=[step.pk])


def form_of(step: ReviewStep, **given) -> dict:
    names = ("name", "waiting_label", "permission", "order")
    return {name: str(getattr(step, name)) for name in names} | given


def in_numbers(many: str, count: int) -> str:
    one = many.replace("articles", "article").replace("wait ", "waits ").replace(" go ", " goes ")
    one = one.replace(" begin ", " begins ").replace("their chain", "its chain").replace("for them", "for it")
    return ngettext(one, many, count) % {"count": count}


def steps() -> list[dict]:
    return list(ReviewStep.objects.order_by("pk").values())


def fresh(edition: Edition) -> Edition:
    return Edition.objects.select_related("article", "section", "step").get(pk=edition.pk)


@pytest.fixture
def admin(as_, cast) -> Client:
    """An administrator of all sections, as those who keep the chain are."""
    make_grant(person=cast.quantri, role="quantri")
    return as_("quantri")


@pytest.fixture
def chain(khoa_giao) -> list[ReviewStep]:
    return make_chain()


# ── Adding, changing ─────────────────────────────────────────────────────────
def test_a_step_is_added_to_the_sites_chain_and_to_a_sections_own(admin, chain, khoa_giao):
    assert admin.post(f"{STEPS}add/", NEW).status_code == 302
    assert admin.post(f"{STEPS}add/", NEW | {"section": str(khoa_giao.pk)}).status_code == 302
    site, own = ReviewStep.objects.filter(order=15).order_by("pk")
    assert (site.section, own.section) == (None, khoa_giao)
    assert ReviewStep.objects.chain_of(khoa_giao) == [own]
    assert [event.kind for event in Event.objects.about(site, own)] == ["reviewstep.add"] * 2


@pytest.mark.parametrize("of_a_section", [False, True])
def test_the_same_order_twice_in_one_chain_is_refused_in_words(admin, chain, khoa_giao, of_a_section):
    given = NEW | {"section": str(khoa_giao.pk) if of_a_section else "", "order": "10"}
    if of_a_section:
        admin.post(f"{STEPS}add/", given)
    before = steps()
    page = Page(admin.post(f"{STEPS}add/", given))
    said = [_("Another step of this chain stands there. Choose another.")]
    assert (page.errors_near("id_order"), page.errors_above()) == (said, [])
    assert steps() == before


def test_a_step_that_is_there_is_not_put_where_another_stands(admin, chain):
    first, last = chain
    page = Page(admin.post(address(first), form_of(first, order=str(last.order))))
    assert len(page.errors_near("id_order")) == 1
    assert admin.post(address(first), form_of(first)).status_code == 302


@pytest.mark.parametrize("order", ["", "x", "-1", "9" * 30])
def test_an_order_that_is_none_is_refused_at_its_field(admin, chain, order):
    page = Page(admin.post(f"{STEPS}add/", NEW | {"order": order}))
    assert len(page.errors_near("id_order")) == 1
    assert len(steps()) == 2


def test_a_step_never_changes_its_chain(admin, chain, khoa_giao):
    first, _last = chain
    own = ReviewStep.objects.create(**NEW | {"section": khoa_giao, "order": 15})
    for step, section in ((first, str(khoa_giao.pk)), (own, "")):
        assert Page(admin.get(address(step))).all("select", name="section") == []
        admin.post(address(step), form_of(step, section=section, name="Đổi tên"))
    names = dict(ReviewStep.objects.filter(name="Đổi tên").values_list("pk", "section"))
    assert names == {first.pk: None, own.pk: khoa_giao.pk}


def test_a_permission_nobody_holds_where_a_piece_waits_is_refused_with_what_to_do(admin, chain, cast):
    where = make_section(slug="van-hoa", name="Văn hóa")
    make_user(username="btv", role="bientapvien", section=where)
    make_edition(state="in_review", section=where, title="Bài đang chờ")
    before = steps()
    page = Page(admin.post(address(chain[0]), form_of(chain[0], permission=PUBLISHING)))
    said = _("A piece waits at this step, and nobody in “%(section)s” has that right. Grant it first.")
    assert page.errors_near("id_permission") == [said % {"section": "Văn hóa"}]
    assert steps() == before
    make_user(username="tbt", role="tongbientap", section=where)
    assert admin.post(address(chain[0]), form_of(chain[0], permission=PUBLISHING)).status_code == 302
    assert ReviewStep.objects.get(pk=chain[0].pk).permission == PUBLISHING


def test_a_name_is_changed_though_nobody_could_pass_what_waits(admin, chain):
    make_edition(state="in_review", section=make_section(slug="van-hoa"))
    assert admin.post(address(chain[0]), form_of(chain[0], name="Đọc")).status_code == 302
    assert ReviewStep.objects.get(pk=chain[0].pk).name == "Đọc"


def test_the_list_says_of_which_chain_each_step_is(admin, chain, khoa_giao):
    ReviewStep.objects.create(**NEW | {"section": khoa_giao, "order": 15})
    page = Page(admin.get(STEPS))
    assert sorted(page.texts("td", css="field-chain_of")) == sorted([_("the whole site")] * 2 + ["Khoa giáo"])


# ── Taking away ──────────────────────────────────────────────────────────────
def test_before_a_step_is_taken_away_it_is_said_how_many_pieces_move_on(admin, chain, cast, khoa_giao):
    for _number in range(3):
        make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    response = admin.get(address(chain[0], "delete"))
    assert response.status_code == 200
    said = "%(count)d articles wait at this step and go to the next one of their chain."
    assert Page(response).texts("strong", inside="content") == [in_numbers(said, 3)]
    assert Page(response).all("ul", inside="content") == []
    assert len(steps()) == 2


def test_a_sections_last_own_step_is_said_to_send_its_pieces_to_the_chain_that_then_holds(
    admin, chain, cast, khoa_giao
):
    own = ReviewStep.objects.create(**NEW | {"section": khoa_giao, "order": 15})
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    said = "%(count)d articles wait at this step and begin the chain that then holds for them."
    asked = Page(admin.get(address(own, "delete")))
    assert asked.texts("strong", inside="content") == [in_numbers(said, 1)]
    assert len([text for text in asked.texts("p") if "Khoa giáo" in text]) == 2
    done = Page(admin.post(address(own, "delete"), {"post": "yes"}, follow=True))
    assert in_numbers(said, 1) in done.messages()
    assert fresh(edition).step == chain[0]


def test_where_nothing_waits_taking_a_step_away_is_said_to_move_nothing(admin, chain):
    asked = Page(admin.get(address(chain[0], "delete")))
    assert asked.texts("strong", inside="content") == [_("No article waits at this step.")]


# ── The last step publishes, whatever its right is called ────────────────────
WHO_PUBLISHES = "The last step of this chain publishes: whoever has the right “%(right)s” publishes here."


def who_publishes(permission: str) -> str:
    return _(WHO_PUBLISHES) % {"right": ACTIONS[permission]}


@pytest.mark.parametrize("permission", [EDITING, PASS_DEPARTMENT, PASS_SECRETARIAT])
def test_a_last_step_without_the_right_to_publish_says_who_publishes_there(
    admin, chain, khoa_giao, permission
):
    given = NEW | {"section": str(khoa_giao.pk), "permission": permission}
    said = Page(admin.post(f"{STEPS}add/", given, follow=True)).messages()
    assert who_publishes(permission) in said
    own = ReviewStep.objects.get(section=khoa_giao)
    said = Page(admin.post(address(own), form_of(own, permission=PUBLISHING), follow=True)).messages()
    assert len(said) == 1


def test_a_step_before_the_publishing_one_says_nothing_of_publishing(admin, chain):
    assert len(Page(admin.post(f"{STEPS}add/", NEW, follow=True)).messages()) == 1


def test_a_step_that_is_left_the_last_says_so(admin, chain):
    said = Page(admin.post(address(chain[1], "delete"), {"post": "yes"}, follow=True)).messages()
    assert who_publishes(EDITING) in said


def test_a_step_is_taken_away_and_what_waits_there_moves_on(admin, chain, cast, khoa_giao):
    first, last = chain
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    response = admin.post(address(first, "delete"), {"post": "yes"}, follow=True)
    assert (response.status_code, len(Page(response).messages())) == (200, 2)
    assert (fresh(edition).step, [step["id"] for step in steps()]) == (last, [last.pk])
    event = Event.objects.about(edition).first()
    assert (event.kind, event.actor_id) == ("edition.step_gone", cast.quantri.pk)
    [gone] = Event.objects.filter(kind="reviewstep.delete")
    assert (gone.thing_id, gone.label) == (first.pk, first.name)
    assert Notice.objects.filter(kind="edition.step_gone", person=cast.tongbientap).exists()


def test_a_form_that_was_open_on_the_piece_is_stale(admin, chain, cast, khoa_giao):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    editor = Client(raise_request_exception=False)
    editor.force_login(cast.bientapvien)
    seen = Page(editor.get(change(edition))).form()["seen"]
    admin.post(address(chain[0], "delete"), {"post": "yes"})
    move = reverse("admin:edition-move", args=[edition.pk, "pass_on"])
    assert editor.post(move, {"seen": seen}).status_code == 409


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_sites_last_step_stays_and_it_is_said_why(admin, chain, method):
    first, last = chain
    admin.post(address(first, "delete"), {"post": "yes"})
    admin.get(STEPS)
    response = getattr(admin, method)(address(last, "delete"), {"post": "yes"}, follow=True)
    assert Page(response).messages() == [_(LAST_STAYS)]
    assert [step["id"] for step in steps()] == [last.pk]


def test_there_is_no_way_to_take_many_away_at_once(admin, chain):
    sent = {"action": "delete_selected", "_selected_action": [step.pk for step in chain], "post": "yes"}
    admin.post(STEPS, sent)
    assert len(steps()) == 2


def test_a_section_with_steps_of_its_own_is_not_deleted_under_them(admin, chain):
    where = make_section(slug="van-hoa")
    ReviewStep.objects.create(**NEW | {"section": where, "order": 15})
    admin.post(reverse("admin:articles_section_delete", args=[where.pk]), {"post": "yes"})
    assert ReviewStep.objects.filter(section=where).exists()


# ── Who ──────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "tongbientap", "kiemduyet", "outsider"])
@pytest.mark.parametrize("steps_there", [2, 1])
def test_nobody_else_keeps_the_chain(as_, chain, who, steps_there):
    first, last = chain
    if steps_there == 1:
        first.delete()
    client, before = as_(who), steps()
    answers = [client.get(STEPS), client.post(f"{STEPS}add/", NEW), client.post(address(last), form_of(last))]
    answers += [client.get(address(last, "delete")), client.post(address(last, "delete"), {"post": "yes"})]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert steps() == before


# ── At the same time ─────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("state", ["draft", "in_review", "at_it"])
def test_a_step_taken_away_while_eight_people_send_pieces_through_it_is_nobodys_fault(
    transactional_db, state
):
    section = make_section(name="Khoa giáo")
    keeper = Client(raise_request_exception=False)
    keeper.force_login(make_user(username="quantri", role="quantri"))
    desks = []
    for number in range(MANY):
        client = Client(raise_request_exception=False)
        client.force_login(make_user(username=f"tbt{number}", role="tongbientap", section=section))
        desks.append(client)
    for _round in range(ROUNDS):
        make_chain()
        order = 5 if state == "draft" else 15
        gone = ReviewStep.objects.create(**NEW | {"section": None, "order": order})
        editions = [make_edition(section=section) for _number in range(MANY)]
        for edition in editions if state != "draft" else []:
            bring_to("in_review" if state == "in_review" else "last_step", edition)
        name = "submit" if state == "draft" else "pass_on"
        acts = []
        for desk, edition in zip(desks, editions, strict=True):
            move = reverse("admin:edition-move", args=[edition.pk, name])
            acts.append(partial(desk.post, move, {"seen": fresh(edition).stamp}))
        taken = partial(keeper.post, address(gone, "delete"), {"post": "yes"})
        answers = at_once([*acts[:4], taken, *acts[4:]])
        assert [answer.status_code for answer in answers if answer.status_code not in (302, 409)] == []
        now = list(Edition.objects.filter(pk__in=[e.pk for e in editions]))
        there = set(ReviewStep.objects.values_list("pk", flat=True))
        assert len(now) == MANY
        assert [e.state for e in now if (e.step_id in there) != (e.state == "in_review")] == []
        if ReviewStep.objects.filter(pk=gone.pk).exists():
            assert keeper.post(address(gone, "delete"), {"post": "yes"}).status_code == 302
