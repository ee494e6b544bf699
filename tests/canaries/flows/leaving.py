"""What leaves, is counted, merged, erased or goes wrong."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arraigo.casework.models import Case
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.organizations.models import Organization
from arraigo.people.leads.models import LeadList
from arraigo.people.models import Consent
from arraigo.people.tests.lists import as_workbook
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import form_data, message_token, slip_token
from tests.canaries.flows.common import (
    REGISTER,
    WHO,
    flow,
    opened,
    person_of,
    registration,
    today,
)
from tests.canaries.stage import BACKEND, Stage, id_in


def _referred(stage: Stage, **changes: Any) -> tuple[str, Referral]:
    """Refer the person through the page; return her case's id and the referral."""
    made = opened(stage)
    with acting_as(SYSTEM):
        case = Case.objects.get(pk=made)
    told = form_data(
        case, need=stage.words.text(5), message=stage.words.text(6),
        witness_name=stage.words.text(3),
        disclosed_fields=["nombre", "telefono", "sexo", "edad", "municipio"],
    )  # fmt: skip
    address = reverse("referrals:new", args=[made])
    stage.get(WHO, address)
    stage.post(WHO, address, told | {"priority": stage.words.text(7)}, status=422)
    valid = set(told["disclosed_fields"]) & _disclosable()
    stage.post(WHO, address, told | {"disclosed_fields": sorted(valid)} | changes)
    with acting_as(SYSTEM):
        return made, Referral.objects.get(case=made)


def _disclosable() -> set[str]:
    from arraigo.referrals.enums import DisclosedField

    return set(DisclosedField.values)


@flow
def referred_and_phoned(stage: Stage) -> None:
    """A referral with its printed slip; the institution answers by telephone."""
    case, referral = _referred(stage)
    address = referral.get_absolute_url()
    stage.get(WHO, address)
    stage.post(WHO, f"{address}boleta/", status=200)
    told = {"respuesta-answer": "inscrita", "respuesta-answered_by": stage.words.text(7),
            "respuesta-note": stage.words.text(8)}  # fmt: skip
    stage.post(WHO, f"{address}respuesta/", told | {"respuesta-answer": "x"}, status=422)
    stage.post(WHO, f"{address}respuesta/", told)
    stage.get(WHO, f"/casos/{case}/")
    stage.run_jobs()


@flow
def answered_by_slip(stage: Stage) -> None:
    """Somebody reads the QR of the slip and says that she came."""
    _case, referral = _referred(stage)
    with stage.unbroken():
        stage.post(WHO, f"{referral.get_absolute_url()}boleta/", status=200)
    address = reverse("public:slip", args=[slip_token(referral)])
    stage.get("", address)
    stage.post("", address, {"answer": stage.words.text(7)}, status=422)
    stage.post("", address, {"answer": "se_presento"})
    stage.get("", address)
    stage.get("", reverse("public:slip", args=["x" * 43]), status=404)


@flow
def answered_by_message(stage: Stage) -> None:
    """The institution opens the mailed link with its code, sees what was agreed, and answers."""
    _case, referral = _referred(stage)
    stage.run_jobs()
    address = reverse("public:message", args=[message_token(referral)])
    stage.get("", address)
    stage.post("", address, {"code": stage.words.text(7)[:12]}, status=422)
    stage.post("", f"{address}codigo/")
    stage.run_jobs()
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)
    with stage.unbroken():
        stage.post("", address, {"code": code.group() if code else ""})
    stage.get("", address)
    stage.post(
        "", address, {"answer": "no_cumple_requisitos", "note": stage.words.text(8)}, status=422
    )
    stage.post("", address, {"answer": "lista_de_espera", "note": stage.words.text(8)})
    stage.get(WHO, referral.get_absolute_url())


@flow
def withdrawn(stage: Stage) -> None:
    """She takes back what she allowed; the institution is mailed that the request stops."""
    case, referral = _referred(stage)
    person = person_of(case)
    stage.get(WHO, reverse("rights:consents", args=[person]))
    stage.get(WHO, reverse("rights:give", args=[person, "image"]))
    told = {"consent_how": "witness", "witness_name": stage.words.text(3)}
    stage.post(WHO, reverse("rights:give", args=[person, "image"]), {"consent_how": "x"}, 422)
    stage.post(WHO, reverse("rights:give", args=[person, "image"]), told)
    with acting_as(SYSTEM):
        partner = Consent.objects.get(person=person, recipient=referral.organization_id)
    address = reverse("rights:withdraw", args=[person, partner.pk])
    stage.get(WHO, address)
    stage.post(WHO, address, {"how": stage.words.text(5)}, status=422)
    stage.post(WHO, address, {"how": "told"})
    stage.run_jobs()
    stage.get(WHO, "/hoy/")


