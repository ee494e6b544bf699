"""Writing a version: by parts, by two at once, published once and then for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import opened_case

from arraigo.casework.models import Case, ProtocolVersion
from arraigo.casework.protocol.drafting import (
    change_part,
    part_of,
    publish,
    restart_draft,
    seal,
    start_draft,
    take_back,
)
from arraigo.casework.protocol.rules import problems
from arraigo.casework.protocol.tests.making import published, write
from arraigo.casework.tests.making import on_day
from arraigo.core import clock
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db
CLOSE = {"task": "close", "kinds": ["closure_requested"]}


@pytest.fixture
def draft(cast):
    with on_day(cast.administra):
        return start_draft()


def test_there_is_one_draft_and_it_is_in_force_for_nobody(cast, draft):
    with on_day(cast.administra):
        assert start_draft() == draft
        assert draft.pk == 2
        assert ProtocolVersion.objects.in_force().pk == 1
        with pytest.raises(IntegrityError, match="one_protocol_draft"), transaction.atomic():
            ProtocolVersion.objects.create(
                pk=9, title="x", document=draft.document, valid_from=clock.today()
            )


def test_no_case_follows_a_draft_or_a_version_still_to_come(cast, case, draft):
    with (
        on_day(cast.promotora),
        pytest.raises(IntegrityError, match="case_protocol_published"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.pk).update(protocol=draft)
    with on_day(cast.administra):
        to_come = published(cast.administra, valid_from=clock.today() + timedelta(days=5))
    with on_day(cast.promotora):
        assert opened_case(cast.promotora).protocol_id == 1
        with (
            pytest.raises(IntegrityError, match="case_protocol_published"),
            transaction.atomic(),
        ):
            Case.objects.filter(pk=case.pk).update(protocol=to_come)
    with on_day(cast.promotora, 5):
        assert opened_case(cast.promotora).protocol_id == to_come.pk
        case.refresh_from_db()
        assert case.protocol_id == 1  # it keeps the version it began with


def test_two_change_different_parts_and_neither_loses(cast, draft):
    with on_day(cast.administra):
        first, second = (ProtocolVersion.objects.get(pk=draft.pk) for _ in range(2))
        write(first, "steps.1", deadline_days=20)
        write(second, "unreachable", attempts=4)
        draft.refresh_from_db()
        assert draft.step(1)["deadline_days"] == 20
        assert draft.document["unreachable"]["attempts"] == 4


def test_two_change_the_same_part_and_the_second_is_told(cast, draft):
    with on_day(cast.administra):
        part = part_of(draft, "unreachable")
        write(draft, "unreachable", attempts=4)
        with pytest.raises(Refused, match="Alguien cambió esta parte"):
            change_part(
                version=draft, name="unreachable", part={**part, "days": 9}, seen=seal(part)
            )
        same = {**part, "attempts": 4}
        change_part(version=draft, name="unreachable", part=same, seen=seal(part))  # said twice
        assert restart_draft(version=draft).document["unreachable"]["attempts"] == 3


def test_what_is_published_never_changes(cast, draft):
    with on_day(cast.administra):
        write(draft, "unreachable", attempts=4)
        done = publish(
            version=draft, valid_from=clock.today(), note="Más intentos", user=cast.administra
        )
        assert (
            publish(version=draft, valid_from=clock.today(), note="x", user=cast.administra) == done
        )
        done.refresh_from_db()
        assert (done.note, done.published_by) == ("Más intentos", cast.administra)
        with pytest.raises(Refused, match="ya se publicó"):
            write(done, "unreachable", attempts=5)
        with (
            pytest.raises(IntegrityError, match="protocol_published_stays"),
            transaction.atomic(),
        ):
            ProtocolVersion.objects.filter(pk=done.pk).update(title="Otra cosa")
        with (
            pytest.raises(IntegrityError, match="protocol_in_use_stays"),
            transaction.atomic(),
        ):
            ProtocolVersion.objects.filter(pk=done.pk).update(published_at=None)
        with pytest.raises(Refused, match="Ya está vigente"):
            take_back(version=done)


def test_before_its_first_day_it_may_be_a_draft_again(cast):
    with on_day(cast.administra):
        to_come = published(cast.administra, valid_from=clock.today() + timedelta(days=5))
        assert take_back(version=to_come).published_at is None
        assert take_back(version=to_come).published_at is None
        assert ProtocolVersion.objects.draft() == to_come


def test_it_is_not_published_for_a_day_gone_nor_unchanged(cast, draft):
    with on_day(cast.administra):
        with pytest.raises(Refused, match="no cambia nada"):
            publish(version=draft, valid_from=clock.today(), note="", user=cast.administra)
        write(draft, "unreachable", attempts=4)
        with pytest.raises(Refused, match="Escoja una fecha desde el 02/03/2026"):
            publish(
                version=draft, valid_from=clock.today() - timedelta(days=1), note="",
                user=cast.administra,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changes", "told"),
    [
        ("steps.1", {"checks": []}, "no pide nada"),
        ("steps.2", {"deadline_days": 3}, "más corto"),
        ("steps.1", {"checks": [{"task": "x", "kinds": ["fact_annulled"]}]}, "Escoja qué cumple"),
        ("steps.5", {"checks": [CLOSE]}, "Falta la tarea"),
        ("follow_ups", {"default": [30, 15]}, "de menor a mayor"),
        ("follow_ups", {"default": []}, "todas las prioridades"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_not_published(cast, draft, name, changes, told):
    with on_day(cast.administra):
        draft = write(draft, name, **changes)
        assert any(told in one for one in problems(draft.document))
        with pytest.raises(Refused, match=told):
            publish(version=draft, valid_from=clock.today(), note="", user=cast.administra)


def test_the_reason_with_a_rule_of_its_own_stays(cast, draft):
    with on_day(cast.administra):
        reasons = [
            {**one, "retired": one["code"] == "no_localizada"} for one in draft.document["reasons"]
        ]
        seen = seal(draft.document["reasons"])
        changed = change_part(version=draft, name="reasons", part=reasons, seen=seen)
        assert problems(changed.document) == [
            "El motivo «no localizada» tiene su propia regla y no se puede quitar."
        ]
        assert "no_localizada" not in dict(changed.choices("reasons"))
        assert changed.label("reasons", "no_localizada") == "No localizada"


def test_what_ships_may_be_published(cast):
    with on_day(cast.administra):
        assert problems(ProtocolVersion.objects.get(pk=1).document) == []
