"""A word to a colleague: who may say it, who reads it, until it is attended to."""

import pytest
from django.urls import reverse

from arraigo.casework.actions import reassign_case, record_note
from arraigo.casework.enums import EventKind
from arraigo.casework.flags.actions import attend_flag, raise_flag
from arraigo.casework.flags.enums import FlagKind
from arraigo.casework.models import CaseEvent, Flag, Note
from arraigo.casework.tests.making import case_of, note, on_day
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.models import field_id
from arraigo.core.transitions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast):
    return case_of(cast.promotora)


@pytest.fixture
def flag(cast, case):
    with on_day(cast.supervisora):
        return raise_flag(
            case=case, text="El plan no dice quién paga", user=cast.supervisora, flag_id=field_id()
        )


def kinds(case):
    told = CaseEvent.objects.filter(case=case, kind__startswith="flag_").order_by("pk")
    return list(told.values_list("kind", flat=True))


def test_a_flag_waits_for_who_manages_the_case(cast, case, flag):
    with on_day(cast.promotora):
        assert list(Flag.objects.visible_to(cast.promotora).open().for_user(cast.promotora)) == [
            flag
        ]
        done = attend_flag(flag=flag, user=cast.promotora, answer="Paga la municipalidad")
        again = attend_flag(flag=flag, user=cast.promotora, answer="otra cosa")
        assert (again.answer, again.done_by) == ("Paga la municipalidad", cast.promotora)
        assert done.done_at == again.done_at
        assert not Flag.objects.open().exists()
        assert kinds(case) == [EventKind.FLAG_RAISED, EventKind.FLAG_ATTENDED]


def test_the_same_form_twice_is_one_flag(cast, case):
    pk = field_id()
    with on_day(cast.supervisora):
        one, two = (
            raise_flag(case=case, text="Ver", user=cast.supervisora, flag_id=pk) for _ in range(2)
        )
        assert one == two
        assert kinds(case) == [EventKind.FLAG_RAISED]


def test_who_may_not_raise_one(cast, case):
    with on_day(cast.promotor), pytest.raises(Refused, match="Sólo quien supervisa"):
        raise_flag(case=case, text="Ver", user=cast.promotor, flag_id=field_id())
    with on_day(cast.supervisor_esq), pytest.raises(Refused, match="no está en su oficina"):
        raise_flag(case=case, text="Ver", user=cast.supervisor_esq, flag_id=field_id())
    own = case_of(cast.supervisora)
    with on_day(cast.supervisora), pytest.raises(Refused, match="Usted lleva este caso"):
        raise_flag(case=own, text="Ver", user=cast.supervisora, flag_id=field_id())


def test_a_colleague_does_not_attend_what_is_not_for_her(cast, flag):
    with on_day(cast.promotor), pytest.raises(Refused, match="para otra persona"):
        attend_flag(flag=flag, user=cast.promotor)


def test_the_flag_goes_on_with_the_case_and_the_handover_waits(cast, case, flag):
    with on_day(cast.supervisora, 1):
        reassign_case(
            case=case, manager=cast.promotor, user=cast.supervisora, handover="Prefiere mensajes"
        )
    with on_day(cast.promotor, 1):
        told = Flag.objects.visible_to(cast.promotor).open().for_user(cast.promotor)
        assert {(each.kind, each.words) for each in told} == {
            (FlagKind.FLAG, "El plan no dice quién paga"),
            (FlagKind.HANDOVER, "Prefiere mensajes"),
        }
        assert Note.objects.get(case=case).text == "Prefiere mensajes"


def test_a_mention_is_read_once_and_an_annulled_note_says_nothing(cast, case):
    with on_day(cast.promotora):
        data = note(case, mentioned=(cast.supervisora, cast.promotora))
        record_note(data=data, user=cast.promotora)
        written = record_note(data=data, user=cast.promotora)
        mention = Flag.objects.get(note=written)  # herself she is not told
        assert (mention.to_user, mention.words) == (cast.supervisora, "Quiere soldar")
        written.annul(by=cast.promotora, reason="Era de otra persona")
        assert Flag.objects.select_related("note").get().words == ""


def test_on_hoy_on_the_case_and_in_the_list(cast, client_of, case, flag):
    page = client_of(cast.promotora).get(reverse("desk:today")).text
    assert "El plan no dice quién paga" in page
    assert "El plan no dice quién paga" not in client_of(cast.promotor).get("/hoy/").text
    lead = client_of(cast.supervisora)
    assert "El plan no dice quién paga" in lead.get(reverse("desk:case", args=[case.pk])).text
    listed = lead.get(reverse("desk:cases") + "?atencion=senal")
    assert case.code in listed.text
    address = reverse("casework:flag_attend", args=[flag.pk])
    assert client_of(cast.promotora_esq).get(address).status_code == 404
    done = client_of(cast.promotora).post(address, {"answer": "Hecho"})
    assert done["Location"] == reverse("desk:today")
    assert case.code not in lead.get(reverse("desk:cases") + "?atencion=senal").text


def test_the_pages_ask_for_words_and_keep_them(cast, client_of, case):
    lead = client_of(cast.supervisora)
    address = reverse("casework:flag", args=[case.pk])
    empty = lead.post(address, {"id": str(field_id()), "text": " "})
    assert empty.status_code == 422
    long = lead.post(address, {"id": str(field_id()), "text": "a" * 501})
    assert long.status_code == 422
    assert "a" * 501 in long.text
    assert lead.post(address, {"id": str(field_id()), "text": "Ver"}).status_code == 302
    with acting_as(SYSTEM):
        assert Flag.objects.get().text == "Ver"


def test_a_note_tells_who_is_chosen(cast, client_of, case):
    address = reverse("casework:note", args=[case.pk])
    client = client_of(cast.promotora)
    sent = {
        "id": str(field_id()), "text": "Pidió cambiar de taller", "kind": "note",
        "occurred_on": "2026-03-02", "mentioned": [cast.supervisora.pk],
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    with acting_as(SYSTEM):
        assert Flag.objects.get().to_user == cast.supervisora
    far = {**sent, "id": str(field_id()), "mentioned": [cast.promotora_esq.pk]}
    assert client.post(address, far).status_code == 422
