"""The outbox on the desk, and the check that mail leaves the machine."""

import pytest
from django.core import checks
from django.urls import reverse

from mail.models import Mail
from tests.factories import AT, make_user

SECRET = "https://bao.example/mat-khau/abc-def"


@pytest.fixture
def mail(db) -> Mail:
    return Mail.objects.create(
        key="k", to="a@x.example", subject="Mật khẩu", text=SECRET, created_at=AT, due_at=AT
    )


def pages(mail: Mail) -> list[str]:
    return [reverse("admin:mail_mail_changelist"), reverse("admin:mail_mail_change", args=[mail.pk])]


def test_whoever_may_see_mails_sees_them_and_never_their_text(client, mail):
    client.force_login(make_user(username="root", is_superuser=True))
    for page in pages(mail):
        shown = client.get(page).content.decode()
        assert ("Mật khẩu" in shown, "abc-def" in shown) == (True, False)


def test_a_reporter_sees_none(client, mail, cast):
    client.force_login(cast.phongvien)
    assert [client.get(page).status_code for page in pages(mail)] == [403, 403]


def test_nobody_adds_changes_or_deletes_a_mail(client, mail):
    client.force_login(make_user(username="root", is_superuser=True))
    change = pages(mail)[1]
    assert client.post(change, {"to": "b@x.example"}).status_code == 403
    assert client.post(reverse("admin:mail_mail_delete", args=[mail.pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:mail_mail_add")).status_code == 403
    assert Mail.objects.values_list("to", flat=True).get() == "a@x.example"


@pytest.mark.parametrize(
    ("backend", "found"), [("smtp", []), ("console", ["cms.E002"]), ("locmem", ["cms.E002"])]
)
def test_a_deployment_whose_mail_stays_on_the_machine_is_an_error(settings, backend, found):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    messages = checks.run_checks(tags=["mail"], include_deployment_checks=True)
    assert [(message.id, message.level) for message in messages] == [(name, checks.ERROR) for name in found]
