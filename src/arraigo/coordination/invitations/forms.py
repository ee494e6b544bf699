"""Forms about activities to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.invitations.inputs import PlanInput
from arraigo.coordination.invitations.models import INVITED_TO, PlannedActivity
from arraigo.core.models import field_id
from arraigo.territory.models import Office
from arraigo.ui import forms as ui


class PlanForm(ui.Form):
    """What is planned, when and where."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=field_id)
    kind = forms.ChoiceField(
        label=_("¿Qué es?"),
        choices=[(kind.value, kind.label) for kind in INVITED_TO],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=_("¿De qué es?"),
        max_length=160,
        help_text=_("Por ejemplo: Feria de empleo de junio. Sin nombres de personas atendidas."),
    )
    happens_on = ui.DateField(label=_("¿Qué día?"))
    starts_at = forms.TimeField(label=_("¿A qué hora?"), widget=ui.TimeInput)
    place = forms.CharField(label=_("¿Dónde?"), max_length=160)

    def plan(self, office: Office) -> PlanInput:
        """Return the typed input of `plan_activity`."""
        data = self.cleaned_data
        return PlanInput(office=office, **{**data, "kind": ActivityKind(data["kind"])})


class _ActivityChoice(forms.ModelChoiceField):
    """An activity by its day, its title and its place."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what a choice says."""
        return f"{date_format(obj.happens_on, 'D j M')} · {obj.title} · {obj.place}"


class InviteForm(ui.Form):
    """To which activity; `seen` is the one whose list was read before."""

    lot = forms.UUIDField(widget=forms.HiddenInput, initial=field_id)
    actividad = _ActivityChoice(
        PlannedActivity.objects.none(),
        label=_("¿A qué actividad?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = PlannedActivity.objects.coming().filter(office__in=user.office_ids)
        self.fields["actividad"].queryset = mine  # type: ignore[attr-defined]
        self.soonest = mine.first()
        self.fields["actividad"].initial = self.soonest


class CallOffForm(ui.Form):
    """Why it will not be held."""

    reason = forms.CharField(
        label=_("¿Por qué se cancela?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Sin nombres de personas atendidas."),
    )
