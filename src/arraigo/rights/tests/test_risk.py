"""Life at risk: the one override of consent, with a reason, a trace and a review by another."""

import uuid

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.factories import opened_case

from arraigo.casework.emergency.enums import EmergencyVerdict
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.core.transitions import Refused
from arraigo.rights.risk.actions import TOLD, review_risk, tell_at_risk
from arraigo.rights.risk.models import RiskDisclosure
from arraigo.rights.risk.tasks import tell_data_protection

pytestmark = pytest.mark.django_db

WHY = "La amenazaron de muerte y no contesta su teléfono"


def told(case, user, **changes):
    usual = {"told_to": "PNC", "what": ["nombre", "telefono"], "reason": WHY, "id": uuid.uuid4()}
    with acting_as(Actor.user(user)):
        return tell_at_risk(person=case.person, user=user, **{**usual, **changes})


def reviewed(disclosure, user, verdict=EmergencyVerdict.JUSTIFIED, comment=""):
    with acting_as(Actor.user(user)):
        return review_risk(told=disclosure, verdict=verdict, comment=comment, user=user)


def test_leaves_a_trace_and_a_mail_without_a_name(cast, case):
    ident = uuid.uuid4()
    assert told(case, cast.promotora, id=ident) == told(case, cast.promotora, id=ident)
    with acting_as(SYSTEM):
        assert Trace.objects.filter(person_id=case.person_id, purpose=TOLD).exists()
        assert RiskDisclosure.objects.count() == 1
    mail.outbox.clear()
    tell_data_protection()
    assert [message.to for message in mail.outbox] == [[cast.datos.email]]
    assert case.person.surnames not in mail.outbox[0].body + mail.outbox[0].subject
    assert case.code not in mail.outbox[0].body


@pytest.mark.parametrize(
    "wrong", [{"reason": "urgente"}, {"told_to": " "}, {"what": []}, {"what": ["cui"]}]
)
def test_what_is_no_reason_to(cast, case, wrong):
    with pytest.raises(Refused):
        told(case, cast.promotora, **wrong)


def test_only_of_whom_she_sees(cast, case):
    with pytest.raises(Refused):
        told(case, cast.promotora_esq)


def test_data_protection_reviews_once(cast, case):
    disclosure = told(case, cast.promotora)
    for user in (cast.promotora, cast.supervisora, cast.oficial):
        with pytest.raises(Refused):
            reviewed(disclosure, user)
    with pytest.raises(Refused):
        reviewed(disclosure, cast.datos, EmergencyVerdict.NOT_JUSTIFIED)
    assert reviewed(disclosure, cast.datos).reviewed_by == cast.datos
    assert reviewed(disclosure, cast.datos).reviewed_by == cast.datos
    with pytest.raises(Refused):
        reviewed(disclosure, cast.datos, EmergencyVerdict.NOT_JUSTIFIED, "Cambié de idea")


def test_the_database_holds_it(cast, case):
    disclosure = told(case, cast.promotora)
    rows = RiskDisclosure.objects.filter(pk=disclosure.pk)
    with acting_as(SYSTEM):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(reason="Otra razón cualquiera")
        himself = {"verdict": "justificado", "reviewed_at": disclosure.made_at}
        with pytest.raises(IntegrityError, match="reviewed_by_another"), transaction.atomic():
            rows.update(reviewed_by=cast.promotora, **himself)


def test_from_the_page_to_the_review(cast, case, client_of):
    client, guard = client_of(cast.promotora), client_of(cast.datos)
    page = reverse("rights:risk", args=[case.person_id])
    form = {"id": str(uuid.uuid4()), "told_to": "PNC", "what": ["nombre"], "reason": WHY}
    for wrong in ({"reason": "x"}, {"told_to": ""}, {"what": []}):
        assert client.post(page, {**form, **wrong}).status_code == 422
    assert client.post(page, form).status_code == 302
    text = guard.get(reverse("rights:risks")).content.decode()
    assert case.code in text
    assert case.person.surnames not in text
    review = reverse("rights:risk_review", args=[form["id"]])
    assert WHY in guard.get(review).content.decode()
    assert guard.post(review, {"verdict": "no_justificado"}).status_code == 422
    assert guard.post(review, {"verdict": "justificado"}).status_code == 302
    assert case.code not in guard.get(reverse("rights:risks")).content.decode()
    assert client_of(cast.promotora_esq).get(page).status_code == 404


def test_another_files_form_is_not_hers(cast, case):
    ident = uuid.uuid4()
    told(case, cast.promotora, id=ident)
    with pytest.raises(Refused):
        told(opened_case(cast.promotora), cast.promotora, id=ident)
