"""Writes about applications and placements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.actions import write_event
from arraigo.casework.actions.events import lock_case
from arraigo.casework.actions.facts import case_to_record_in, common, sent_before
from arraigo.casework.enums import EventKind
from arraigo.casework.models import Case
from arraigo.core.transitions import Refused, refuse_future
from arraigo.jobs.ages import REFUSALS, WorkingAge, working_age
from arraigo.jobs.enums import PlacementEvidence, PlacementKind
from arraigo.jobs.inputs import ApplicationInput, PlacementInput
from arraigo.jobs.models import HOURS_IN_A_WEEK, Application, Placement
from arraigo.jobs.retention.agenda import plan_checks
from arraigo.people.enums import ConsentPurpose
from arraigo.people.models import Consent


def must_ask_birthday(case: Case, day: date) -> bool:
    """Tell whether the birth year alone leaves open if the person is 18 on `day`.

    Once somebody has seen that she is, it is not asked again.
    """
    unknown = working_age(case.person.birth_year, day) is WorkingAge.UNKNOWN
    return unknown and not _seen_adult(case, day)


def _seen_adult(case: Case, day: date) -> bool:
    seen = Application.objects.standing().filter(person_id=case.person_id, adult_seen=True)
    return seen.filter(occurred_on__lte=day).exists()


def _check_age(case: Case, day: date, born_on: date | None) -> bool:
    """Refuse whoever is too young for work on `day`; tell whether her birthday showed it."""
    person = case.person
    if born_on is not None and born_on.year != person.birth_year:
        raise Refused(
            _("El año no es el del expediente (%(year)s). Revise la fecha de nacimiento.")
            % {"year": person.birth_year}
        )
    if born_on is None and _seen_adult(case, day):
        return False
    age = working_age(person.birth_year, day, born_on)
    if age is not WorkingAge.ADULT:
        raise Refused(REFUSALS[age])
    return born_on is not None


@transaction.atomic
def apply(*, data: ApplicationInput, user: Any) -> Application:
    """Record that the person applied for a job, anywhere and with or without help; return it.

    The same form sent twice, or by two at once, applies once. Raises `Refused` for whoever is
    under 18 or may be, for a date to come and when the case is not open to it.
    """
    case = case_to_record_in(data.case, user=user, day=data.occurred_on)
    earlier = sent_before(Application, data.id, case)
    if earlier is not None:
        return earlier
    employer, position = data.employer_name.strip(), data.position.strip()
    if not employer or not position:
        raise Refused(_("Escriba la empresa y el puesto."))
    application = Application.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        employer_name=employer,
        position=position,
        means=data.means,
        adult_seen=_check_age(case, data.occurred_on, data.born_on),
    )
    write_event(
        case=case,
        kind=EventKind.APPLIED_TO_VACANCY,
        source=application,
        occurred_on=data.occurred_on,
        summary=f"{position} · {employer}",
        user=user,
    )
    return application


@transaction.atomic
def place(*, data: PlacementInput, user: Any) -> Placement:
    """Record that the person started a job or a business, and return it.

    The days on which one asks if it lasts go to the agenda of an open case.
    The same form sent twice, or by two at once, records once. Raises `Refused` for whoever is
    under 18 or may be, for dates to come or out of order, for a job without its employer, hours
    or months, and for the word of an employer whom the person did not allow to be asked.
    """
    case = case_to_record_in(data.case, user=user, day=data.occurred_on)
    earlier = sent_before(Placement, data.id, case)
    if earlier is not None:
        return earlier
    _check_age(case, data.occurred_on, data.born_on)
    _check_placement(data)
    check_evidence(case, data.evidence)
    position, employer = data.position.strip(), data.employer_name.strip()
    placement = Placement.objects.create(
        id=data.id,
        **common(case, day=data.occurred_on, user=user),
        kind=data.kind,
        employer_name=employer,
        position=position,
        hours_per_week=data.hours_per_week,
        expected_months=data.expected_months,
        first_sale_on=data.first_sale_on,
        held_before=data.held_before,
        abroad=data.abroad,
        evidence=data.evidence,
    )
    write_event(
        case=case,
        kind=EventKind.PLACED,
        source=placement,
        occurred_on=data.occurred_on,
        summary=" · ".join(part for part in (position, employer) if part),
        user=user,
    )
    plan_checks(placement)
    return placement


def check_evidence(case: Case, evidence: str) -> None:
    """Refuse what only her employer can have said, unless she lets her data be shown to one."""
    if evidence != PlacementEvidence.EMPLOYER:
        return
    if Consent.objects.current(case.person_id, ConsentPurpose.EMPLOYER) is None:
        raise Refused(
            _(
                "Sin el permiso de la persona no se le pregunta a quien la emplea. Pídaselo, o "
                "pregúntele a ella."
            )
        )


def _check_placement(data: PlacementInput) -> None:
    """Refuse in words what the table's constraints refuse."""
    if not data.position.strip():
        raise Refused(_("Escriba el puesto o de qué es el negocio."))
    if data.kind == PlacementKind.EMPLOYED:
        whole = data.hours_per_week is not None and data.expected_months is not None
        if not data.employer_name.strip() or not whole:
            raise Refused(_("Un empleo dice la empresa, las horas a la semana y los meses."))
        if data.first_sale_on is not None:
            raise Refused(_("La primera venta es solo de un negocio propio."))
    if data.hours_per_week is not None and not 1 <= data.hours_per_week <= HOURS_IN_A_WEEK:
        raise Refused(_("Las horas a la semana van de 1 a 112."))
    if data.expected_months is not None and data.expected_months <= 0:
        raise Refused(_("Los meses son más que cero."))
    if data.first_sale_on is not None:
        _check_sale(data.occurred_on, data.first_sale_on)


def _check_sale(started_on: date, sold_on: date) -> None:
    refuse_future(sold_on)
    if sold_on < started_on:
        raise Refused(_("La primera venta no es anterior al inicio."))


@transaction.atomic
def record_first_sale(*, placement: Placement, sold_on: date, user: Any) -> Placement:
    """Note the first sale of a business, which makes it a livelihood. The same day twice is once.

    Raises `Refused` when it is no standing business, has a first sale already, or the date is
    out of order.
    """
    locked = standing_placement(placement)
    if locked.first_sale_on == sold_on:
        return locked
    if not locked.is_self_employment or locked.first_sale_on is not None:
        raise Refused(_("La primera venta ya está anotada."))
    _check_sale(locked.occurred_on, sold_on)
    locked.first_sale_on = sold_on
    locked.save(update_fields=["first_sale_on"])
    return locked


@transaction.atomic
def end_placement(*, placement: Placement, ended_on: date, user: Any) -> Placement:
    """Note the last day of a job or business; what was counted stays counted.

    Nobody is asked any more if it lasts. The same day twice is once. Raises `Refused` when it has
    ended already or the date is out of order.
    """
    locked = standing_placement(placement)
    if locked.ended_on == ended_on:
        return locked
    if locked.ended_on is not None:
        raise Refused(_("Ya está anotado cuándo terminó."))
    refuse_future(ended_on)
    if ended_on < locked.occurred_on:
        raise Refused(_("No puede terminar antes de empezar."))
    locked.ended_on = ended_on
    locked.save(update_fields=["ended_on"])
    plan_checks(locked)
    return locked


def standing_placement(placement: Placement) -> Placement:
    """Return the placement as it is, locked after its case. Raises `Refused` for a void one."""
    lock_case(placement.case)
    rows = Placement.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.get(pk=placement.pk)
    if locked.annulled_at is not None:
        raise Refused(_("Este registro está anulado."))
    return locked
