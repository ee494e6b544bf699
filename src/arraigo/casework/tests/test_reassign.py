"""A case goes to another manager, and what is due in it goes along."""

import pytest

from arraigo.casework.actions import plan_due, reassign_case
from arraigo.casework.enums import DueKind, EventKind
from arraigo.casework.models import Case, CaseAssignment, CaseEvent, Due
from arraigo.casework.tests.making import START, on_day, requested
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db


def due(case, slot=0, **changes):
    return plan_due(
        case=case, kind=DueKind.TASK, title="Llevar papelería", due_on=START.date(), source=case,
        slot=slot, **changes,
    )  # fmt: skip


def test_what_is_open_of_the_manager_goes_along(cast, case):
    with on_day(cast.promotora):
        hers, of_another = due(case), due(case, 1, assigned_to=cast.supervisora)
        done = due(case, 2)
        Due.objects.filter(pk=done.pk).update(done_at=START, done_on=START.date())
    for _twice in range(2):
        with on_day(cast.supervisora, 3):
            reassign_case(case=case, manager=cast.promotor, user=cast.supervisora)
    with acting_as(SYSTEM):
        assert dict(Due.objects.filter(case=case).values_list("pk", "assigned_to")) == {
            hers.pk: cast.promotor.pk, of_another.pk: cast.supervisora.pk,
            done.pk: cast.promotora.pk,
        }  # fmt: skip
        kept = CaseAssignment.objects.filter(case=case).order_by("since")
        assert [(one.manager, one.until is None) for one in kept] == [
            (cast.promotora, False), (cast.promotor, True),
        ]  # fmt: skip
        assert kept[0].until == kept[1].since
        told = CaseEvent.objects.get(case=case, kind=EventKind.MANAGER_ASSIGNED)
        assert told.summary == cast.promotor.name


@pytest.mark.parametrize(
    ("who", "manager", "words"),
    [
        ("promotora", "promotor", "supervisa esa oficina"),
        ("supervisor_esq", "promotor", "supervisa esa oficina"),
        ("supervisora", "promotora_esq", "no lleva casos en la oficina"),
        ("supervisora", "finanzas", "no lleva casos en la oficina"),
    ],
)
def test_the_lead_gives_it_to_somebody_of_the_office(cast, case, who, manager, words):
    user = getattr(cast, who)
    with on_day(cast.promotora), pytest.raises(Refused, match=words):
        reassign_case(case=case, manager=getattr(cast, manager), user=user)


def test_a_closed_case_stays_with_who_closed_it(cast):
    closure = requested(cast.promotora)
    with acting_as(SYSTEM):
        Case.objects.filter(pk=closure.case_id).update(closed_on=START.date())
    with acting_as(SYSTEM), pytest.raises(Refused, match="cerrado"):
        reassign_case(case=closure.case, manager=cast.promotor, user=cast.supervisora)


def test_by_the_page(cast, case, client_of):
    url = f"/casos/{case.pk}/reasignar/"
    client = client_of(cast.supervisora)
    assert url in client.get(f"/casos/{case.pk}/").content.decode()
    assert url not in client_of(cast.promotora).get(f"/casos/{case.pk}/").content.decode()
    page = client.get(url).content.decode()
    assert cast.promotor.name in page
    assert cast.promotora_esq.name not in page
    assert client.post(url, {"manager": cast.promotora_esq.pk}).status_code == 422
    assert client.post(url, {"manager": cast.promotor.pk}).status_code == 302
    assert client_of(cast.supervisor_esq).get(url).status_code == 404
