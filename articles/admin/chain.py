"""The chain of review at the desk: an administrator sets its steps while texts are on their way along them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import ACTIONS, PASS_PUBLISHING
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
    delete_confirmation_template = "desk/articles/step_delete.html"
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
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return [str(step) for step in objs], {self.opts.verbose_name_plural: len(objs)}, missing, []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        step = self.get_object(request, object_id)
        try:
            if step is not None and self.has_delete_permission(request, step):
                chain.check_removable(step)
            context = (extra_context or {}) | (_said_before(step) if step is not None else {})
            return super().delete_view(request, object_id, context)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(reverse("admin:articles_reviewstep_changelist"))

    def delete_model(self, request: HttpRequest, obj: ReviewStep) -> None:
        left = [step for step in obj.chain() if step.pk != obj.pk]
        moved = chain.remove(obj, by=request.user, at=request.at)
        if moved:
            messages.info(request, _moved_on(moved) if left else _moved_over(moved))
        _say_who_publishes(request, left)

    def save_model(self, request: HttpRequest, obj: ReviewStep, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _say_who_publishes(request, obj.chain())


def _say_who_publishes(request: HttpRequest, steps: list[ReviewStep]) -> None:
    """Whatever right the last step asks for publishes there, which its name may not tell."""
    if steps and steps[-1].permission != PASS_PUBLISHING:
        said = _("The last step of this chain publishes: whoever has the right “%(right)s” publishes here.")
        messages.warning(request, said % {"right": ACTIONS[steps[-1].permission]})


def _said_before(step: ReviewStep) -> dict:
    """What the page that asks once more says of the pieces that wait there."""
    waiting, alone = Edition.objects.filter(step=step).count(), len(step.chain()) == 1
    if not waiting:
        return {"consequence": _("No article waits at this step."), "alone": alone}
    return {"consequence": _moved_over(waiting) if alone else _moved_on(waiting), "alone": alone}


def _moved_over(count: int) -> str:
    return ngettext(
        "%(count)d article waits at this step and begins the chain that then holds for it.",
        "%(count)d articles wait at this step and begin the chain that then holds for them.",
        count,
    ) % {"count": count}


def _moved_on(count: int) -> str:
    return ngettext(
        "%(count)d article waits at this step and goes to the next one of its chain.",
        "%(count)d articles wait at this step and go to the next one of their chain.",
        count,
    ) % {"count": count}
