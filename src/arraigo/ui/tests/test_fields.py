"""The field template: label, hint, error and control of one question."""

import datetime
from collections.abc import Iterator

import pytest
from django import forms
from django.utils.translation import override

from arraigo.ui import forms as ui


class Registration(ui.Form):
    """One question of each kind."""

    name = forms.CharField(label="Nombre", help_text="Como en el documento.", widget=ui.NameInput)
    phone = forms.CharField(label="Teléfono", required=False)
    sex = forms.ChoiceField(
        label="Sexo", choices=[("f", "Mujer"), ("m", "Hombre")], widget=forms.RadioSelect
    )
    returned_on = forms.DateField(label="Fecha de retorno", required=False)
    calls = forms.BooleanField(label="Acepta llamadas", required=False)


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with override("es-gt"):
        yield


def test_label_stands_above_hint_and_control() -> None:
    html = Registration()["name"].as_field_group()
    assert '<label class="field-label" for="id_name">Nombre</label>' in html
    assert html.index("</label>") < html.index("id_name_helptext") < html.index("<input")
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'spellcheck="false"' in html


def test_only_optional_questions_are_marked() -> None:
    form = Registration()
    assert "(opcional)" in form["phone"].as_field_group()
    assert "(opcional)" not in form["name"].as_field_group()
    assert "*" not in form.as_div()


def test_lone_checkbox_has_its_label_beside_it_and_no_mark() -> None:
    html = Registration()["calls"].as_field_group()
    assert "(opcional)" not in html
    assert html.index("<input") < html.index("<label")


def test_filters_carry_no_mark() -> None:
    class Filter(ui.Form):
        mark_optional = False
        office = forms.CharField(required=False)

    assert "(opcional)" not in Filter()["office"].as_field_group()


def test_a_question_that_another_answer_makes_necessary_carries_no_mark() -> None:
    class Certificate(ui.Form):
        conditional = ("level",)
        level = forms.CharField(required=False, help_text="Hace falta si es de idioma.")
        number = forms.CharField(required=False)

    assert "(opcional)" not in Certificate()["level"].as_field_group()
    assert "(opcional)" in Certificate()["number"].as_field_group()


def test_radios_are_a_fieldset_with_legend() -> None:
    html = Registration()["sex"].as_field_group()
    assert "<legend>Sexo</legend>" in html
    assert '<label for="id_sex_0">Mujer</label>' in html
    assert "form-control" not in html


def test_error_names_the_question_and_is_tied_to_the_control() -> None:
    html = Registration({})["name"].as_field_group()
    assert "Falta responder: Nombre" in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_own_words_for_a_missing_answer_are_kept() -> None:
    class Consent(ui.Form):
        given = forms.BooleanField(error_messages={"required": "Lea la hoja primero."})

    assert Consent({}).errors["given"] == ["Lea la hoja primero."]


def test_dates_use_the_native_picker() -> None:
    form = Registration(initial={"returned_on": datetime.date(2026, 11, 22)})
    html = form["returned_on"].as_field_group()
    assert 'type="date"' in html
    assert 'value="2026-11-22"' in html


def test_what_was_typed_is_escaped() -> None:
    html = Registration({"name": "<script>"})["name"].as_field_group()
    assert "<script>" not in html
