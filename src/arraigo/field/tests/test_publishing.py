"""A workbook is converted and looked through; what is wrong is told where it stands."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client
from django.urls import reverse
from tests.openrosa.through_django import phone_of

from arraigo.casework.enums import DataClass
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.reading.tables import Unreadable
from arraigo.field.enums import Handler
from arraigo.field.models import XForm, XFormVersion
from arraigo.field.publishing import checking
from arraigo.field.publishing.checking import check
from arraigo.field.publishing.shipped import HANDLERS, install, made, sheets_of
from arraigo.field.tests.workbooks import CHOICES, SETTINGS, as_xlsx, form_with, uploaded

pytestmark = pytest.mark.django_db
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate is in Java")
UPLOAD = "/campo/formularios/subir/"

#: A mistake, and where it is told: sheet, row, column and a word of what is said.
MISTAKES = {
    "curly quotes": (
        form_with([["text", "a", "A", "${wants}=‘si’"]]), ("survey", 5, "relevant", "tipográficas"),
    ),
    "a value not in the list": (
        form_with([["text", "a", "A", "${wants}='tal vez'"]]),
        ("survey", 5, "relevant", "tal vez"),
    ),
    "a selected value not in the list": (
        form_with([["text", "a", "A", "selected(${wants}, 'quizas')"]]),
        ("survey", 5, "relevant", "quizas"),
    ),
    "an own value not in the list": (
        form_with([["select_one sino", "b", "B", "", "selected(., 'otro')"]]),
        ("survey", 5, "constraint", "otro"),
    ),
    "a name with an accent": (
        form_with([["text", "teléfono", "A"]]), ("survey", 5, "name", "telefono"),
    ),
    "a choice with spaces": (
        form_with([["select_multiple varios", "b", "B"]], [["varios", "uno dos", "Uno"]]),
        ("choices", 4, "name", "espacios"),
    ),
    "words without their language": (
        form_with([["text", "a", "A", "", "", "", "", "Escriba"]], header=["hint"]),
        ("survey", 1, "hint", "idioma"),
    ),
    "an address elsewhere": (
        form_with(settings=[[*SETTINGS[0], "submission_url"], [*SETTINGS[1], "https://otro"]]),
        ("settings", 2, "submission_url", "solo llegan aquí"),
    ),
    "a key": (
        form_with(settings=[[*SETTINGS[0], "public_key"], [*SETTINGS[1], "MIIB"]]),
        ("settings", 2, "public_key", "sin llave"),
    ),
    "a class in capitals": (
        form_with(settings=[[*SETTINGS[0], "data_class"], [*SETTINGS[1], "C"]]),
        ("settings", 2, "data_class", "minúscula"),
    ),
    "a bank account": (
        form_with([["text", "a", "¿Cuál es su número de cuenta?"]]),
        ("survey", 5, "label::español (es)", "gratuitos"),
    ),
    "a filter on a column that is not there": (
        form_with(
            [["select_one_from_file municipios.csv", "m", "M", "", "", "", "depto=${wants}"]]
        ),
        ("survey", 5, "choice_filter", "depto"),
    ),
    "a file that is not there": (
        form_with([["select_one_from_file oficios.csv", "m", "M"]]),
        ("survey", 5, "type", "oficios.csv"),
    ),
    "a function that does not exist": (
        form_with([["integer", "a", "A", "", "edad(.) > 18"]]),
        ("survey", 5, "constraint", "edad"),
    ),
    "a type that does not exist": (
        form_with([["texto", "a", "A"]]), ("survey", 5, "", "tipo de pregunta"),
    ),
    "two choices of one name": (
        form_with([], [["sino", "si", "También"]]), ("choices", 4, "name", "mismo «name»"),
    ),
    "a question that does not exist": (
        form_with([["text", "a", "A", "${nadie}='si'"]]), ("survey", 5, "", "no existe"),
    ),
    "a group that does not end": (
        form_with([["begin_group", "g", "G"], ["text", "a", "A"]]), ("", None, "", "no termina"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_where_it_stands(mistake, monkeypatch):
    monkeypatch.setattr(checking, "validate", lambda _xml: [])
    sheets, (sheet, row, column, word) = MISTAKES[mistake]
    errors = check("prueba.xlsx", as_xlsx(sheets), {}).errors
    told = [(each.sheet, each.row, each.column) for each in errors]
    found = [each for each in errors if word in str(each.words)]
    assert found, [(str(each.words), each.said) for each in errors]
    if sheet:
        assert (sheet, row) in {place[:2] for place in told}, told
    if column:
        assert column in {each.column for each in found}


@needs_java
def test_a_good_form_has_no_finding_and_validate_is_asked():
    checked = check("prueba.xlsx", as_xlsx(form_with()), {})
    assert checked.findings == []
    assert checked.definition is not None
    assert checked.definition.form_id == "prueba"


@needs_java
@pytest.mark.parametrize(
    ("rows", "word"),
    [
        ([["calculate", "a", "", "", "", "${b} + 1"], ["calculate", "b", "", "", "", "${a} + 1"]],
         "dependen de sí mismas"),
        ([["text", "a", "A", "${wants}='si' and ("]], "mal escrita"),
    ],
    ids=["a cycle", "bad XPath"],
)  # fmt: skip
def test_validate_finds_what_pyxform_lets_pass(rows, word):
    errors = check("prueba.xlsx", as_xlsx(form_with(rows)), {}).errors
    assert any(word in str(each.words) for each in errors), [each.said for each in errors]


def test_without_java_nothing_new_is_published(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (error,) = check("prueba.xlsx", as_xlsx(form_with()), {}).errors
    assert "Java" in str(error.words)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"%PDF"), ("a.xlsx", b"%PDF"), ("a.xls", b"PK\x03\x04"), ("a.xlsx", b"PK\x03\x04x"),
     ("a.xlsx", b"")],
)  # fmt: skip
def test_what_is_no_workbook_is_refused(name, data):
    with pytest.raises(Unreadable):
        check(name, data, {})


def test_a_form_without_code_or_version_gets_them(monkeypatch):
    monkeypatch.setattr(checking, "validate", lambda _xml: [])
    sheets = form_with(settings=[["form_title"], ["Encuesta"]])
    told = check("Mi encuesta (2).xlsx", as_xlsx(sheets), {}).definition
    assert (told.form_id, told.title) == ("Mi_encuesta_2", "Encuesta")
    assert len(told.version) == len("202611230900")


@needs_java
def test_a_published_form_reaches_phones_once_it_is_in_use(cast, client_of):
    client = client_of(cast.administra)
    sheets = form_with(
        [["select_one_from_file oficios.csv", "job", "¿Cuál?"],
         ["select_one_from_file municipios.csv", "place", "¿Dónde?", "", "", "",
          "department=${wants}"]],
    )  # fmt: skip
    answer = client.post(UPLOAD, uploaded(sheets, oficios=b"name,label\n1,Soldar\n"))
    assert answer.status_code == 302, answer.content.decode()
    form = XForm.objects.get(form_id="prueba")
    assert "prueba" not in phone_of(cast.promotora, Client()).forms
    client.post(reverse("field:form_use", args=[form.pk]), {"in_use": "1"})
    phone = phone_of(cast.promotora, Client())
    assert set(phone.forms["prueba"].media) == {"oficios.csv", "municipios.csv"}
    assert phone.forms["prueba"].media["oficios.csv"].endswith(b"1,Soldar\n")


@needs_java
def test_versions_live_side_by_side_and_none_changes(cast, client_of):
    client = client_of(cast.administra)
    assert client.post(UPLOAD, uploaded(form_with())).status_code == 302
    assert client.post(UPLOAD, uploaded(form_with())).status_code == 302  # the same: nothing new
    other = form_with([["text", "a", "A"]])
    again = client.post(UPLOAD, uploaded(other))
    assert again.status_code == 422
    assert "ya está publicada con otras preguntas" in again.content.decode()
    newer = form_with([["text", "a", "A"]], settings=[SETTINGS[0], ["Prueba", "prueba", "2"]])
    assert client.post(UPLOAD, uploaded(newer)).status_code == 302
    versions = XFormVersion.objects.filter(form__form_id="prueba")
    assert {each.version for each in versions} == {"1", "2"}
    assert [each.version for each in versions.current()] == ["2"]


def test_errors_are_shown_with_sheet_row_and_column(cast, client_of):
    sheets = form_with([["text", "a", "A", "${wants}=‘si’"]])
    page = client_of(cast.administra).post(UPLOAD, uploaded(sheets))
    text = " ".join(page.content.decode().split())
    assert page.status_code == 422
    assert "Hoja survey · fila 5 · columna relevant" in text
    assert "Hay 1 cosa que arreglar" in text
    assert not XForm.objects.filter(form_id="prueba").exists()


def test_a_form_of_protection_is_never_listed_for_collect(cast):
    with acting_as(SYSTEM):
        form = XForm.objects.get(form_id="vulnerabilidad")
    assert form.data_class == DataClass.PROTECTION
    assert form.is_in_use
    assert not form.is_for_collect


@pytest.mark.parametrize("form_id", HANDLERS)
def test_each_shipped_form_passes_its_own_rules(form_id):
    new = made(form_id)
    sheets = {name: [list(row) for row in rows] for name, rows in sheets_of(form_id).items()}
    checked = check(f"{form_id}.xlsx", as_xlsx(sheets), dict(new.media))
    assert checked.errors == []
    assert checked.xml == new.xml
    assert {each.words for each in checked.findings} == set()


def test_installing_again_changes_nothing():
    before = list(XFormVersion.objects.order_by("pk").values_list("pk", "md5"))
    install()
    assert list(XFormVersion.objects.order_by("pk").values_list("pk", "md5")) == before
    kinds = dict(XForm.objects.values_list("form_id", "handler"))
    assert kinds["perfilamiento"] == Handler.PROFILE


def test_the_workbook_of_a_form_can_be_changed_and_published_anew(cast, client_of, monkeypatch):
    monkeypatch.setattr(checking, "validate", lambda _xml: [])
    client = client_of(cast.administra)
    form = XForm.objects.get(form_id="nota_visita")
    book = client.get(reverse("field:form_workbook", args=[form.pk]))
    checked = check("nota.xlsx", book.content, {})
    assert checked.errors == []
    assert checked.definition.form_id == "nota_visita"
    assert checked.sheets["choices"][0] == [*CHOICES[0], "label::English (en)"]
