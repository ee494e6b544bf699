import pytest
from django import forms

from arraigo.territory.forms import MunicipalityField
from arraigo.territory.models import Municipality

pytestmark = pytest.mark.django_db


class PlaceForm(forms.Form):
    place = MunicipalityField(required=False)


def test_choices_stand_under_their_department() -> None:
    groups = dict(list(PlaceForm().fields["place"].choices)[1:])
    assert list(groups)[:3] == ["Alta Verapaz", "Baja Verapaz", "Chimaltenango"]
    assert len(groups) == 22
    assert [label for _code, label in groups["Chiquimula"]][:2] == ["Camotán", "Chiquimula"]


def test_one_query_draws_the_choices(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        html = str(PlaceForm()["place"])
    assert '<optgroup label="Huehuetenango">' in html
    assert html.count("San Lorenzo") == 2


def test_the_chosen_one() -> None:
    form = PlaceForm({"place": "2007"})
    assert form.is_valid()
    assert form.cleaned_data["place"] == Municipality.objects.get(name="Esquipulas")
    assert not PlaceForm({"place": "9999"}).is_valid()
