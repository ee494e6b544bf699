"""The rules as data protection reads and changes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.transitions import Outdated, Refused
from arraigo.rights.retention.enums import COUNTED_FROM, Deed, Kind
from arraigo.rights.retention.models import OPEN, RetentionBatch, RetentionRule, RetentionRun

#: Their time is set where they are made: the agreement of the lists, the run of a comparison.
FIXED = (Kind.CONTACT, Kind.LINKAGE, Kind.REFUSAL)


@dataclass(frozen=True)
class Standing:
    """A rule in force, the version that follows it, its last run and the batch that waits."""

    rule: RetentionRule
    next: RetentionRule | None
    run: RetentionRun | None
    batch: RetentionBatch | None
    counted_from: str | Promise

    @property
    def may_change(self) -> bool:
        """Tell whether its time may be changed on the page."""
        return self.rule.kind not in FIXED


def standings() -> list[Standing]:
    """Return every rule with where it stands, in the order of the kinds."""
    today = clock.today()
    rules = RetentionRule.objects.in_force(today)
    later = RetentionRule.objects.filter(valid_from__gt=today).order_by("-version")
    coming = {rule.kind: rule for rule in later}
    runs = RetentionRun.objects.order_by("rule__kind", "-ran_at", "-pk").distinct("rule__kind")
    last = {run.rule.kind: run for run in runs.select_related("rule")}
    open_batches = {batch.kind: batch for batch in RetentionBatch.objects.filter(state__in=OPEN)}
    return [
        Standing(
            rules[kind], coming.get(kind), last.get(kind), open_batches.get(kind),
            COUNTED_FROM[kind],
        )
        for kind in Kind
        if kind in rules
    ]  # fmt: skip


@transaction.atomic
def change_rule(
    *, rule: RetentionRule, amount: int, source: str, valid_from: date, user: Any
) -> RetentionRule:
    """Write the next version of a rule, for a day to come, and return it.

    What was proposed under the former one stays as it is. Raises `Refused` to anybody but data
    protection, without a time, a reason or a day to come; `Outdated` when another version was
    written meanwhile.
    """
    if Role.DATA_PROTECTION not in user.roles or rule.kind in FIXED or rule.deed == Deed.KEEP:
        raise Refused(_("Esta regla no se cambia aquí."))
    if amount < 1:
        raise Refused(_("Escriba un tiempo mayor que cero."))
    if not source.strip():
        raise Refused(_("Escriba por qué ese tiempo."))
    if valid_from <= clock.today():
        raise Refused(_("Escoja una fecha desde mañana: una regla no cambia lo ya pasado."))
    try:
        with transaction.atomic():
            return RetentionRule.objects.create(
                kind=rule.kind, version=rule.version + 1, data_class=rule.data_class,
                amount=amount, unit=rule.unit, deed=rule.deed, source=source.strip(),
                valid_from=valid_from, made_by=user,
            )  # fmt: skip
    except IntegrityError as error:
        raise Outdated from error
