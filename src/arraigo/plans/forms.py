"""Forms about plans: its content, its signature, its review, and how far its steps are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.casework.documents.forms import PhotoForm
from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.models import field_id, not_in_future
from arraigo.people.enums import ConsentHow
from arraigo.people.forms import ConsentFields
from arraigo.plans import feasibility
from arraigo.plans.enums import (
    ActionState,
    Answer,
    Barrier,
    Horizon,
    Pathway,
    Responsible,
    Waiting,
)
from arraigo.plans.inputs import Signed
from arraigo.plans.transitions import ACTION, CANCEL, DO, REOPEN
from arraigo.ui import forms as ui

LONGEST = 3000


def _text(
    label: Any, help_text: Any = "", *, longest: int = 3000, rows: int = 4
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _asked(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", ""), *Answer.choices], required=False)


class PlanForm(ui.Form):
    """What the plan says apart from its goals. A draft may be unfinished."""

    mark_optional = False

    pathway = forms.ChoiceField(
        label=_("¿Qué camino escoge la persona?"),
        choices=Pathway.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    situation = _text(
        _("¿Cuál es su situación y con qué cuenta?"),
        _("Lo que sabe hacer, quién le apoya, dónde vive. Nada de salud ni de violencia."),
    )
    barriers = forms.MultipleChoiceField(
        label=_("¿Qué puede estorbar?"),
        choices=Barrier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mitigations = _text(_("¿Qué más ayudaría a resolverlo?"), rows=3)
    feasibility = _text(
        _("¿Se puede cumplir?"),
        _("¿Hay cupo, cumple los requisitos, puede llegar, cuánto hay que esperar?"),
        rows=3,
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class GoalForm(ui.Form):
    """One goal."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("¿Qué quiere lograr?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Escriba la meta, o quítela.")},
    )
    horizon = forms.ChoiceField(label=_("¿En cuánto tiempo?"), choices=Horizon.choices)


