import pytest
from tests.factories import *
from django.urls import reverse
pytestmark = pytest.mark.django_db
def test_probe(cast, khoa_giao, client):
    client.raise_request_exception=False
    client.force_login(cast.phongvien)
    e = make_edition(by=cast.phongvien, section=khoa_giao)
    r = client.get(reverse("admin:articles_edition_add"))
    open("/tmp/add.html","w").write(r.content.decode())
    r = client.get(reverse("admin:articles_edition_change", args=[e.pk])); print(r.status_code)
    open("/tmp/change.html","w").write(r.content.decode())
    print("section history as reporter", client.get(reverse("admin:articles_section_history", args=[khoa_giao.pk])).status_code)
    print("user history as reporter", client.get(reverse("admin:accounts_user_history", args=[cast.quantri.pk])).status_code)
    print("user history missing", client.get(reverse("admin:accounts_user_history", args=[999])).status_code)
    print("nul", client.get(reverse("admin:articles_edition_changelist")+"?trang-thai=%00").status_code)
    client.force_login(cast.kiemduyet)
    for s in ("held","xx","%00"):
        print("queue", s, client.get(reverse("admin:comment-queue")+"?state="+s).status_code)
    s = make_edition(by=cast.phongvien, section=khoa_giao, state="scheduled", title="Tin mật")
    from django.contrib.contenttypes.models import ContentType
    r = client.get(reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(s.article).pk, s.article_id])); print(r.status_code, r.headers)
    client.force_login(cast.phongvien)
    print(client.post(reverse("admin:articles_edition_add"), {"title":"x","section":khoa_giao.pk,"photos-TOTAL_FORMS":0,"photos-INITIAL_FORMS":0,"_move":"submit","seen":"1.99"}).status_code)
