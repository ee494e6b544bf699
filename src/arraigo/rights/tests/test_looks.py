"""«Quién vio este expediente»."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from tests.factories import opened_case, registered_person
from tests.test_access_table import ADDRESSES

from arraigo.casework.models import Case
from arraigo.core import clock, traces
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.models import Trace
from arraigo.people.merging.actions import confirm_merge, request_merge
from arraigo.people.models import Person
from arraigo.referrals.tests.making import sent, slip_token
from arraigo.rights.looks import PAGE, looks_at
from arraigo.rights.purposes import _ELSEWHERE, purpose_of

pytestmark = pytest.mark.django_db


def page_of(case: Case) -> str:
    return reverse("rights:looks", args=[case.person_id])


def seen(case: Case, user: object, purpose: str = "desk:case", times: int = 1) -> None:
    """Show the person to `user` several times, a minute apart."""
    for minutes in range(times):
        moment = clock.now() - timedelta(days=1, minutes=minutes)
        with acting_as(Actor.user(user), at=moment, purpose=purpose):
            traces.show([case.person_id])


def test_tells_who_when_and_for_what_newest_first(cast, case, client_of):
    seen(case, cast.supervisora, "plans:pdf")
    client = client_of(cast.promotora)
    client.get(reverse("desk:case", args=[case.pk]))
    text = client.get(page_of(case)).content.decode()
    assert text.index("Práctica Promotora Escuintla") < text.index("Práctica Supervisora Escuintla")
    assert "asociado/a de Proyecto (supervisión)" in text
    assert "Imprimió el plan" in text
    assert "Salió en papel o archivo" in text


def test_reading_it_is_traced_too(cast, case, client_of):
    client_of(cast.supervisora).get(page_of(case))
    with acting_as(SYSTEM):
        last = Trace.objects.filter(person_id=case.person_id).latest("at")
    assert (last.purpose, last.actor_id) == ("rights:looks", str(cast.supervisora.pk))
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Revisó quién vio este expediente" in text


def test_an_institution_with_a_link_is_named(cast, case, client_of):
    client_of().get(reverse("public:slip", args=[slip_token(sent(case, cast.promotora))]))
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Taller Escuela Ficticio" in text
    assert "Leyó la boleta de referencia" in text


def test_a_page_costs_the_same_with_many_traces(
    cast, case, client_of, django_assert_max_num_queries
):
    seen(case, cast.promotora, times=2)
    client = client_of(cast.promotora)
    client.get(page_of(case))
    with acting_as(SYSTEM), django_assert_max_num_queries(4):
        looks_at([case.person_id])
    for user in (cast.promotora, cast.supervisora, cast.oficial):
        seen(case, user, times=PAGE // 2)
    with acting_as(SYSTEM), django_assert_max_num_queries(4):
        first = looks_at([case.person_id])
    assert len(first.rows) == PAGE
    with acting_as(SYSTEM):
        second = looks_at([case.person_id], first.after)
        total = Trace.objects.filter(person_id=case.person_id).count()
    assert len(second.rows) == total - PAGE
    assert not second.after
    assert second.rows[0].at <= first.rows[-1].at


@pytest.mark.parametrize("mark", ["x", "2026-01-01_3", "2026-01-01T00:00:00+00:00_x", "_", "'"])
def test_a_mark_that_is_none_gives_the_first_page(cast, case, client_of, mark):
    client = client_of(cast.promotora)
    assert client.get(page_of(case), {"after": mark}).status_code == 200


def test_what_was_seen_before_a_merge_belongs_to_the_same_person(cast, case, client_of):
    other = registered_person(cast.promotora)
    with acting_as(Actor.user(cast.supervisora), purpose="search_results"):
        traces.show([other.pk])
    with acting_as(Actor.user(cast.promotora)):
        survivor = Person.objects.get(pk=case.person_id)
        merge = request_merge(
            survivor=survivor, absorbed=other, reason="Es la misma", user=cast.promotora
        )
    with acting_as(Actor.user(cast.supervisora)):
        confirm_merge(merge=merge, user=cast.supervisora)
    client = client_of(cast.promotora)
    for person_id in (case.person_id, other.pk):
        text = client.get(reverse("rights:looks", args=[person_id])).content.decode()
        assert "Su nombre salió en una búsqueda" in text


def test_who_may_read_it(cast, case, client_of):
    for key in ("promotora", "supervisora", "oficial", "datos"):
        assert client_of(getattr(cast, key)).get(page_of(case)).status_code == 200, key
    for key in ("promotora_esq", "supervisor_esq"):
        assert client_of(getattr(cast, key)).get(page_of(case)).status_code == 404, key


def test_data_protection_oversees_without_reading_the_file(cast, case, client_of):
    client = client_of(cast.datos)
    answer = client.post(reverse("rights:find"), {"code": f" {case.code.lower()} "})
    assert answer.url == page_of(case)
    text = client.get(answer.url).content.decode()
    assert case.code in text
    assert case.person.surnames not in text
    with acting_as(Actor.user(cast.datos)):
        assert not Person.objects.exists()
        assert Trace.objects.filter(person_id=case.person_id).exists()


@pytest.mark.parametrize("code", ["", "NO-2026-0001", "x" * 25, "'; --"])
def test_a_code_of_no_case_is_an_error(cast, case, client_of, code):
    answer = client_of(cast.datos).post(reverse("rights:find"), {"code": code})
    assert answer.status_code == 422


def test_every_page_that_may_show_somebody_has_words(cast: SimpleNamespace):
    nobody = {"health", "set_language", "search"}
    names = {name for name in ADDRESSES if not name.startswith(("account_", "mfa_"))} - nobody
    assert [name for name in sorted(names) if purpose_of(name) is _ELSEWHERE] == []


def test_another_case_is_not_confused(cast, case, client_of):
    other = opened_case(cast.promotora)
    seen(other, cast.oficial, "plans:pdf")
    text = client_of(cast.promotora).get(page_of(case)).content.decode()
    assert "Imprimió el plan" not in text
