"""Rows born after a merge: found, grouped by what belongs together, and given to one of the two.

A referral, its consent, its events and its delivery are one group, so they never part. What was
born in a case goes with the case; where the merge made one case of two, the user may move it to
the other. Rows of no case (a telephone, a return) are the user's to assign.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.people.files import seal_for
from arraigo.people.merging.actions import file_models
from arraigo.people.merging.enums import Moved
from arraigo.people.merging.ledger import Ledger, column_of
from arraigo.people.merging.models import Merge, Separation
from arraigo.people.merging.rooms import rooms
from arraigo.people.models import Person, PersonFile

Key = tuple[str, str]  # table and key of a row


@dataclass(frozen=True)
class Described:
    """What a page calls a group of rows: what it is, when it was, and in a few words."""

    title: str | Promise
    day: date | None
    text: str


@dataclass
class Group:
    """Rows born since that belong together, and the older rows they hang on, with their person."""

    rows: list[models.Model]
    cases: dict[Key, uuid.UUID] = field(default_factory=dict)
    anchors: dict[Key, uuid.UUID] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what names the group: its first row, whatever is added later."""
        return "/".join(min(key_of(row) for row in self.rows))

    @property
    def home(self) -> uuid.UUID | None:
        """Return the person with whom it goes because of its case, or else of an older row."""
        people = set((self.cases or self.anchors).values())
        return people.pop() if len(people) == 1 else None

    @property
    def described(self) -> Described:
        """Return what the page calls it."""
        told = (room.describe(self) for room in rooms())
        return next((each for each in told if each), Described(_("Otro registro"), None, ""))


def key_of(row: models.Model) -> Key:
    """Return the table and the key of a row."""
    return row._meta.db_table, str(row.pk)


def born_since(merge: Merge) -> list[Group]:
    """Return the groups of rows that the person's file got after the merge, oldest first."""
    ledger = Ledger(merge)
    moved = ledger.keys(Moved.MOVED)
    tables = {model._meta.db_table: model for model in file_models()}
    rows: dict[Key, models.Model] = {}
    for table, model in tables.items():
        old = moved.get(table, set()) | set(merge.own_rows.get(table, []))
        for row in model._default_manager.filter(person=merge.survivor_id).order_by("pk"):
            if str(row.pk) not in old:
                rows[key_of(row)] = row
    groups = _joined(rows, tables)
    for group in groups:
        _anchor(group, rows, tables, moved, merge)
    return groups


def _links(row: models.Model, tables: dict[str, type[models.Model]]) -> Iterator[tuple[str, Key]]:
    """Yield what the row points at among rows of files: by a foreign key, or as its source."""
    for column in row._meta.local_fields:
        target = column.related_model
        if isinstance(column, models.ForeignKey) and target in tables.values():
            value = getattr(row, column.attname)
            if value is not None:
                yield column.name, (target._meta.db_table, str(value))  # type: ignore[union-attr]
    source = getattr(row, "source_table", "")
    if source in tables:
        yield "source", (source, str(row.source_id))  # type: ignore[attr-defined]


def _joined(rows: dict[Key, models.Model], tables: dict[str, type[models.Model]]) -> list[Group]:
    """Return the rows in groups: each with whatever it points at among them."""
    leader = {key: key for key in rows}

    def lead(key: Key) -> Key:
        while leader[key] != key:
            key = leader[key]
        return key

    for key, row in rows.items():
        for _name, target in _links(row, tables):
            if target in rows:
                leader[lead(key)] = lead(target)
    groups: dict[Key, Group] = {}
    for key, row in rows.items():
        groups.setdefault(lead(key), Group([])).rows.append(row)
    return list(groups.values())


def _anchor(
    group: Group, rows: dict[Key, models.Model], tables: dict[str, type[models.Model]],
    returning: dict[str, set[str]], merge: Merge,
) -> None:  # fmt: skip
    """Note on which older rows the group hangs, and whose those are once the files part."""
    for row in group.rows:
        for name, key in _links(row, tables):
            if key in rows:
                continue
            table, pk = key
            if pk in returning.get(table, ()):
                person = merge.absorbed_id
            else:
                older = tables[table]._default_manager.filter(pk=pk)
                person = older.values_list("person", flat=True).get()
            (group.cases if name == "case" else group.anchors)[key] = person


def other_case(merge: Merge, group: Group) -> uuid.UUID | None:
    """Return the case of the other person to which the group may go, or None."""
    if len(group.cases) != 1 or not all(room.may_change_case(group) for room in rooms()):
        return None
    (_table, pk) = next(iter(group.cases))
    found = (room.other_case(merge, uuid.UUID(pk)) for room in rooms())
    return next((case for case in found if case), None)


def is_free(merge: Merge, group: Group) -> bool:
    """Tell whether the user says whose the group is; else it goes with what it hangs on."""
    if group.cases:
        return other_case(merge, group) is not None
    return not group.anchors


def is_own_trace(group: Group) -> bool:
    """Tell whether the group is what the merge itself wrote, which is no part of the choice."""
    books = (Merge._meta.db_table, Separation._meta.db_table)
    return all(getattr(row, "source_table", "") in books for row in group.rows)


def assign(separation: Separation, groups: Iterable[Group]) -> None:
    """Give the groups to whom the separation says, or else to whom they go with.

    Only the function of the database may change the person of a ledger's row, and only of one
    born between the merge and the separation that is being confirmed.
    """
    merge = separation.merge
    for group in groups:
        wanted = group.home or merge.survivor_id
        case = None
        if is_free(merge, group):
            wanted = uuid.UUID(separation.rows.get(group.key, str(wanted)))
            case = other_case(merge, group) if group.cases and wanted != group.home else None
        if wanted == merge.survivor_id and case is None:
            continue
        for row in group.rows:
            _give(separation, row, wanted, case if hasattr(row, "case_id") else None)


def _give(
    separation: Separation, row: models.Model, person_id: uuid.UUID, case: uuid.UUID | None
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_assign_born(%s, %s, %s, %s, %s, %s)",
            [
                separation.pk,
                row._meta.db_table,
                column_of(type(row), "pk"),
                str(row.pk),
                person_id,
                case,
            ],
        )  # fmt: skip
    if isinstance(row, PersonFile) and person_id != row.person_id:
        seal_for(row, Person.objects.get(pk=person_id))
