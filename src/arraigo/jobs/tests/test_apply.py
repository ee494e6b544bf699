"""Noting an application: three taps, no vacancy, nobody under 18."""

import uuid
from datetime import date, timedelta

import pytest
from tests.factories import opened_case

from arraigo.casework.enums import EventKind
from arraigo.casework.models import CaseEvent
from arraigo.core import clock
from arraigo.core.context import NoContext
from arraigo.core.transitions import Refused
from arraigo.jobs.models import Application
from arraigo.jobs.tests.making import applied

pytestmark = pytest.mark.django_db


def typed(**changes):
    values = {
        "id": str(uuid.uuid4()), "employer_name": "Panadería Ficticia", "position": "Ayudante",
        "means": "conocidos", "occurred_on": clock.today().isoformat(),
    }  # fmt: skip
    return {**values, **changes}


def url(case):
    return f"/empleo/casos/{case.pk}/postular/"


def test_a_form_sent_twice_applies_once(cast, case, client_of, as_system):
    client, form = client_of(cast.promotora), typed()
    page = client.get(url(case)).content.decode()
    assert case.person.surnames in page
    assert "Fecha de nacimiento" not in page
    for _time in range(2):
        assert client.post(url(case), form)["Location"] == f"/casos/{case.pk}/"
    assert Application.objects.get().means == "conocidos"
    assert CaseEvent.objects.filter(kind=EventKind.APPLIED_TO_VACANCY).count() == 1


def test_mistakes_are_told_and_nothing_is_lost(cast, case, client_of):
    client = client_of(cast.promotora)
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = client.post(url(case), typed(means="", occurred_on=tomorrow))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Escoja el medio.") == 2
    assert text.count("La fecha no puede ser futura.") == 2
    assert 'value="Panadería Ficticia"' in text


@pytest.mark.parametrize(
    ("years", "words"), [(14, "menor de 15 años"), (15, "encargado/a"), (17, "encargado/a")]
)
def test_whoever_is_under_18_is_refused_in_words(cast, client_of, years, words):
    case = opened_case(cast.promotora, birth_year=clock.today().year - years)
    client = client_of(cast.promotora)
    assert words in client.get(url(case)).content.decode()
    answer = client.post(url(case), typed())
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_in_the_year_of_her_18th_birthday_the_day_is_asked_once(cast, client_of, as_system):
    today = clock.today()
    year = today.year - 18
    case, client = opened_case(cast.promotora, birth_year=year), client_of(cast.promotora)
    assert "Fecha de nacimiento" in client.get(url(case)).content.decode()
    assert client.post(url(case), typed()).status_code == 422
    other_year = client.post(url(case), typed(born_on=f"{year - 1}-01-01"))
    assert "El año no es el del expediente" in other_year.content.decode()
    seen = (
        f"{year}-{today.month:02d}-{today.day:02d}"
        if (today.month, today.day) != (2, 29)
        else f"{year}-02-28"
    )
    assert client.post(url(case), typed(born_on=seen)).status_code == 302
    assert Application.objects.get().adult_seen
    assert "Fecha de nacimiento" not in client.get(url(case)).content.decode()
    assert client.post(url(case), typed()).status_code == 302


def test_a_birthday_still_to_come_refuses(cast):
    case = opened_case(cast.promotora, birth_year=2008)
    with pytest.raises(Refused, match="encargado"):
        applied(case, cast.promotora, born_on=date(2008, 5, 5))
    with pytest.raises(Refused, match="fecha de nacimiento"):
        applied(case, cast.promotora)
    assert applied(case, cast.promotora, born_on=date(2008, 5, 4)).adult_seen


def test_another_office_finds_no_such_case_and_no_application(cast, case, client_of):
    application = applied(case, cast.promotora)
    client = client_of(cast.promotora_esq)
    assert client.post(url(application.case), typed()).status_code == 404
    void = f"/empleo/postulaciones/{application.pk}/anular/"
    assert client.get(void).status_code == 404
    with pytest.raises(Refused):
        applied(application.case, cast.promotora_esq)


def test_voiding_needs_a_reason_and_happens_once(cast, case, client_of, as_system):
    application = applied(case, cast.promotora)
    client = client_of(cast.promotora)
    void = f"/empleo/postulaciones/{application.pk}/anular/"
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "Fue otra persona"}).status_code == 302
    assert client.post(void, {"reason": "Otra vez"}).status_code == 422
    assert not Application.objects.standing().exists()


def test_without_a_context_the_table_fails_by_name():
    with pytest.raises(NoContext):
        Application.objects.count()