@flow
def taken_back(stage: Stage) -> None:
    """The promotora withdraws the referral, saying why."""
    _case, referral = _referred(stage)
    address = f"{referral.get_absolute_url()}retirar/"
    stage.post(WHO, address, {}, status=422)
    stage.post(WHO, address, {"retiro-reason": stage.words.text(7)})
    stage.get("supervisora", referral.get_absolute_url())
    stage.run_jobs()


@flow
def copied(stage: Stage) -> None:
    """She takes the copy of her file, on paper and as a file, and sees who has seen it."""
    case = opened(stage)
    person = person_of(case)
    address = reverse("rights:copy", args=[person])
    stage.get(WHO, address)
    stage.post(WHO, address, {"identified_how": stage.words.text(5)}, status=422)
    for form in ("pdf", "json"):
        told = {"id": str(uuid.uuid4()), "identified_how": "dpi", "format": form}
        stage.post(WHO, address, told, status=200)
    for who in (WHO, "datos"):
        stage.get(who, reverse("rights:looks", args=[person]))
    stage.post("datos", reverse("rights:find"), {"code": stage.words.word(2)}, status=422)


@flow
def erased(stage: Stage) -> None:
    """Her case is closed, she asks for everything to be erased, and it is."""
    case = opened(stage)
    person = person_of(case)
    with stage.unbroken():
        told = {"id": str(uuid.uuid4()), "reason": "objetivos", "outcome": "positivo",
                "evidence": stage.words.text(5)}  # fmt: skip
        stage.post(WHO, f"/casos/{case}/cierre/", told)
        stage.post("supervisora", f"/casos/cierres/{told['id']}/certificar/")
    address = reverse("rights:erasure", args=[person])
    stage.get(WHO, address)
    stage.post(WHO, address, {"reason": stage.words.text(6)}, status=422)
    stage.post(WHO, address, {"reason": "asked", "explained": "on"})
    decide = reverse("rights:decide_erasure", args=[person])
    stage.post("datos", decide, {"decision": stage.words.text(7)}, status=422)
    stage.post("datos", decide, {"decision": "confirmed"})
    stage.get("datos", address)


@flow
def from_a_list(stage: Stage) -> None:
    """She stands in a received list, wrongly at first; she is called and comes to the interview."""
    words = stage.words
    header = ["NOMBRES", "APELLIDOS", "TEL", "MUNICIPIO", "DPI"]
    row = [words.text(1), words.text(2), words.phone, "Mixco", words.cui]
    wrong = [words.text(5), words.text(6), "555", "Mixco", ""]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = SimpleUploadedFile(f"{words.word(2)}.xlsx", as_workbook([header, row, wrong]), kind)
    told = {
        "file": file, "source": Organization.objects.get(code="igm").pk,
        "handed_by": words.text(3), "agreement": "Convenio ficticio", "purpose": "servicios",
        "received_on": today(),
    }  # fmt: skip
    stage.post(WHO, "/listas/subir/", told | {"file": SimpleUploadedFile("x.xlsx", b"x")}, 422)
    columns = stage.post(WHO, "/listas/subir/", told)["Location"]
    form = stage.get(WHO, columns).context["form"]
    stage.post(WHO, columns, {bound.html_name: bound.value() or "" for bound in form})
    stage.run_jobs()
    listing = reverse("leads:list", args=[id_in(columns)])
    stage.get(WHO, listing)
    stage.get(WHO, f"{listing}corregir/")
    stage.post(WHO, f"{listing}importar/")
    stage.run_jobs()
    with acting_as(SYSTEM):
        lead = LeadList.objects.get(pk=id_in(columns)).leads.get()
    stage.watch_person(lead.pk)
    stage.get(WHO, "/listas/")
    found = stage.post(WHO, "/listas/buscar/", {"q": words.word(2)})
    stage.get(WHO, found["Location"])
    contact = lead.get_absolute_url()
    stage.get(WHO, contact)
    stage.post(WHO, f"{contact}llamada/", {"result": words.text(7)}, status=422)
    interview = reverse("people:register_from_lead", args=[lead.pk])
    stage.get(WHO, interview)
    stage.post(WHO, interview, registration(stage, cui=""))


