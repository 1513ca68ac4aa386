"""Addresses of the desk where nothing is shown lead back into the desk, and not out to the readers' pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext as _

from tests.desk.pages import LIST, Page
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def ways(response) -> list[str]:
    return [a.attrs["href"] for a in Page(response).all("a", css="desk-button")]


def test_what_only_takes_a_form_leads_back_to_the_form(as_, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    one, desk = f"/admin/articles/edition/{edition.pk}/", reverse("admin:index")
    above = {
        f"{one}nhan-bai/": one,
        f"{one}xem-truoc/lien-ket/": one,
        f"{one}cam-van/bo/": f"{one}cam-van/",
        f"{LIST}bo-loc/": LIST,
        f"{LIST}bo-loc/1/xoa/": LIST,
        f"/admin/lich/{edition.pk}/doi-gio/": reverse("admin:schedule"),
        "/admin/y-kien/1/approve/": reverse("admin:comment-queue"),
        "/admin/da-xem/": desk,
    }
    client = as_("tongbientap")
    for address, expected in above.items():
        response = client.get(address)
        assert (response.status_code, ways(response)) == (405, [expected, desk]), address
        assert response["Allow"] == "POST"
        assert client.get(expected, follow=True).status_code == 200


def test_what_is_not_there_and_what_is_not_hers_is_one_page_of_the_desk(as_, cast, khoa_giao):
    edition = make_edition(by=cast.bientapvien, section=khoa_giao)
    client = as_("phongvien")
    pages = [
        client.get(address)
        for address in (
            "/admin/khong-co/",
            f"/admin/articles/edition/{edition.pk}/change/",
            f"/admin/articles/edition/{edition.pk + 1}/change/",
            f"/admin/articles/edition/{edition.pk}/phieu-duyet/",
        )
    ]
    assert [(page.status_code, ways(page)) for page in pages] == [(404, [reverse("admin:index")])] * 4
    said = {" ".join(Page(page).all("div", id="content")[0].text.split()) for page in pages}
    assert len(said) == 1
    assert all(page["Cache-Control"] == "private, no-store" for page in pages)


def test_readers_get_their_own_page():
    for client in (Client(), Client(headers={"accept": "text/html"})):
        page = client.get("/khong-co/khong-co/")
        assert page.status_code == 404
        assert _("To the front page") in page.text
