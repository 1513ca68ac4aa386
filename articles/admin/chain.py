"""The chain of review at the desk: an administrator sets its steps while texts are on their way along them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import chain
from articles.models import Edition, ReviewStep
from record.admin import RecordedAdmin


class StepForm(forms.ModelForm):
    class Meta:
        model = ReviewStep
        fields = ["section", "name", "waiting_label", "permission", "order"]

    def clean(self) -> dict:
        data = super().clean()
        if self.instance.pk and "permission" in self.changed_data and "permission" in data:
            changed = ReviewStep(pk=self.instance.pk, permission=data["permission"])
            try:
                chain.check_passable(changed)
            except ValidationError as error:
                self.add_error("permission", error)
        return data


@admin.register(ReviewStep)
class ReviewStepAdmin(RecordedAdmin):
    form = StepForm
    list_display = ["name", "chain_of", "order", "waiting_label", "permission"]
    list_select_related = ["section"]
    # One at a time: what waits at a step moves on when it is taken away.
    actions = None

    @admin.display(description=gettext_lazy("chain of"), ordering="section")
    def chain_of(self, step: ReviewStep) -> str:
        return str(step.section) if step.section_id else _("the whole site")

    def get_readonly_fields(self, request: HttpRequest, obj: ReviewStep | None = None) -> list[str]:
        """A step stays in its chain: what waits at it is on its way along that."""
        return ["section"] if obj else []

    def get_deleted_objects(self, objs, request: HttpRequest) -> tuple:
        """What waits at the step does not keep it: it moves on."""
        waiting = Edition.objects.filter(step__in=objs).count()
        names = [str(step) for step in objs] + ([_moved_on(waiting)] if waiting else [])
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return names, {self.opts.verbose_name_plural: len(objs)}, missing, []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        step = self.get_object(request, object_id)
        try:
            if step is not None and self.has_delete_permission(request, step):
                chain.check_removable(step)
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:articles_reviewstep_changelist"))

    def delete_model(self, request: HttpRequest, obj: ReviewStep) -> None:
        moved = chain.remove(obj, by=request.user, at=request.at)
        if moved:
            messages.info(request, _moved_on(moved))


def _moved_on(count: int) -> str:
    return ngettext(
        "%(count)d article waits at this step and goes to the next one of its chain.",
        "%(count)d articles wait at this step and go to the next one of their chain.",
        count,
    ) % {"count": count}