@flow
def in_an_emergency(stage: Stage) -> None:
    """Somebody of another office opens the file with its number, and is reviewed."""
    case = opened(stage, "promotora_esq")
    with acting_as(SYSTEM):
        code = Case.objects.get(pk=case).code
    why = "La persona llamó y dice que corre peligro"
    stage.get(WHO, "/urgencia/")
    stage.post(WHO, "/urgencia/", {"code": stage.words.text(2)[:40], "reason": why}, status=422)
    access = stage.post(WHO, "/urgencia/", {"code": code, "reason": why})["Location"]
    stage.get(WHO, access)
    stage.run_jobs()
    stage.get("datos", "/urgencia/revision/")
    review = reverse("emergency:review", args=[id_in(access)])
    stage.get("datos", review)
    stage.post("datos", review, {"verdict": stage.words.text(5)}, status=422)
    stage.get(WHO, f"/casos/{case}/", status=404)


@flow
def complained(stage: Stage) -> None:
    """She complains, with her name; the focal point reads, acknowledges and closes it."""
    words = stage.words
    told = {"id": str(uuid.uuid4()), "text": words.text(5), "place": words.text(6),
            "name": words.text(2), "contact": words.phone}  # fmt: skip
    form = stage.get("", "/quejas/").context["form"]
    told["kind"] = form.fields["kind"].choices[0][0]
    stage.post("", "/quejas/", told | {"kind": words.text(7)}, status=422)
    stage.post("", "/quejas/", told, status=200)
    stage.post("", "/quejas/estado/", {"number": words.text(8)[:20], "key": "x"}, status=422)
    stage.run_jobs()
    stage.get("peas", reverse("complaints:list"))
    complaint = reverse("complaints:detail", args=[told["id"]])
    stage.get("peas", complaint)
    stage.post("peas", f"{complaint}atender/", {"note": words.text(9)})
    stage.get("supervisora", complaint, status=403)


@flow
def session_ended(stage: Stage) -> None:
    """The session ends while she is registered: the form is held, sealed, and offered again."""
    stage.get(WHO, REGISTER)
    client = stage.client(WHO)
    del client.cookies["session"]
    with stage.unbroken():
        stage.post(WHO, REGISTER, registration(stage))
        client.force_login(stage.cast.promotora, backend=BACKEND)
        stage.get(WHO, REGISTER)


@flow
def typed_into_the_login(stage: Stage) -> None:
    """Somebody types the person's name where the e-mail and the password go."""
    words = stage.words
    with stage.unbroken():
        typed = {"login": f"{words.word(1)}@x.example", "password": words.text(2)}
        stage.post("", reverse("account_login"), typed, status=200)
        stage.post("", reverse("account_reset_password"), {"email": f"{words.word(2)}@x.example"})
        stage.post("", reverse("account_login"), {"login": words.text(1), "password": "x"}, 200)


@flow
def mistyped_addresses(stage: Stage) -> None:
    """Somebody writes her name into the bar of addresses: no page and no log repeats it."""
    case = opened(stage)
    word = stage.words.word(2)
    stage.watch.typed_addresses = True
    with stage.unbroken():
        for path in (f"/{word}/", f"/casos/{word}/", f"/buscar/{word} Ñ/", f"/r/{word}/",
                     f"/quejas/{word}", f"/registrar/nueva/{word}/"):  # fmt: skip
            for method in ("get", "post"):
                stage._ask(WHO, method, path, {"q": word} if method == "post" else {}, 404)
        for path in (f"/casos/{case}/nota", "/hoy", "/casos"):
            stage.get(WHO, f"{path}?q={word}&after={word}", status=301)
        stage.get(WHO, "/casos/", after=word, paso=word)
        stage.post(WHO, "/hoy/", {"q": word}, status=405)
    stage.watch.typed_addresses = False


@flow
def counted(stage: Stage) -> None:
    """She is behind a figure: the month, its facts, and the report that names nobody."""
    case = opened(stage)
    month = {"mes": f"{clock.today():%Y-%m}"}
    stage.get(WHO, reverse("indicators:month"), **month)
    for code in ("1", "8"):
        stage.get(WHO, reverse("indicators:facts", args=[code]), **month)
    stage.get(WHO, reverse("reports:list"))
    stage.get("oficial", reverse("indicators:month"), **month)
    stage.get("oficial", f"/casos/{case}/")
    stage.get("finanzas", f"/casos/{case}/", status=403)


@flow
def jobs_that_fail(stage: Stage) -> None:
    """Every job that her file queues fails, and says so in the worker's log."""
    _case, _referral = _referred(stage)
    stage.run_jobs(failing=True)
