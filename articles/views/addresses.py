"""The desk's own addresses about articles, mounted beside Django's list and form."""

from collections.abc import Callable

from django.urls import URLPattern, path

from articles.views import (
    copying,
    desk,
    embargo,
    from_word,
    history,
    many,
    own_words,
    pasting,
    picking,
    preview,
    preview_links,
    searches,
    shelves,
    side_by_side,
    slip,
    taking,
    typing,
    unsaved,
)


def addresses(to_view: Callable) -> list[URLPattern]:
    """`to_view` asks for a session of the staff first (`Desk.admin_view`)."""
    one = "<rowid:edition_id>/"
    return [
        path("dang-go/", to_view(typing.typing), name="edition-typing"),
        path("xem-truoc/", to_view(preview.preview), name="edition-preview"),
        path("nhieu-bai/", to_view(many.choose), name="edition-many"),
        path("chon-bai/", to_view(picking.articles), name="edition-pick"),
        path("chon-tac-gia/", to_view(picking.authors), name="author-pick"),
        path("nhung/", to_view(picking.embed), name="embed-check"),
        path("tu-word/", to_view(from_word.draft_from_word), name="from-word"),
        path("dan-van-ban/", to_view(pasting.paste), name="paste"),
        path("giai-ma/", to_view(pasting.decode), name="decode"),
        path("bo-loc/", to_view(searches.save), name="search-save"),
        path("bo-loc/<rowid:search_id>/doi-ten/", to_view(searches.rename), name="search-rename"),
        path("bo-loc/<rowid:search_id>/xoa/", to_view(searches.delete), name="search-delete"),
        path("chua-luu/<uuid:key>/", to_view(own_words.words), name="copy-words"),
        path("chua-luu/<uuid:key>/bo/", to_view(unsaved.discard), name="copy-discard"),
        path(f"{one}so-sanh/<uuid:key>/", to_view(side_by_side.compare_copy), name="copy-compare"),
        path(f"{one}ban-cu/<rowid:number>/", to_view(side_by_side.compare_version), name="edition-version"),
        path(f"{one}lich-su-bai/", to_view(history.history), name="edition-past"),
        path(f"{one}lich-su-bai/so-sanh/", to_view(history.compare_two), name="edition-compare"),
        path(f"{one}khoi-phuc/", to_view(history.restore), name="edition-restore"),
        path(f"{one}phieu-duyet/", to_view(slip.slip), name="edition-slip"),
        path(f"{one}chiem-quyen-sua/", to_view(typing.take_over), name="edition-take-over"),
        path(f"{one}nhan-bai/", to_view(taking.take), name="edition-take"),
        path(f"{one}tra-lai-cho-chung/", to_view(taking.put_back), name="edition-put-back"),
        path(f"{one}giao-bai/", to_view(taking.hand_on), name="edition-hand-on"),
        path(f"{one}han-xong/", to_view(taking.set_due), name="edition-due"),
        path(f"{one}xem-truoc/", to_view(preview_links.look), name="edition-look"),
        path(f"{one}xem-truoc/lien-ket/", to_view(preview_links.make_link), name="edition-preview-link"),
        path(
            f"{one}xem-truoc/lien-ket/<rowid:link_id>/thu-hoi/",
            to_view(preview_links.revoke),
            name="edition-preview-revoke",
        ),
        path(f"{one}cam-van/", to_view(embargo.edit), name="edition-embargo"),
        path(f"{one}cam-van/bo/", to_view(embargo.lift), name="edition-embargo-lift"),
        path(f"{one}chuyen/<slug:name>/", to_view(desk.make_move), name="edition-move"),
        path(f"{one}an-ban-moi/", to_view(desk.open_next), name="edition-open-next"),
        path(f"{one}chep/", to_view(copying.copy), name="edition-copy"),
    ]


def of_sections(to_view: Callable) -> list[URLPattern]:
    return [
        path("chuyen-bai/", to_view(shelves.sections), name="section-shelves"),
        path("<rowid:section_id>/chuyen-bai/", to_view(shelves.shelve), name="section-shelve"),
    ]
