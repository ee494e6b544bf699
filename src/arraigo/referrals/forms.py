"""Forms about referrals: sending one, answering it, taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import not_in_future
from arraigo.directory.models import Service
from arraigo.people.forms import ConsentFields
from arraigo.people.inputs import ConsentGiven
from arraigo.referrals.enums import Answer, DisclosedField, Priority, RejectionReason
from arraigo.referrals.inputs import AnswerInput, ReferralInput
from arraigo.referrals.models import Referral
from arraigo.referrals.suggestions import Suggestion
from arraigo.ui import forms as ui


def _priorities() -> list[tuple[str, str]]:
    """Return the priorities with the moment by which the institution should answer."""
    sent_at = clock.now()
    return [
        (
            str(priority),
            _("%(priority)s: respuesta antes del %(deadline)s")
            % {
                "priority": priority.label,
                "deadline": date_format(
                    timezone.localtime(priority.deadline(sent_at)), "SHORT_DATETIME_FORMAT"
                ),
            },
        )
        for priority in reversed(Priority)
    ]


class ReferralForm(ui.Form, ConsentFields):
    """A referral: to which service, for what need, with which data, and the consent."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    service = forms.ChoiceField(
        label=_("Servicio"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja el servicio.")},
    )
    need = forms.CharField(
        label=_("¿A qué necesidad de la persona responde?"),
        help_text=_("Con sus palabras. Queda en el expediente; no va a la institución."),
        max_length=200,
    )
    priority = forms.ChoiceField(
        label=_("Prioridad"), initial=Priority.NORMAL, widget=forms.RadioSelect
    )
    message = forms.CharField(
        label=_("Mensaje para la institución"),
        help_text=_(
            "La institución lo lee y va en la boleta. No escriba nada de salud, violencia ni de "
            "cómo retornó."
        ),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    disclosed_fields = forms.MultipleChoiceField(
        label=_("Datos que recibirá la institución"),
        help_text=_("Quite los que la persona no quiera dar."),
        choices=DisclosedField.choices,
        initial=DisclosedField.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Deje al menos un dato: la institución lo necesita.")},
    )
    field_order = ("id", "service", "need", "priority", "message", "disclosed_fields")

    def __init__(
        self, *args: Any, case: Case, suggestions: Iterable[Suggestion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.suggestions = list(suggestions)
        self.fields["id"].initial = uuid.uuid4
        self.fields["service"].choices = [  # type: ignore[attr-defined]
            (str(suggestion.service.pk), suggestion.service.name) for suggestion in self.suggestions
        ]
        self.fields["priority"].choices = _priorities()  # type: ignore[attr-defined]

    def offers(self) -> Iterator[tuple[BoundWidget, Suggestion]]:
        """Yield each radio of the services with what the page tells about it."""
        yield from zip(self["service"].subwidgets, self.suggestions, strict=True)

    def clean_service(self) -> Service:
        """Return the chosen service."""
        chosen = self.cleaned_data["service"]
        return next(
            suggestion.service
            for suggestion in self.suggestions
            if str(suggestion.service.pk) == chosen
        )

    def referral(self) -> ReferralInput:
        """Return the typed input of `send_referral`."""
        answers = self.cleaned_data
        return ReferralInput(
            id=answers["id"],
            case=self.case,
            service=answers["service"],
            need=answers["need"],
            priority=Priority(answers["priority"]),
            message=answers["message"],
        )

    def consent_given(self) -> ConsentGiven:
        """Return the typed consent, which names exactly the data handed over."""
        return self.consent(disclosed_fields=tuple(self.cleaned_data["disclosed_fields"]))


class AnswerForm(ui.Form):
    """What the institution tells. `answers` are those that may be given."""

    answer = forms.ChoiceField(
        label=_("¿Qué pasó?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué pasó.")},
    )
    occurred_on = ui.DateField(label=_("¿Cuándo?"), required=False, validators=[not_in_future])
    reason = forms.ChoiceField(
        label=_("¿Qué requisito no cumple?"),
        choices=[("", _("Ninguno")), *RejectionReason.choices],
        required=False,
        help_text=_("Solo si no cumple requisitos."),
    )
    note = forms.CharField(label=_("Aclaración"), max_length=300, required=False)
    evidence_note = forms.CharField(
        label=_("Constancia o diploma, número"),
        max_length=200,
        required=False,
        help_text=_("Solo si recibió el servicio o terminó."),
    )

    def __init__(
        self, *args: Any, referral: Referral, answers: Iterable[Answer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.referral = referral
        self.fields["occurred_on"].initial = clock.today
        self.offer(answers)

    def offer(self, answers: Iterable[Answer]) -> None:
        """Show these answers only."""
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            (str(answer), answer.label) for answer in answers
        ]

    def clean_occurred_on(self) -> Any:
        """Return the day it happened, today if none is given; never before the referral."""
        day = self.cleaned_data["occurred_on"] or clock.today()
        if day < self.referral.occurred_on:
            raise ValidationError(_("La fecha es anterior al envío de la referencia."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a rejection."""
        data = super().clean() or self.cleaned_data
        if data.get("answer") == Answer.REJECTED and not data.get("reason"):
            self.add_error("reason", _("Diga qué requisito no cumple."))
        return data

    def answer_input(self) -> AnswerInput:
        """Return the typed input of `record_answer`."""
        data = self.cleaned_data
        return AnswerInput(
            answer=Answer(data["answer"]),
            occurred_on=data["occurred_on"],
            reason=data["reason"],
            note=data["note"],
            evidence_note=data["evidence_note"],
        )


class PhoneAnswerForm(AnswerForm):
    """An answer told by telephone, and by whom."""

    prefix = "respuesta"

    answered_by = forms.CharField(
        label=_("¿Quién respondió?"),
        help_text=_("Nombre y puesto de quien contestó en la institución."),
        max_length=120,
        widget=ui.NameInput,
    )
    field_order = ("answer", "answered_by", "occurred_on")


class WithdrawalForm(ui.Form):
    """Taking a referral back."""

    prefix = "retiro"

    reason = forms.CharField(
        label=_("¿Por qué se retira?"),
        max_length=200,
        help_text=_("Por ejemplo: la persona ya no quiere ir."),
    )
