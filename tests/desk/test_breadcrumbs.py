"""The way back: every page of the desk says by the same word where it leads, Django's own pages among them."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import ReviewStep
from tests.desk.pages import Page
from tests.factories import make_chain, make_section, make_user

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/admin/articles/",
    "/admin/articles/edition/",
    "/admin/articles/section/",
    "/admin/articles/reviewstep/",
    "/admin/articles/reviewstep/add/",
    "/admin/articles/reviewstep/{step}/change/",
    "/admin/articles/reviewstep/{step}/delete/",
    "/admin/articles/reviewstep/{step}/history/",
    "/admin/accounts/user/{person}/change/",
    "/admin/accounts/user/{person}/password/",
    "/admin/record/event/",
    "/admin/quyen/",
    "/admin/password_change/",
    "/admin/password_change/done/",
]


def crumbs(page: Page) -> list[tuple[str, str]]:
    return [(a.text.strip(), a.attrs["href"]) for a in page.all("a", inside="breadcrumbs")]


@pytest.fixture
def at_the_desk(client):
    client.force_login(make_user(username="goc", is_superuser=True))
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_leads_back_to_the_desk_by_its_name(at_the_desk, address):
    make_chain()
    person = make_user(username="pv")
    page = Page(at_the_desk.get(address.format(step=ReviewStep.objects.first().pk, person=person.pk)))
    assert crumbs(page)[0] == (_("Desk"), reverse("admin:index"))


def test_so_does_the_page_that_asks_before_many_are_deleted(at_the_desk):
    section = make_section(slug="trong")
    sent = {"action": "delete_selected", "_selected_action": [section.pk]}
    page = Page(at_the_desk.post(reverse("admin:articles_section_changelist"), sent))
    assert crumbs(page)[0] == (_("Desk"), reverse("admin:index"))
    assert len(crumbs(page)) == 3
