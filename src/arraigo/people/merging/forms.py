"""Forms about probable duplicates, merges and separations."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from arraigo.people.merging.actions import both_open, differing
from arraigo.people.merging.born import Group
from arraigo.people.merging.comparison import label_of, shown
from arraigo.people.merging.enums import Verdict
from arraigo.people.merging.models import Merge
from arraigo.people.merging.separations import ChangedSince
from arraigo.people.models import Person
from arraigo.ui import forms as ui

LONGEST = 400


def _why(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _radios(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **options)


def told_apart(person: Person) -> str:
    """Return a person's name and when her file was made: the two are often called the same."""
    day = localtime(person.registered_at)
    return _("%(name)s, registro del %(day)s") % {
        "name": person.full_name, "day": f"{day:%d/%m/%Y}",
    }  # fmt: skip


class VerdictForm(ui.Form):
    """Two persons, or one cannot tell; that they are one is said by asking for the merge."""

    verdict = _radios(
        _("¿Qué decide?"),
        [
            (Verdict.DIFFERENT, Verdict.DIFFERENT.label),
            (Verdict.UNSURE, Verdict.UNSURE.label),
        ],
    )


class MergeForm(ui.Form):
    """Which file continues, which values and which case; and why one thinks so."""

    def __init__(self, *args: Any, one: Person, other: Person, reason: str, **kwargs: Any) -> None:
        self.one, self.other = one, other
        super().__init__(*args, **kwargs)
        self.fields["survivor"] = _radios(
            _("¿Qué expediente continúa?"),
            [(str(person.pk), told_apart(person)) for person in (other, one)],
            help_text=_("El otro número sigue sirviendo: lleva a este expediente."),
            initial=str(other.pk),
        )
        for name in differing(one, other):
            self.fields[name] = _radios(
                label_of(name),
                [
                    (str(person.pk), shown(name, getattr(person, name)) or _("(vacío)"))
                    for person in (other, one)
                ],
                initial=str(other.pk if getattr(other, name) else one.pk),
            )
        if cases := both_open(one, other):
            self.fields["continuing_case"] = _radios(
                _("¿Qué caso continúa?"),
                [(str(case.id), f"{case.code}: {case.hint}") for case in cases],
                help_text=_("El otro se cierra hoy. Sus datos se conservan y su agenda pasa aquí."),
                initial=str(cases[0].id),
            )
        self.fields["reason"] = _why(
            _("¿Por qué cree que es la misma persona?"),
            _("Por ejemplo: mostró el mismo DPI."),
        )
        self.fields["reason"].initial = reason
        self.mind_manners()

    def request(self) -> dict[str, Any]:
        """Return the arguments of `request_merge`."""
        data = self.cleaned_data
        survivor = self.one if data["survivor"] == str(self.one.pk) else self.other
        case = data.get("continuing_case")
        return {
            "survivor": survivor,
            "absorbed": self.other if survivor is self.one else self.one,
            "kept": [n for n in differing(self.one, self.other) if data[n] != str(survivor.pk)],
            "continuing_case": uuid.UUID(case) if case else None,
            "reason": data["reason"],
        }


class ProposeForm(ui.Form):
    """Why somebody thinks that two files are of one person."""

    reason = _why(
        _("¿Por qué cree que es la misma persona?"), _("Por ejemplo: mostró el mismo DPI.")
    )


class RefuseForm(ui.Form):
    """Why not."""

    reason = _why(_("¿Por qué no?"))


class SeparationForm(ui.Form):
    """What comes back of what changed since, whose the new rows are, and why."""

    def __init__(
        self, *args: Any, merge: Merge, changed: Sequence[ChangedSince],
        groups: Sequence[Group], **kwargs: Any,
    ) -> None:  # fmt: skip
        self.merge, self.groups = merge, groups
        super().__init__(*args, **kwargs)
        for value in changed:
            self.fields[f"value-{value.line}"] = _radios(
                value.label,
                [
                    ("", _("Como está ahora: %s") % value.shown_now),
                    ("before", _("Como estaba antes: %s") % value.shown_before),
                ],
                help_text=_("Lo cambió %(who)s el %(day)s.")
                % {
                    "who": value.changed_by or _("el sistema"),
                    "day": f"{value.changed_at:%d/%m/%Y}" if value.changed_at else "—",
                },
                required=False,
                initial="",
            )
        people = [(str(p.pk), told_apart(p)) for p in (merge.survivor, merge.absorbed)]
        for number, group in enumerate(groups):
            told = group.described
            day = f", {told.day:%d/%m/%Y}" if told.day else ""
            self.fields[f"row-{number}"] = _radios(
                f"{told.title}{day}",
                people,
                help_text=told.text,
                initial=str(group.home or merge.survivor_id),
            )
        self.fields["reason"] = _why(_("¿Por qué hay que separarlos?"))
        self.mind_manners()

    @property
    def value_fields(self) -> list[forms.BoundField]:
        """Return the questions about values changed since."""
        return [field for field in self if field.name.startswith("value-")]

    @property
    def row_fields(self) -> list[forms.BoundField]:
        """Return the questions about rows born since."""
        return [field for field in self if field.name.startswith("row-")]

    def request(self) -> dict[str, Any]:
        """Return the arguments of `request_separation`."""
        data = self.cleaned_data
        return {
            "reason": data["reason"],
            "values": [
                int(name.removeprefix("value-"))
                for name, value in data.items()
                if value == "before"
            ],
            "rows": {
                group.key: uuid.UUID(data[f"row-{number}"])
                for number, group in enumerate(self.groups)
            },
        }
