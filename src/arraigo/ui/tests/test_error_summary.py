"""The summary on top of a form: every error, in the words of the field, linked to its control."""

from collections.abc import Iterator

import pytest
from django import forms
from django.utils.translation import override

from arraigo.ui import forms as ui
from arraigo.ui.templatetags.ui import form_errors
from arraigo.ui.tests.drawing import draw


class Closure(ui.Form):
    """A form with an error of its own, a radio group and a signature."""

    result = forms.ChoiceField(
        label="Resultado", choices=[("Fin", [("job", "Empleo")])], widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Motivo")
    signature = forms.CharField(label="Firma", widget=ui.SignatureInput)
    version = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        """Refuse always."""
        self.add_error(None, "Este caso ya está cerrado.")


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with override("es-gt"):
        yield


def test_errors_come_in_order_with_the_control_to_go_to() -> None:
    assert form_errors(Closure({})) == [
        ("Este caso ya está cerrado.", ""),
        ("Falta responder: Resultado", "id_result_0_0"),
        ("Falta responder: Motivo", "id_reason"),
        ("Falta responder: Firma", "id_signature_pad"),
        ("Falta responder: Version", ""),
    ]


def test_targets_exist_on_the_page() -> None:
    form = Closure({})
    page = form.as_div() + draw('<c-signature :field="form.signature" />', form=form)
    for error in form_errors(form):
        assert not error.target or f'id="{error.target}"' in page


def test_summary_links_the_same_words() -> None:
    form = Closure({})
    html = draw('<c-error-summary :form="form" />', form=form)
    assert "Hay un problema" in html
    assert '<a href="#id_reason">Falta responder: Motivo</a>' in html
    assert "Falta responder: Motivo" in form["reason"].as_field_group()


def test_no_errors_no_summary() -> None:
    assert not draw('<c-error-summary :form="form" />', form=Closure()).strip()


def test_formsets_and_lists_are_walked() -> None:
    closures = forms.formset_factory(Closure, extra=0, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    targets = [error.target for error in form_errors([closures(data), Closure({})])]
    assert "id_form-0-reason" in targets
    assert "id_reason" in targets
