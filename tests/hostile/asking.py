"""Which names each address reads, found by asking it; and what a valid answer to each would be."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django import forms
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as

#: Names that are the middleware's, or lead elsewhere.
NOT_ASKED = {"csrfmiddlewaretoken"}


@dataclass
class Names:
    """The names that a view asked for, whatever it does with them."""

    read: set[str] = field(default_factory=set)


@contextmanager
def noting() -> Iterator[Names]:
    """Note every name that is read from what was sent."""
    names = Names()

    def noted(method: Any) -> Any:
        def asking(self: Any, key: Any, *args: Any) -> Any:
            if isinstance(key, str):
                names.read.add(key)
            return method(self, key, *args)

        return asking

    with mock.patch.multiple(
        QueryDict,
        create=True,
        __getitem__=noted(MultiValueDict.__getitem__),
        getlist=noted(MultiValueDict.getlist),
        __contains__=noted(dict.__contains__),
    ):
        yield names
    names.read -= NOT_ASKED


def one_answer(bound: forms.BoundField) -> Any:
    """Return a plausible answer to a question: what it proposes, else one that fits its kind."""
    asked = bound.field
    proposed = bound.initial
    if proposed not in (None, "", []):
        ready = asked.prepare_value(proposed)
        return [str(each) for each in ready] if isinstance(ready, list | tuple) else str(ready)
    if isinstance(asked, forms.ModelChoiceField):
        first = asked.queryset.first()
        return str(first.pk) if first else ""
    if isinstance(asked, forms.ChoiceField):
        real = [value for value, _label in _flat(asked.choices) if value not in (None, "")]
        return str(real[0]) if real else ""
    kinds: dict[type[forms.Field], str] = {
        forms.UUIDField: str(uuid.uuid4()), forms.DateField: clock.today().isoformat(),
        forms.IntegerField: "1", forms.DecimalField: "1", forms.BooleanField: "on",
        forms.EmailField: "ana@x.example",
    }  # fmt: skip
    return next((answer for kind, answer in kinds.items() if isinstance(asked, kind)), "Texto")


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def answers_of(response: HttpResponse) -> dict[str, Any]:
    """Return a plausible answer to every question of the page's forms, by its name."""
    found: dict[str, Any] = {}
    for context in response.context or ():
        for values in getattr(context, "dicts", [context]):
            for value in list(values.values()):
                if isinstance(value, forms.BaseForm):
                    with acting_as(SYSTEM):  # the choices of some are read from the database
                        found |= {bound.html_name: one_answer(bound) for bound in value}
    return found


def status_of(client: Client, method: str, *args: Any, **headers: str) -> int:
    """Return the status of an answer; whatever the request wrote is rolled back."""
    with transaction.atomic():
        response = getattr(client, method)(*args, **headers)
        if response.streaming:
            b"".join(response)
        transaction.set_rollback(True)
    return response.status_code
