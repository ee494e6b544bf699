"""Erasing a person: asked for by one, confirmed by another, done by the database's owner.

The web's role may not change ledgers. What erasure empties is therefore a function of the
database, made anew from `sheets` at each migration, that runs as the owner and only for a
confirmed `Erasure` of two different people. It destroys the key, so that sealed files and their
backups stay shut; empties every declared text, the history and what she is found by; and leaves
her row, dates, codes and places, so that whatever was counted stays counted. Traces, frozen lists
and transfers hold bare ids only.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.transitions import Refused, Transition, TransitionTable, advance, can
from arraigo.people.enums import ConsentPurpose
from arraigo.people.fields import PersonForeignKey
from arraigo.people.files import remove_files
from arraigo.people.inputs import ConsentGiven
from arraigo.people.merging.aliases import ids_of
from arraigo.people.models import Consent, Person
from arraigo.rights.consents import withdraw_consent
from arraigo.rights.deciding import DECIDERS, by_another_than
from arraigo.rights.enums import ErasureReason, ErasureState
from arraigo.rights.models import Erasure
from arraigo.rights.retention.holds import is_held
from arraigo.rights.sheets import SHEETS, Sheet

CONFIRM = "confirmar"
REFUSE = "negar"
_REQUESTED = frozenset({str(ErasureState.REQUESTED)})
_another = by_another_than("requested_by_id")


def _case_closed(erasure: Erasure, user: Any) -> Any:
    if Case.objects.open().filter(person__in=ids_of(erasure.person_id)).exists():
        return _("Tiene un caso abierto. Primero hay que cerrarlo.")
    if is_held(ids_of(erasure.person_id)):
        return _("Está en retención por proceso: no se borra mientras dure.")
    return _another(erasure, user)


TRANSITIONS: TransitionTable = {
    CONFIRM: Transition(_REQUESTED, str(ErasureState.CONFIRMED), DECIDERS, _case_closed),
    REFUSE: Transition(_REQUESTED, str(ErasureState.REFUSED), DECIDERS, _another),
}


def can_decide(erasure: Erasure, user: Any) -> bool:
    """Tell whether `user` may refuse or confirm the erasure, as far as people go."""
    return can(TRANSITIONS, REFUSE, erasure, user, user.roles)


def latest_erasure(person_ids: list[Any]) -> Erasure | None:
    """Return the last request about the person, or None."""
    asked = Erasure.objects.filter(person__in=person_ids).select_related(
        "requested_by", "decided_by"
    )
    return asked.order_by("-requested_at", "-pk").first()


@transaction.atomic
def request_erasure(*, person: Person, reason: ErasureReason, given: ConsentGiven | None = None,
                    user: Any) -> Erasure:  # fmt: skip
    """Ask for a person's data to be erased, and return the request, which awaits another user.

    When she asked for it herself her permissions are withdrawn at once, as `given`. Asked
    twice it is one request. Raises `Refused` for a person the user does not see, or while a
    case of hers is open.
    """
    found = Person.objects.visible_to(user).filter(pk=person.pk)
    locked = found.select_for_update(of=("self",), no_key=True).first()
    if locked is None:
        raise Refused(_("Esta persona no está en su oficina."))
    ids = ids_of(person.pk)
    if Case.objects.open().filter(person__in=ids).exists():
        raise Refused(_("Tiene un caso abierto. Primero hay que cerrarlo."))
    standing = latest_erasure(ids)
    if standing is not None and standing.state != ErasureState.REFUSED:
        return standing
    served = Consent.objects.current(person.pk, ConsentPurpose.SERVICE)
    if served is not None and given is not None:
        withdraw_consent(consent=served, given=given, user=user)
    return Erasure.objects.create(person=person, reason=reason, requested_by=user)


@transaction.atomic
def refuse_erasure(*, erasure: Erasure, reason: str, user: Any) -> Erasure:
    """Leave the data as they are, and say why. Raises `Refused` without a reason."""
    if not reason.strip():
        raise Refused(_("Escriba por qué no se borra."))
    _decide(REFUSE, erasure, user, decision_reason=reason.strip())
    return erasure


@transaction.atomic
def confirm_erasure(*, erasure: Erasure, user: Any) -> Erasure:
    """Erase the person's data now and for good.

    Raises `Refused` for who asked for it, while a case is open or a hold stands, or for whoever
    may not decide;
    `Outdated` when somebody else decided first.
    """
    _decide(CONFIRM, erasure, user)
    files = erase_now(erasure)
    transaction.on_commit(lambda: remove_files(files))
    erasure.refresh_from_db()
    return erasure


def erase_now(erasure: Erasure) -> list[uuid.UUID]:
    """Erase what two people confirmed; return the files to remove once it is committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rights_erase(%s)", [erasure.pk])
        return [row[0] for row in cursor.fetchall()]


def _decide(name: str, erasure: Erasure, user: Any, **told: str) -> None:
    advance(
        TRANSITIONS, name, erasure, user, user.roles,
        decided_by=user, decided_at=clock.now(), **told,
    )  # fmt: skip


