"""Writes about what is told when a life is at risk."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.casework.emergency.enums import SHORTEST_REASON, EmergencyVerdict
from arraigo.core import clock, traces
from arraigo.core.transitions import Refused
from arraigo.people.models import Person
from arraigo.referrals.enums import DisclosedField
from arraigo.rights.risk import tasks
from arraigo.rights.risk.models import RiskDisclosure

#: What the traces say of data that left so, beside the page that asks why.
TOLD = "rights:risk_told"


@transaction.atomic
def tell_at_risk(
    *, person: Person, told_to: str, what: Collection[str], reason: str, user: Any,
    id: uuid.UUID,
) -> RiskDisclosure:  # fmt: skip
    """Note that data of a person are told without her permission to save her life; return it.

    The same form sent twice is one. Raises `Refused` for a person the user does not see, and
    without data, an institution or a reason worth a review.
    """
    if not Person.objects.visible_to(user).filter(pk=person.pk).exists():
        raise Refused(_("Esta persona no está en su oficina."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Escriba por qué, con lo necesario para que otra persona lo revise."))
    if not told_to.strip() or not what or not set(what) <= set(DisclosedField.values):
        raise Refused(_("Diga a quién y qué datos."))
    try:
        with transaction.atomic():
            told = RiskDisclosure(
                id=id, person=person, told_to=told_to.strip(), fields=list(what),
                reason=reason.strip(), made_by=user,
            )  # fmt: skip
            told.save(force_insert=True)
    except IntegrityError as error:
        sent = RiskDisclosure.objects.filter(pk=id, person=person, made_by=user).first()
        if sent is None:
            raise Refused(_("Este formulario ya se usó. Ábralo de nuevo.")) from error
        return sent
    traces.show([person.pk], TOLD)
    tasks.tell_data_protection.defer()
    return told


@transaction.atomic
def review_risk(
    *, told: RiskDisclosure, verdict: EmergencyVerdict, comment: str, user: Any
) -> RiskDisclosure:
    """Say whether it was justified, and return it. The same verdict twice is one.

    Raises `Refused` to anybody but data protection, to who told it, after another's review, and
    for a verdict against it without a comment.
    """
    locked = RiskDisclosure.objects.select_for_update(of=("self",)).filter(pk=told.pk).first()
    if locked is None or Role.DATA_PROTECTION not in user.roles:
        raise Refused(_("Usted no revisa esto."))
    if locked.made_by_id == user.pk:
        raise Refused(_("Nadie revisa lo suyo."))
    if locked.reviewed_at is not None:
        if (locked.reviewed_by_id, locked.verdict) == (user.pk, verdict):
            return locked
        raise Refused(_("Otra persona ya lo revisó."))
    if verdict == EmergencyVerdict.NOT_JUSTIFIED and not comment.strip():
        raise Refused(_("Escriba por qué no se justifica."))
    locked.reviewed_by, locked.reviewed_at = user, clock.now()
    locked.verdict, locked.comment = verdict, comment.strip()
    locked.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "comment"])
    return locked
