"""Forms about coordination."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.accounts.models import Membership, User
from arraigo.coordination.enums import ActivityEvidence, ActivityKind, Channel, MechanismKind
from arraigo.coordination.inputs import ActivityInput, AgreementInput, MechanismInput
from arraigo.coordination.invitations.models import PlannedActivity
from arraigo.coordination.models import Activity, Mechanism
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.organizations.models import Organization
from arraigo.territory.models import Office
from arraigo.ui import forms as ui


def colleagues(office: Office) -> Any:
    """Return the users who work in the office today, by name."""
    posts = Membership.objects.in_force().filter(office=office, role__in=OFFICE_ROLES)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def held(planned: PlannedActivity | None) -> dict[str, Any]:
    """Return what a planned activity says already of itself, now that it was held."""
    if planned is None:
        return {}
    return {
        "kind": planned.kind,
        "title": planned.title,
        "occurred_on": planned.happens_on,
        "place": planned.place,
    }


class MechanismForm(ui.Form):
    """A mechanism and its members."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("¿Qué es?"), choices=MechanismKind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Nombre"), max_length=160, help_text=_("Por ejemplo: Mesa departamental de empleo.")
    )
    members = forms.ModelMultipleChoiceField(
        Organization.objects.active(),
        label=_("Instituciones que participan"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def mechanism(self, office: Office) -> MechanismInput:
        """Return the typed input of `add_mechanism`."""
        data = self.cleaned_data
        return MechanismInput(office=office, **{**data, "kind": MechanismKind(data["kind"])})


class ActivityForm(ui.Form):
    """An activity, who took part, and what shows it."""

    conditional = ("channel",)

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("¿Qué fue?"), choices=ActivityKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("¿De qué fue?"), max_length=160, help_text=_("Sin nombres de personas atendidas.")
    )
    occurred_on = ui.DateField(label=_("¿Cuándo?"), initial=clock.today, validators=[not_in_future])
    place = forms.CharField(label=_("Lugar"), max_length=160, required=False)
    mechanism = forms.ModelChoiceField(
        Mechanism.objects.none(),
        label=_("¿De qué mesa, comisión o convenio?"),
        required=False,
        empty_label=_("De ninguna"),
    )
    participants = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("¿Quiénes de la oficina participaron?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Diga quién participó.")},
    )
    channel = forms.ChoiceField(
        label=_("Medio"),
        choices=[("", _("No es comunicación")), *Channel.choices],
        required=False,
        help_text=_("Hace falta si es comunicación."),
    )
    reach = forms.IntegerField(
        label=_("Personas alcanzadas, más o menos"),
        min_value=1,
        max_value=20_000_000,
        required=False,
        localize=False,
        widget=ui.DigitsInput,
        help_text=_("Solo si es comunicación."),
    )
    evidence = forms.ChoiceField(
        label=_("¿Qué constancia hay?"),
        choices=ActivityEvidence.choices,
        initial=ActivityEvidence.NONE,
        widget=forms.RadioSelect,
        help_text=_("Una reunión o un evento cuenta cuando tiene acta o lista."),
    )
    evidence_note = forms.CharField(
        label=_("¿Dónde está?"), max_length=200, required=False,
        help_text=_("Por ejemplo: acta 14-2026, archivo de la oficina."),
    )  # fmt: skip

    def __init__(self, *args: Any, office: Office, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        fields: dict[str, Any] = self.fields
        fields["mechanism"].queryset = office.mechanisms.active().order_by("name")
        fields["participants"].queryset = colleagues(office)
        fields["participants"].initial = [user.pk]

    def clean(self) -> dict[str, Any]:
        """Ask a communication for its channel, and drop it from anything else."""
        data = super().clean() or self.cleaned_data
        if data.get("kind") == ActivityKind.COMMUNICATION:
            if not data.get("channel"):
                self.add_error("channel", _("Diga por qué medio salió."))
        elif data.get("kind"):
            data["channel"], data["reach"] = "", None
        return data

    def activity(self) -> ActivityInput:
        """Return the typed input of `record_activity`."""
        data = self.cleaned_data
        typed = {
            "kind": ActivityKind(data["kind"]),
            "channel": Channel(data["channel"]) if data["channel"] else None,
            "evidence": ActivityEvidence(data["evidence"]),
        }
        return ActivityInput(office=self.office, **{**data, **typed})


class EvidenceForm(ui.Form):
    """The minutes or the list that came later."""

    prefix = "constancia"

    evidence = forms.ChoiceField(
        label=_("¿Qué constancia hay?"), choices=ActivityEvidence.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("¿Dónde está?"), max_length=200, required=False)


class AgreementForm(ui.Form):
    """What was agreed, who follows it up and by when."""

    prefix = "acuerdo"

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("¿Qué se acordó?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    counterpart = forms.CharField(label=_("Institución que cumple"), max_length=160, required=False)
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("¿Quién le da seguimiento?"), empty_label=None
    )
    due_on = ui.DateField(label=_("¿Para cuándo?"))

    def __init__(self, *args: Any, activity: Activity, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activity = activity
        fields: dict[str, Any] = self.fields
        fields["responsible"].queryset = colleagues(activity.office)
        fields["responsible"].initial = user.pk

    def agreement(self) -> AgreementInput:
        """Return the typed input of `agree`."""
        return AgreementInput(activity=self.activity, **self.cleaned_data)
