"""Fields that ask for a place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from arraigo.territory.models import Municipality


class _ByDepartment(ModelChoiceIterator):
    """The choices grouped by department: six municipality names occur twice."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        rows = self.queryset.order_by("department__sort_key", "sort_key")
        named = rows.values_list("department__name", "pk", "name")
        for department, group in groupby(named, key=itemgetter(0)):
            yield department, [(code, name) for _department, code, name in group]


class MunicipalityField(forms.ModelChoiceField):
    """A municipality, chosen under its department. Two queries: the choices, the chosen one."""

    iterator = _ByDepartment

    def __init__(self, **options: Any) -> None:
        options.setdefault("queryset", Municipality.objects.all())
        options.setdefault("label", _("Municipio"))
        super().__init__(**options)
