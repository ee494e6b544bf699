"""Activities: one for the office, one participation each; evidence, agreements, annulment."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arraigo.casework.models import Due
from arraigo.coordination.actions import record_activity
from arraigo.coordination.enums import ActivityEvidence, ActivityKind
from arraigo.coordination.inputs import ActivityInput
from arraigo.coordination.models import Activity, Agreement, Participation
from arraigo.core import clock
from arraigo.core.context import Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.territory.models import Office

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]
NEW = "/coordinacion/nueva/"


def typed(cast, **changes):
    values = {
        "id": str(uuid.uuid4()), "kind": "reunion", "title": "Mesa de empleo de mayo",
        "occurred_on": "2026-05-04", "place": "Municipalidad", "mechanism": "",
        "participants": [str(cast.promotora.pk)], "channel": "", "reach": "",
        "evidence": "acta", "evidence_note": "Acta 14",
    }  # fmt: skip
    return {**values, **changes}


def met(cast, **changes):
    values = {
        "office": Office.objects.get(code="ESC"), "kind": ActivityKind.MEETING,
        "title": "Mesa de empleo", "occurred_on": date(2026, 5, 4),
        "participants": [cast.promotora], "evidence": ActivityEvidence.MINUTES,
    }  # fmt: skip
    with acting_as(Actor.user(cast.promotora)):
        return record_activity(data=ActivityInput(**{**values, **changes}), user=cast.promotora)


def test_a_form_sent_twice_records_one(cast, client_of):
    client, form = client_of(cast.promotora), typed(cast)
    for _time in range(2):
        answer = client.post(NEW, form)
        assert answer["Location"] == f"/coordinacion/{form['id']}/"
    activity = Activity.objects.counted().get()
    assert activity.award.code == "CAP-US-01"
    assert Participation.objects.get().user == cast.promotora
    assert "Acta 14" in client.get(activity.get_absolute_url()).content.decode()


def test_two_at_one_meeting_are_one_activity_and_one_participation_each(cast, client_of):
    activity = met(cast)
    colleague = client_of(cast.promotor)
    again = colleague.post(NEW, typed(cast, title="mesa de EMPLEO"))
    assert again.status_code == 422
    assert "ábrala y anote que usted participó" in again.content.decode()
    for _time in range(2):
        assert colleague.post(f"{activity.get_absolute_url()}participe/").status_code == 302
    assert Activity.objects.count() == 1
    assert {one.user for one in Participation.objects.all()} == {cast.promotora, cast.promotor}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Falta responder: ¿De qué fue?"),
        ({"participants": []}, "Diga quién participó."),
        ({"occurred_on": "2999-01-01"}, "La fecha no puede ser futura."),
        ({"kind": "comunicacion"}, "Diga por qué medio salió."),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost(cast, client_of, changes, words):
    answer = client_of(cast.promotora).post(NEW, typed(cast, **changes))
    assert answer.status_code == 422
    assert answer.content.decode().count(words) == 2
    assert 'value="Municipalidad"' in answer.content.decode()


def test_a_communication_says_its_channel_and_is_no_meeting(cast, client_of):
    form = typed(cast, kind="comunicacion", channel="radio", reach="12000")
    assert client_of(cast.promotora).post(NEW, form).status_code == 302
    assert Activity.objects.get().reach == 12000
    assert not Activity.objects.counted().exists()


def test_it_counts_once_the_minutes_are_there(cast, client_of):
    activity = met(cast, evidence=ActivityEvidence.NONE)
    assert not Activity.objects.counted().exists()
    client, address = client_of(cast.promotora), f"{activity.get_absolute_url()}constancia/"
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"constancia-evidence": "lista"}).status_code == 302
    assert Activity.objects.counted().exists()


def test_an_agreement_is_on_the_agenda_until_it_is_fulfilled(cast, client_of):
    activity, client = met(cast), client_of(cast.promotora)
    due = (clock.today() + timedelta(days=5)).isoformat()
    form = {
        "acuerdo-id": str(uuid.uuid4()), "acuerdo-text": "Enviar la lista de cursos",
        "acuerdo-counterpart": "INTECAP", "acuerdo-responsible": str(cast.promotor.pk),
        "acuerdo-due_on": due,
    }  # fmt: skip
    address = f"{activity.get_absolute_url()}acuerdo/"
    early = client.post(address, {**form, "acuerdo-due_on": "2026-05-03"})
    assert early.status_code == 422
    assert "El plazo es anterior a la actividad." in early.content.decode()
    assert "Enviar la lista de cursos" in early.content.decode()
    for _time in range(2):
        assert client.post(address, form).status_code == 302
    agreement = Agreement.objects.get()
    assert Due.objects.open().get(source_id=agreement.pk).assigned_to == cast.promotor
    assert "Enviar la lista de cursos" in client.get("/coordinacion/").content.decode()
    for _time in range(2):
        done = client.post(f"/coordinacion/acuerdos/{agreement.pk}/cumplido/")
        assert done.status_code == 302
    assert not Due.objects.open().filter(source_id=agreement.pk).exists()


def test_voided_with_its_participations_and_may_be_recorded_anew(cast, client_of):
    activity, client = met(cast), client_of(cast.promotora)
    void = f"{activity.get_absolute_url()}anular/"
    assert client.post(void, {"reason": ""}).status_code == 422
    assert client.post(void, {"reason": "Fue otro día"}).status_code == 302
    assert client.post(void, {"reason": "Otra vez"}).status_code == 422
    assert not Participation.objects.filter(annulled_at=None).exists()
    assert "Fue otro día" in client.get(activity.get_absolute_url()).content.decode()
    met(cast)


def test_a_participation_is_voided_alone(cast, client_of):
    met(cast, participants=[cast.promotora, cast.promotor])
    one = Participation.objects.get(user=cast.promotor)
    client, void = client_of(cast.promotora), f"/coordinacion/participaciones/{one.pk}/anular/"
    assert client.post(void, {"reason": "No fue"}).status_code == 302
    assert client.post(void, {"reason": "No fue"}).status_code == 422
    assert Activity.objects.standing().count() == 1


def test_another_office_finds_nothing(cast, client_of):
    activity, client = met(cast), client_of(cast.promotora_esq)
    for verb in ("", "anular/"):
        assert client.get(f"{activity.get_absolute_url()}{verb}").status_code == 404
    for verb in ("participe/", "constancia/", "acuerdo/"):
        assert client.post(f"{activity.get_absolute_url()}{verb}").status_code == 404
    with pytest.raises(Refused):
        met(cast, office=Office.objects.get(code="ESQ"))
    assert client_of(cast.oficial).get(activity.get_absolute_url()).status_code == 200


def test_the_list_costs_the_same_and_goes_on(cast, client_of):
    client = client_of(cast.promotora)
    met(cast)
    client.get("/coordinacion/")
    with CaptureQueriesContext(connection) as few:
        client.get("/coordinacion/")
    for number in range(26):
        met(cast, title=f"Reunión {number}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/coordinacion/")
    assert len(many) == len(few)
    first = page.context["page"]
    rest = client.get(f"/coordinacion/?despues={first.after}").context["page"]
    assert (len(first.rows), len(rest.rows), rest.after) == (25, 2, "")
    assert client.get("/coordinacion/?despues=nada").status_code == 200
