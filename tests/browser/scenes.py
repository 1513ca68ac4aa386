"""What the guide's pictures show and the demo newsroom has not: made by the newsroom's own acts, in its own hours.

Prints the ids of the editions by the name of the scene.
"""

import json
import uuid
from datetime import datetime

from django.utils import timezone

from tests.browser.frozen import application  # noqa: F401 - sets Django up, at the moment of the pictures

# isort: split
from accounts.models import User
from articles import moves, previewing, writing
from articles.models import Edition, EditionPhoto, Section, WorkingCopy
from articles.models.version import fields_of
from articles.workflow import State
from photos.models import Photo

SEED = "Giao ban công tác khoa giáo"
WRITER, EDITOR = "phongvien", "bientapvien"


def main() -> None:
    review = Edition.objects.filter(state=State.IN_REVIEW).order_by("step__order")
    scenes = {
        "returned": Edition.objects.get(state=State.RETURNED).pk,
        "first_step": review.first().pk,
        "last_step": review.last().pk,
        "live": Edition.objects.live(at(8)).latest("live_from").pk,
        "scheduled": Edition.objects.scheduled(at(8)).get().pk,
        "checked": a_draft_with_findings().pk,
        **two_editions_of_the_seed(),
    }
    print(json.dumps(scenes))


def two_editions_of_the_seed() -> dict[str, int]:
    """A name put right in two places, a caption changed, a paragraph moved."""
    live = Edition.objects.live(at(6)).get(title__startswith=SEED)
    draft = writing.open_next(live, by=person(WRITER), at=at(6, 12))
    first, second, third, *rest = [f"{part}</p>" for part in draft.body.split("</p>") if part.strip()]
    draft.body = "".join([first, third, second, *rest]).replace("Trần Thị Lộc-", "Trần Thị Lụa,")
    draft.lead = draft.lead.replace("Trần Thị Lộc-", "Trần Thị Lụa,")
    writing.revise(draft, by=person(WRITER), at=at(6, 31))
    picture = draft.photos.get()
    picture.caption = "Các đại biểu dự Hội nghị giao ban, chiều 15/9."
    picture.save()
    put_right = {
        "wrong": "Tên đồng chí Trưởng Ban Tuyên giáo Tỉnh ủy được ghi là “Trần Thị Lộc”.",
        "right": "Tên đúng là “Trần Thị Lụa”.",
        "apology": "Tòa soạn xin lỗi đồng chí Trần Thị Lụa và bạn đọc.",
        "days": 90,
    }
    writing.correct(draft, put_right, at=at(6, 31))
    draft = moves.make("submit", draft, by=person(WRITER), seen=draft.stamp, at=at(6, 40))
    draft = moves.make("pass_on", draft, by=person(EDITOR), seen=draft.stamp, at=at(7, 5))
    until = {"label": "Bà Lò Thị Mẫu, Trung tâm Văn hóa", "days": 3}
    previewing.make_link(draft, **until, by=person(EDITOR), at=at(7, 10))
    return {"before": live.pk, "after": draft.pk}


def a_draft_with_findings() -> Edition:
    """Written in a hurry; and opened once more, without saving."""
    draft = Edition(
        title="Xã Huổi Thu khánh thành cầu treo.",
        section=Section.objects.get(slug="xa-hoi"),
        byline="Lò Phóng",
        body="<p>Sáng 22/11, xã Huổi Thu khánh thành cầu treo qua suối Nậm Mẫu, dài 62 m.  Cầu nối "
        "hai bản Huổi Thu và Nà Hin, giúp hơn 140 em nhỏ đến trường an toàn trong mùa mưa lũ.</p>",
    )
    draft = writing.begin(draft, by=person(WRITER), at=at(7, 20))
    photo = Photo.objects.latest("pk")
    EditionPhoto.objects.create(edition=draft, photo=photo, caption="Cầu treo Huổi Thu sáng 22/11.", order=0)
    typed = fields_of(draft) | {"lead": "Cây cầu dài 62 m nối hai bản Huổi Thu và Nà Hin."}
    WorkingCopy.objects.create(
        key=uuid.UUID(int=1),
        person=person(WRITER),
        edition=draft,
        seen=draft.stamp,
        fields=typed,
        opened_at=at(8, 2),
        typed_at=at(8, 9),
    )
    return draft


def person(username: str) -> User:
    return User.objects.get(username=username)


def at(hour: int, minute: int = 0) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=minute)


if __name__ == "__main__":
    main()