# What is left of a text, where an empty one would break the row's own rules.
_MARK = "CASE WHEN {column} = '' THEN '' ELSE '—' END"
_LEFT = {
    "jobs.RetentionCheck.monthly_income": "NULL",
    "people.Person.given_names": "'Datos'",
    "people.Person.surnames": "'borrados'",
    "people.Person.cui": "''",
    "people.Person.sort_key": "'borrados datos'",
    "casework.ProtectionNote.sealed": "''",
    "people.MergeMove.before": "NULL",
    "people.MergeMove.after": "NULL",
    "field.Submission.answers": "'{}'",
    "field.Submission.details": "'[]'",
    "field.Submission.sealed": "''",
    "field.Submission.wrapped": "''",
    "profiling.Assessment.answers": "'{}'",
    "profiling.SealedAnswers.sealed": "''",
    "profiling.SealedAnswers.wrapped": "''",
    "learning.Certificate.number": "CASE WHEN number = '' THEN '' ELSE '— ' || id END",
}
#: Rows that go whole: without them nothing that was counted changes.
_DELETED = frozenset({"people.ContactPoint", "people.PersonKey"})

#: All ids of `the_person`, in `ids`, unless her file is held.
WHOLE_FILE = """
    the_person := people_canonical(the_person);
    ids := the_person || ARRAY(
        SELECT person_id FROM people_personalias WHERE survivor_id = the_person);
    IF EXISTS (SELECT FROM rights_legalhold
               WHERE person_id = ANY (ids) AND lifted_at IS NULL) THEN
        RAISE EXCEPTION 'arraigo: this file is held';
    END IF;
"""

_FUNCTION = """
CREATE OR REPLACE FUNCTION rights_erase(the_erasure uuid) RETURNS SETOF uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    the_person uuid; ids uuid[]; actor_was text := core_actor_kind();
BEGIN
    PERFORM set_config('arraigo.actor_kind', 'system', true);
    PERFORM set_config('pgtrigger.ignore', '{guards}', true);
    UPDATE rights_erasure SET erased_at = core_now()
    WHERE id = the_erasure AND state = 'confirmed' AND decided_by_id <> requested_by_id
    AND erased_at IS NULL RETURNING person_id INTO the_person;
    IF the_person IS NULL THEN
        RAISE EXCEPTION 'arraigo: no erasure to be done by this id';
    END IF;
{whole}
{statements}
    DELETE FROM people_searchentry WHERE person_id = ANY (ids);
    DELETE FROM people_linkagekey WHERE person_id = ANY (ids);
    DELETE FROM people_storedsearch;
    UPDATE core_history SET before = NULL, after = NULL
    WHERE person_id = ANY (ids) OR table_name = 'people_merge' AND row_id IN (
        SELECT id::text FROM people_merge WHERE absorbed_id = ANY (ids));
    RETURN QUERY SELECT id FROM people_personfile WHERE person_id = ANY (ids);
    PERFORM set_config('pgtrigger.ignore', '{{}}', true);
    PERFORM set_config('arraigo.actor_kind', actor_was, true);
END $$;
"""


def function() -> str:
    """Return the database's function that erases, as the sheets now declare it."""
    lines = "\n".join(f"    {line};" for line in _statements())
    ignored = "{" + ",".join(guards()) + "}"
    return _FUNCTION.format(whole=WHOLE_FILE, statements=lines, guards=ignored)


def guards() -> list[str]:
    """Return the names of the triggers that keep what was signed, which erasure sets aside."""
    return [
        trigger.get_pgid(sheet.model)
        for sheet in SHEETS
        for trigger in getattr(sheet.model._meta, "triggers", [])
        if trigger.name != "history"
    ]


def _statements() -> Iterator[str]:
    for sheet in SHEETS:
        table = sheet.model._meta.db_table
        if sheet.label in _DELETED:
            yield f"DELETE FROM {table} WHERE {whose(sheet)}"  # noqa: S608 -- names of ours
        elif sheet.erased:
            columns = ", ".join(f"{name} = {left_of(sheet, name)}" for name in sheet.erased)
            yield f"UPDATE {table} SET {columns} WHERE {whose(sheet)}"  # noqa: S608


def whose(sheet: Sheet) -> str:
    """Return the condition on the rows of a table that name the person, in whatever part."""
    relations = [
        field.column
        for field in sheet.model._meta.concrete_fields
        if isinstance(field, PersonForeignKey)
    ]
    return " OR ".join(f"{column} = ANY (ids)" for column in relations or ["id"])


def left_of(sheet: Sheet, name: str) -> str:
    """Return what is left of an erased column, in SQL."""
    return _LEFT.get(f"{sheet.label}.{name}") or _MARK.format(column=name)


def install(sender: Any, using: str, **_kwargs: Any) -> None:
    """Write the function anew after each migration, once its tables are all there."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        wanted: set[type[models.Model]] = {sheet.model for sheet in SHEETS}
        wanted.add(apps.get_model("people.SearchEntry"))
        if {model._meta.db_table for model in wanted} <= present:
            cursor.execute(function())
