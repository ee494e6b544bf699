"""Forms about training and certificates."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import EvidenceStatus
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.directory.models import Service
from arraigo.learning.enums import TRAINING_KINDS, CertificateKind, LanguageLevel, Recognition
from arraigo.learning.inputs import CertificateInput, CompletionInput, EnrolmentInput
from arraigo.learning.models import Enrolment
from arraigo.organizations.models import Organization
from arraigo.ui import forms as ui


class TrainingChoice(forms.ModelChoiceField):
    """A training of the directory, with who gives it."""

    def label_from_instance(self, service: Service) -> str:
        """Return the name and the institution."""
        return f"{service.name} · {service.organization}"


class FactForm(ui.Form):
    """A fact of a case: the hidden id it will have, so that a form sent twice is one fact."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def day_field(label: Any, *, today: bool = True) -> ui.DateField:
    """Return the question for the day of a fact: never one to come, today unless changed."""
    initial = clock.today if today else None
    return ui.DateField(label=label, initial=initial, validators=[not_in_future])


class EvidenceFields(forms.Form):
    """How sure a fact is, and what shows it."""

    evidence_status = forms.ChoiceField(
        label=_("¿Vio usted la constancia?"),
        choices=[
            (EvidenceStatus.DECLARED, _("No, lo dice la persona")),
            (EvidenceStatus.VERIFIED, _("Sí, la vi o la confirmó la institución")),
        ],
        initial=EvidenceStatus.DECLARED,
        widget=forms.RadioSelect,
    )
    evidence_note = forms.CharField(
        label=_("Qué constancia es, o quién la confirmó"), max_length=200, required=False
    )


class EnrolmentForm(FactForm):
    """A place in a training."""

    service = TrainingChoice(
        Service.objects.none(),
        label=_("Formación"),
        help_text=_("Las del directorio."),
        empty_label=_("Escoja una"),
        error_messages={"required": _("Escoja la formación.")},
    )
    occurred_on = day_field(_("¿Cuándo se inscribió?"))
    starts_on = ui.DateField(label=_("¿Cuándo empieza?"), initial=clock.today)
    expected_end_on = ui.DateField(label=_("¿Cuándo termina?"), required=False)
    field_order = ("id", "service", "occurred_on", "starts_on", "expected_end_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Service.objects.active().filter(type__in=TRAINING_KINDS)
        self.fields["service"].queryset = offered.select_related("organization")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a training that ends before it starts."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("expected_end_on")
        if first and last and last < first:
            self.add_error("expected_end_on", _("No puede terminar antes de empezar."))
        return data

    def enrolment(self, case: Case) -> EnrolmentInput:
        """Return the typed input of `enrol`."""
        return EnrolmentInput(case=case, **self.cleaned_data)


class CompletionForm(FactForm, EvidenceFields):
    """The end of a training."""

    occurred_on = day_field(_("¿Cuándo terminó?"))
    field_order = ("id", "occurred_on", "evidence_status", "evidence_note")

    def completion(self, enrolment: Enrolment) -> CompletionInput:
        """Return the typed input of `complete_training`."""
        data = self.cleaned_data
        status = EvidenceStatus(data["evidence_status"])
        return CompletionInput(enrolment=enrolment, **{**data, "evidence_status": status})


class DropForm(ui.Form):
    """Leaving a training."""

    dropped_on = ui.DateField(
        label=_("¿Cuándo la dejó?"), initial=clock.today, validators=[not_in_future]
    )
    reason = forms.CharField(
        label=_("¿Por qué la dejó?"),
        max_length=200,
        help_text=_("Por ejemplo: encontró trabajo, el transporte, la familia."),
    )


class CertificateForm(FactForm, EvidenceFields):
    """A certificate as its paper says."""

    conditional = ("recognition", "level", "number")

    kind = forms.ChoiceField(
        label=_("¿De qué es?"), choices=CertificateKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("¿Qué certifica?"),
        max_length=160,
        help_text=_("Por ejemplo: soldadura, sexto primaria, inglés."),
    )
    recognition = forms.ChoiceField(
        label=_("¿Qué reconoce?"),
        choices=Recognition.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Hace falta si es de estudios, técnica o profesional."),
    )
    level = forms.ChoiceField(
        label=_("Nivel"),
        choices=[("", _("No es de idioma")), *LanguageLevel.choices],
        required=False,
        help_text=_("Hace falta si es de idioma."),
    )
    issuer = forms.ModelChoiceField(
        Organization.objects.active(),
        label=_("¿Quién lo emite?"),
        empty_label=_("Escoja la institución"),
        error_messages={"required": _("Escoja quién lo emite.")},
    )
    issuer_authorised = forms.BooleanField(
        label=_("La institución está autorizada para emitirlo"),
        help_text=_("INTECAP, MINEDUC y las que ellos acreditan, por ejemplo."),
        required=False,
    )
    occurred_on = day_field(_("Fecha de emisión"), today=False)
    number = forms.CharField(
        label=_("Número del certificado o resolución"),
        max_length=60,
        required=False,
        help_text=_("Hace falta si usted vio la constancia, salvo en un diploma de asistencia."),
    )
    field_order = (
        "id", "kind", "title", "recognition", "level", "issuer", "issuer_authorised",
        "occurred_on", "number", "evidence_status", "evidence_note",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind needs, and drop what it has not."""
        data = super().clean() or self.cleaned_data
        kind = data.get("kind")
        if kind == CertificateKind.ATTENDANCE:
            data["recognition"] = data["level"] = ""
        elif kind == CertificateKind.LANGUAGE:
            data["recognition"] = Recognition.RECOGNITION
            if not data.get("level"):
                self.add_error("level", _("Diga el nivel del idioma, de A1 a C2."))
        elif kind:
            data["level"] = ""
            if not data.get("recognition"):
                self.add_error("recognition", _("Diga qué reconoce."))
        self._clean_proof(data)
        return data

    def _clean_proof(self, data: dict[str, Any]) -> None:
        if not data.get("kind") or data["kind"] == CertificateKind.ATTENDANCE:
            return
        if not data.get("issuer_authorised"):
            self.add_error(
                "issuer_authorised",
                _(
                    "Solo una institución autorizada certifica. Si no lo es, anótelo como diploma "
                    "de participación."
                ),
            )
        if data.get("evidence_status") == EvidenceStatus.VERIFIED and not data.get("number"):
            self.add_error("number", _("Un certificado verificado tiene su número."))

    def certificate(self, case: Case) -> CertificateInput:
        """Return the typed input of `record_certificate`."""
        data = self.cleaned_data
        typed = {
            "kind": CertificateKind(data["kind"]),
            "recognition": Recognition(data["recognition"]) if data["recognition"] else None,
            "level": LanguageLevel(data["level"]) if data["level"] else None,
            "evidence_status": EvidenceStatus(data["evidence_status"]),
        }
        return CertificateInput(case=case, **{**data, **typed})