class StepForm(ui.Form):
    """One step towards a goal."""

    use_required_attribute = False

    text = forms.CharField(
        label=_("¿Qué se va a hacer?"),
        max_length=300,
        error_messages={"required": _("Escriba la acción, o quítela.")},
    )
    responsible = forms.ChoiceField(label=_("¿Quién lo hace?"), choices=Responsible.choices)
    due_on = ui.DateField(label=_("¿A más tardar cuándo?"), required=False)
    service = forms.ChoiceField(label=_("Servicio del directorio"), required=False)
    starts_on = ui.DateField(label=_("¿Cuándo empieza?"), required=False)
    cost = forms.DecimalField(
        label=_("¿Cuánto cuesta?"),
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        widget=ui.MoneyInput,
        error_messages={"min_value": _("El costo no puede ser negativo.")},
    )

    award = forms.ChoiceField(
        label=_("¿Qué fondo lo paga?"),
        help_text=_("Si lo paga la persona o la institución, déjelo así."),
        required=False,
    )
    is_offered = _asked(_("¿Hay cupo, o lo hay donde vive?"))
    is_eligible = _asked(_("¿Cumple los requisitos?"))
    is_reachable = _asked(_("¿Puede llegar?"))
    is_in_demand = _asked(_("¿Aquí se busca o se vende?"))
    waiting = forms.ChoiceField(
        label=_("¿Cuánto hay que esperar?"), choices=[("", ""), *Waiting.choices], required=False
    )
    risk = forms.CharField(label=_("¿Qué podría salir mal?"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        services: list[tuple[str, str]],
        awards: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in (("service", services), ("award", awards)):
            self.fields[name].choices = [  # type: ignore[attr-defined]
                ("", _("Ninguno")), *offered
            ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Check that it does not end before it begins."""
        data = super().clean() or self.cleaned_data
        starts_on, due_on = data.get("starts_on"), data.get("due_on")
        if starts_on and due_on and due_on < starts_on:
            self.add_error("due_on", _("La acción no puede terminar antes de empezar."))
        return data

    @property
    def details(self) -> list[forms.BoundField]:
        """Return the rarer questions, which are folded away."""
        return [self["starts_on"], self["cost"], self["award"]]

    @property
    def grid(self) -> list[forms.BoundField]:
        """Return the questions on whether the step can be done."""
        return [self[name] for name in feasibility.FIELDS]

    @property
    def opens_details(self) -> bool:
        """Tell whether the rarer questions hold an answer or an error."""
        return _holds_something(self.details)

    @property
    def opens_grid(self) -> bool:
        """Tell whether somebody looked at whether the step can be done."""
        return _holds_something(self.grid)


def _holds_something(fields: list[forms.BoundField]) -> bool:
    return any(field.errors or field.value() for field in fields)


class MeasureForm(ui.Form):
    """What will be done about one thing that may stand in the way. Without words it is left out."""

    use_required_attribute = False

    barrier = forms.ChoiceField(label=_("¿Qué puede estorbar?"), choices=Barrier.choices)
    text = forms.CharField(
        label=_("¿Qué se hará?"),
        help_text=_("Nada de salud ni de violencia."),
        max_length=300,
        required=False,
    )
    action = forms.ChoiceField(
        label=_("¿Es una de las acciones del plan?"),
        required=False,
        error_messages={"invalid_choice": _("Esa acción ya no está en el plan: escoja otra.")},
    )

    def __init__(self, *args: Any, steps: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("No, es aparte")), *((step, step) for step in steps)
        ]  # fmt: skip

    @property
    def is_blank(self) -> bool:
        """Tell whether it says nothing to be done."""
        return not any((self[name].value() or "").strip() for name in ("text", "action"))


class SignatureForm(PhotoForm, ConsentFields):
    """How the person signs the plan that was read to her: here, on paper, or by her word."""

    needs_photo = False
    field_order = (
        "revision", "consent_how", "signature", "witness_name", "agreed_on", "camera", "gallery",
    )  # fmt: skip

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    consent_how = forms.ChoiceField(
        label=_("¿Cómo firma la persona?"),
        choices=ConsentHow.choices,
        initial=ConsentHow.SIGNATURE,
        widget=forms.RadioSelect,
    )
    agreed_on = ui.DateField(label=_("¿Cuándo lo acordaron?"), validators=[not_in_future])

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["witness_name"].help_text = _(
            "Si aceptó de palabra o firmó en papel: quién lo vio."
        )
        self.fields["camera"].label = _("Foto de la hoja firmada")
        self.fields["camera"].help_text = _("Solo si firmó en papel: la hoja completa, con firmas.")
        self.fields["agreed_on"].initial = clock.today

    def clean_agreed_on(self) -> Any:
        """Return the day; never before the case was opened."""
        day = self.cleaned_data["agreed_on"]
        if day < self.case.opened_on:
            raise ValidationError(_("La fecha es anterior a la apertura del caso."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for what a signature on paper needs: its photo, and who saw it. Never both."""
        data = super().clean()
        how, has_photo = data.get("consent_how"), bool(self.photo)
        if how == ConsentHow.PAPER:
            if not (has_photo or self.errors.keys() & {"camera", "gallery"}):
                self.add_error("camera", _("Falta la foto de la hoja firmada."))
            if not data.get("witness_name"):
                self.add_error("witness_name", _("Escriba el nombre del testigo."))
        elif how and has_photo:
            self.add_error("consent_how", _("La foto es de la hoja: escoja que firma en papel."))
        return data

    def signed(self) -> Signed:
        """Return the typed signature of a valid form."""
        given = self.consent()
        on_paper = given.how == ConsentHow.PAPER
        witness = self.cleaned_data["witness_name"] if on_paper else given.witness_name
        return Signed(
            how=ConsentHow(given.how),
            witness_name=witness,
            sheet=self.photo if on_paper else None,
            signature=given.signature,
            on=self.cleaned_data["agreed_on"],
        )


class SheetForm(PhotoForm):
    """The photo that is missing of a signed sheet."""

    field_order = ("id", "camera", "gallery")

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id


class ReviewForm(ui.Form):
    """What the Project Lead says; to return a plan, what has to change."""

    mark_optional = False

    comment = forms.CharField(
        label=_("Comentario"),
        help_text=_("Si lo devuelve, escriba qué hay que cambiar."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def require_comment(self) -> bool:
        """Add an error when there is no comment; tell whether there is one."""
        if not self.cleaned_data.get("comment"):
            self.add_error("comment", _("Escriba qué hay que cambiar."))
        return not self.errors


_WORDS = {DO: _("Ya se hizo"), CANCEL: _("Ya no se hará"), REOPEN: _("Sigue pendiente")}


class MarkForm(ui.Form):
    """How far a step is."""

    name = forms.ChoiceField(
        label=_("¿Qué pasó?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja qué pasó.")},
    )
    done_on = ui.DateField(
        label=_("¿Cuándo?"), help_text=_("Solo si ya se hizo."), required=False,
        validators=[not_in_future],
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Constancia o prueba, o por qué no"), max_length=200, required=False
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today
        pending = state == ActionState.PENDING
        # A press repeated is the same answer, not an unknown one.
        names = ACTION if self.is_bound else ([DO, CANCEL] if pending else [REOPEN])
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            (name, _WORDS[name]) for name in names
        ]  # fmt: skip
