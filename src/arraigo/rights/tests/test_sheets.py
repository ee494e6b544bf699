"""Every field that reaches a person is declared, once, as hers, another's or reserved."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from arraigo.people.models import Person
from arraigo.rights.sheets import CODES, GUARDED, SHEETS

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)


def reaching():
    """Return every model that has a person at the end of its relations."""
    found, before = {Person}, set()
    while found != before:
        before = set(found)
        for model in apps.get_models():
            related = {field.related_model for field in model._meta.concrete_fields}
            if related & found:
                found.add(model)
    return found


def fields_of(model):
    return [field.name for field in model._meta.concrete_fields]


def test_every_model_that_reaches_a_person_has_its_sheet():
    declared = [sheet.model for sheet in SHEETS]
    assert len(declared) == len(set(declared))
    assert {model._meta.label for model in reaching()} == {sheet.label for sheet in SHEETS}


def test_every_field_is_declared_once():
    for sheet in SHEETS:
        assert sorted(sheet.declared) == sorted(fields_of(sheet.model)), sheet.label


def test_an_undeclared_field_would_be_noticed():
    sheet = SHEETS[0]
    assert sorted(sheet.declared[1:]) != sorted(fields_of(sheet.model))


def test_every_text_is_erased_or_known_to_be_a_code():
    left = set()
    for sheet in SHEETS:
        for field in sheet.model._meta.concrete_fields:
            chosen = field.choices or getattr(getattr(field, "base_field", None), "choices", None)
            if isinstance(field, TEXTS) and not chosen and field.name not in sheet.erased:
                left.add(f"{sheet.label}.{field.name}")
    assert left == CODES


def test_whatever_bears_a_class_or_is_sealed_is_guarded():
    """What retention empties of class C is found in no other place."""
    marked = {sheet.label for sheet in SHEETS if "data_class" in fields_of(sheet.model)}
    whole = {"casework.ProtectionNote", "casework.BestInterests", "profiling.SealedAnswers"}
    assert {sheet.label for sheet in GUARDED} == marked | whole
    assert all(sheet.erased for sheet in GUARDED)


def test_what_is_hers_has_words_and_a_title():
    for sheet in SHEETS:
        assert bool(sheet.own) == bool(str(sheet.title)), sheet.label
        assert set(sheet.erased) <= set(sheet.declared), sheet.label
