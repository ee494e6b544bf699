"""Writes about coordination."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.coordination import agenda
from arraigo.coordination.enums import ActivityKind
from arraigo.coordination.inputs import ActivityInput, AgreementInput, MechanismInput
from arraigo.coordination.models import Activity, Agreement, Mechanism, Participation
from arraigo.core import clock
from arraigo.core.transitions import Refused, refuse_future

Row = TypeVar("Row", bound=models.Model)


def _sent_before(model: type[Row], ident: uuid.UUID, user: Any) -> Row | None:
    """Return the row the same form has left before, if `user` may see it."""
    rows: Any = model._default_manager
    found: Row | None = rows.visible_to(user).filter(pk=ident).first()
    return found


def _check_office(office_id: int, user: Any) -> None:
    if office_id not in user.office_ids:
        raise Refused(_("Esa no es su oficina."))


@transaction.atomic
def add_mechanism(*, data: MechanismInput, user: Any) -> Mechanism:
    """Add a mechanism of the office with its members, and return it.

    The same form sent twice, or by two at once, adds one. Raises `Refused` for another office,
    or when the office has one of that name.
    """
    _check_office(data.office.pk, user)
    earlier = _sent_before(Mechanism, data.id, user)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            mechanism = Mechanism.objects.create(
                id=data.id, office=data.office, kind=data.kind, name=data.name.strip()
            )
    except IntegrityError as error:
        known = _sent_before(Mechanism, data.id, user)
        if known is not None:
            return known
        raise Refused(_("La oficina ya tiene un mecanismo así llamado.")) from error
    mechanism.members.set(data.members)
    return mechanism


@transaction.atomic
def record_activity(*, data: ActivityInput, user: Any) -> Activity:
    """Record an activity of the office with who took part, and return it.

    One activity however many took part; one participation each (indicator 5). The same form
    sent twice, or by two at once, records one. Raises `Refused` for another office, a date to
    come, a communication without its channel, and when a colleague has recorded it already.
    """
    _check_office(data.office.pk, user)
    earlier = _sent_before(Activity, data.id, user)
    if earlier is not None:
        return earlier
    _check_activity(data)
    try:
        with transaction.atomic():
            activity = _insert(data, user)
    except IntegrityError as error:
        known = _sent_before(Activity, data.id, user)
        if known is not None:
            return known
        raise Refused(
            _("Esa actividad ya está registrada: ábrala y anote que usted participó.")
        ) from error
    for participant in data.participants:
        take_part(activity=activity, participant=participant, user=user)
    return activity


def _check_activity(data: ActivityInput) -> None:
    refuse_future(data.occurred_on)
    if data.mechanism is not None and data.mechanism.office_id != data.office.pk:
        raise Refused(_("Ese mecanismo es de otra oficina."))
    is_communication = data.kind == ActivityKind.COMMUNICATION
    if is_communication != (data.channel is not None):
        raise Refused(_("Una comunicación dice por qué medio salió."))
    if data.reach is not None and not is_communication:
        raise Refused(_("Las personas alcanzadas se anotan en una comunicación."))
    if not data.title.strip():
        raise Refused(_("Escriba de qué fue."))


def _insert(data: ActivityInput, user: Any) -> Activity:
    return Activity.objects.create(
        id=data.id,
        occurred_on=data.occurred_on,
        recorded_by=user,
        office=data.office,
        kind=data.kind,
        mechanism=data.mechanism,
        title=data.title.strip(),
        place=data.place.strip(),
        channel=data.channel or "",
        reach=data.reach,
        evidence=data.evidence,
        evidence_note=data.evidence_note.strip(),
        award=data.award or user.award_for(data.office.pk),
    )


def _standing(activity: Activity, user: Any) -> Activity:
    """Return the activity locked; refuse an annulled one and that of another office."""
    rows = Activity.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.get(pk=activity.pk)
    _check_office(locked.office_id, user)
    if locked.annulled_at is not None:
        raise Refused(_("Esta actividad está anulada."))
    return locked


@transaction.atomic
def take_part(*, activity: Activity, participant: Any, user: Any) -> Participation:
    """Note that `participant` took part, and return it. Twice is once.

    Raises `Refused` for an annulled activity, or one of another office.
    """
    locked = _standing(activity, user)
    participation, _made = Participation.objects.get_or_create(
        activity=locked,
        user=participant,
        annulled_at=None,
        defaults={"occurred_on": locked.occurred_on, "recorded_by": user},
    )
    return participation


@transaction.atomic
def add_evidence(*, activity: Activity, evidence: str, note: str, user: Any) -> Activity:
    """Note the minutes or the list that came later; from then on the activity counts."""
    locked = _standing(activity, user)
    locked.evidence, locked.evidence_note = evidence, note.strip()
    locked.save(update_fields=["evidence", "evidence_note"])
    return locked


@transaction.atomic
def agree(*, data: AgreementInput, user: Any) -> Agreement:
    """Record an agreement of a meeting, put it on the agenda of who follows it up; return it.

    The same form sent twice records one. Raises `Refused` for an annulled activity or one of
    another office, a due date before the activity, and somebody who does not work there.
    """
    activity = _standing(data.activity, user)
    earlier = _sent_before(Agreement, data.id, user)
    if earlier is not None:
        return earlier
    if data.due_on < activity.occurred_on:
        raise Refused(_("El plazo es anterior a la actividad."))
    if activity.office_id not in data.responsible.office_ids:
        raise Refused(_("Quien le da seguimiento trabaja en la oficina."))
    agreement = Agreement.objects.create(
        id=data.id,
        activity=activity,
        text=data.text.strip(),
        counterpart=data.counterpart.strip(),
        responsible=data.responsible,
        due_on=data.due_on,
        recorded_by=user,
    )
    agenda.put(agreement)
    return agreement


@transaction.atomic
def fulfil(*, agreement: Agreement, user: Any) -> Agreement:
    """Note that an agreement was fulfilled today, and return it. Twice is once."""
    rows = Agreement.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("activity").get(pk=agreement.pk)
    _check_office(locked.activity.office_id, user)
    if locked.fulfilled_on is not None:
        return locked
    locked.fulfilled_on, locked.fulfilled_by = clock.today(), user
    locked.save(update_fields=["fulfilled_on", "fulfilled_by"])
    agenda.finish(locked)
    return locked


@transaction.atomic
def annul_activity(*, fact: Activity, user: Any, reason: str) -> Activity:
    """Void an activity recorded by mistake, with its participations; it stays readable.

    Raises `ValidationError` when it is already void or no reason is given, `Refused` for
    another office.
    """
    _check_office(fact.office_id, user)
    locked = Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=fact.pk)
    locked.annul(by=user, reason=reason)
    for participation in locked.participations.filter(annulled_at=None):
        participation.annul(by=user, reason=reason)
    for agreement in locked.agreements.filter(fulfilled_on=None):
        agenda.take_off(agreement)
    return locked


@transaction.atomic
def annul_participation(*, fact: Participation, user: Any, reason: str) -> Participation:
    """Void a participation noted by mistake. Raises as `annul_activity` does."""
    rows = Participation.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("activity").get(pk=fact.pk)
    _check_office(locked.activity.office_id, user)
    locked.annul(by=user, reason=reason)
    return locked
