"""The desk's pages about people: the two overviews of rights, and everybody's own account."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import record.models as record
from accounts.forms import AccountForm
from accounts.models import User
from accounts.overview import people_in, rights_of, sections, sections_in_order
from accounts.roles import VIEW_GRANTS
from cms.desk import Link

LINKS = [
    Link(
        label=gettext_lazy("Rights"),
        url_name="admin:rights",
        allowed=lambda request: request.user.has_perm(VIEW_GRANTS),
        order=80,
    ),
    Link(
        label=gettext_lazy("My account"),
        url_name="admin:account",
        allowed=lambda request: request.user.is_staff,
        order=90,
    ),
]


def rights(request: HttpRequest) -> HttpResponse:
    """Whom and what to look up."""
    seen = [one for one in sections_in_order() if request.user.has_perm(VIEW_GRANTS, one)]
    return _shown(request, "rights", _("Rights"), people=_people(request.user), sections=seen)


def rights_of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One page shows a person's rights: to herself, and to whoever may see grants."""
    own = person_id == request.user.pk
    if not own and not request.user.has_perm(VIEW_GRANTS):
        raise Http404
    person = request.user if own else get_object_or_404(_people(request.user), pk=person_id)
    actions, rows = rights_of(person)
    title = _("Rights of %(person)s") % {"person": person}
    return _shown(request, "rights_of_person", title, person=person, actions=actions, rows=rows)


def rights_in_section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Who may do what in a section, for whoever may see grants there."""
    section = get_object_or_404(sections().objects.select_related("parent"), pk=section_id)
    if not request.user.has_perm(VIEW_GRANTS, section):
        raise Http404
    title = _("Rights in “%(section)s”") % {"section": section}
    return _shown(request, "rights_in_section", title, section=section, actions=people_in(section))


def account(request: HttpRequest) -> HttpResponse:
    """What everybody sets for herself. Rights and the name others know her by are set by others."""
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    # A copy: a form that is refused must not rename her in the page's own head.
    person = User.objects.get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        said = [str(form.fields[name].label) for name in form.said()]
        if said:
            form.save()
            record.write(kind="user.change", thing=person, by=person, at=request.at, note=", ".join(said))
        messages.success(request, _("Your account is saved."))
        return HttpResponseRedirect(reverse("admin:account"))
    return _shown(request, "account", _("My account"), person=person, form=form)


def _people(by: User):
    """Superusers stand above grants, and are seen by superusers alone."""
    everybody = User.objects.order_by("-is_active", "username")
    return everybody if by.is_superuser else everybody.filter(is_superuser=False)


def _shown(request: HttpRequest, page: str, title: str, **context) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"desk/accounts/{page}.html", frame | context)
