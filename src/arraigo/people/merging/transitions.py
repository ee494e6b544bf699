"""What may happen to merges and separations, as data: one table for buttons, checks and log."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.enums import Role
from arraigo.core import clock
from arraigo.core.transitions import Transition, TransitionTable
from arraigo.people.enums import ScopeReason
from arraigo.people.merging.aliases import canonicals
from arraigo.people.merging.enums import MergeState, SeparationState
from arraigo.people.merging.models import SEPARABLE_FOR, Merge, Separation
from arraigo.people.merging.rooms import rooms
from arraigo.people.models import Person, PersonScope

CONFIRM, REFUSE, TAKE_BACK, UNDO = "confirmar", "rechazar", "retirar", "separar"
_HOME = (ScopeReason.REGISTERED, ScopeReason.CASE)


def _another_who_sees(asked: Merge | Separation, user: Any) -> str | Promise | None:
    """Return why `user` cannot decide: it takes somebody else, who sees both files."""
    if asked.requested_by_id == user.pk:
        return _("Lo decide una persona distinta de quien lo pidió.")
    merge = asked if isinstance(asked, Merge) else asked.merge
    if not sees_both(merge, user):
        return _("Usted no ve los dos expedientes.")
    return None


def _only_who_asked(asked: Merge | Separation, user: Any) -> str | Promise | None:
    return None if asked.requested_by_id == user.pk else _("La retira quien la pidió.")


def sees_both(merge: Merge, user: Any) -> bool:
    """Tell whether `user` sees both files, absorbed or not."""
    both = Person.objects.visible_to(user, under_any_id=True)
    return both.filter(pk__in=[merge.survivor_id, merge.absorbed_id]).count() == 2


def _can_merge(merge: Merge, user: Any) -> str | Promise | None:
    if why := _another_who_sees(merge, user):
        return why
    ids = canonicals([merge.survivor_id, merge.absorbed_id])
    if ids[merge.survivor_id] != merge.survivor_id or ids[merge.absorbed_id] != merge.absorbed_id:
        return _("Uno de los dos expedientes ya se unió a otro. Pida la unión de nuevo.")
    if not _each_office_decides(merge, user):
        return _("Son de oficinas distintas: una persona de la otra oficina lo confirma.")
    return next((why for room in rooms() if (why := room.refusal(merge))), None)


def _each_office_decides(merge: Merge, user: Any) -> bool:
    """Tell whether the two who decide stand for the offices of both files."""
    deciders = (merge.requested_by, user)
    if any(Role.NATIONAL_OFFICER in decider.roles for decider in deciders):
        return True
    offices = {office for decider in deciders for office in decider.office_ids}
    home = PersonScope.objects.filter(reason__in=_HOME, office__in=offices)
    return all(
        home.filter(person=person).exists() for person in (merge.survivor_id, merge.absorbed_id)
    )


def separation_refusal(merge: Merge) -> str | Promise | None:
    """Return why the merge cannot be undone now, or None.

    For 90 days, and the last merge of a file first: what came later stands on what came before.
    """
    if merge.state != MergeState.CONFIRMED or merge.decided_at is None:
        return _("Estos expedientes no están unidos.")
    if clock.now() > merge.decided_at + SEPARABLE_FOR:
        return _("Pasaron más de 90 días. Ya no se pueden separar.")
    later = Merge.objects.filter(state=MergeState.CONFIRMED, decided_at__gte=merge.decided_at)
    on_top = Q(survivor=merge.survivor_id) | Q(absorbed=merge.survivor_id)
    if later.filter(on_top).exclude(pk=merge.pk).exists():
        return _("Este expediente se unió después a otro. Separe primero esa unión, la más nueva.")
    return None


def _can_separate(separation: Separation, user: Any) -> str | Promise | None:
    return _another_who_sees(separation, user) or separation_refusal(separation.merge)


_ASKED = frozenset({str(MergeState.REQUESTED)})

MERGES: TransitionTable = {
    CONFIRM: Transition(_ASKED, str(MergeState.CONFIRMED), guard=_can_merge),
    REFUSE: Transition(_ASKED, str(MergeState.REFUSED), guard=_another_who_sees),
    TAKE_BACK: Transition(_ASKED, str(MergeState.TAKEN_BACK), guard=_only_who_asked),
    UNDO: Transition(frozenset({str(MergeState.CONFIRMED)}), str(MergeState.UNDONE)),
}

SEPARATIONS: TransitionTable = {
    CONFIRM: Transition(_ASKED, str(SeparationState.CONFIRMED), guard=_can_separate),
    REFUSE: Transition(_ASKED, str(SeparationState.REFUSED), guard=_another_who_sees),
    TAKE_BACK: Transition(_ASKED, str(SeparationState.TAKEN_BACK), guard=_only_who_asked),
}
