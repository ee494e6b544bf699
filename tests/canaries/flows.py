"""What people do with a person's file, page by page. Each flow is a function of its stage."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from arraigo.casework.models import Case, CounsellingSession, Due, Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.organizations.models import Organization
from arraigo.people.leads.models import LeadList
from arraigo.people.models import Consent
from arraigo.people.tests.lists import as_workbook
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import PNG_URL
from arraigo.plans.tests.making import POSTED as PLAN
from arraigo.profiling.tests.making import POSTED as PROFILE
from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import form_data, message_token, slip_token
from arraigo.territory.models import Municipality
from tests.canaries.stage import BACKEND, Stage, id_in

Flow = Callable[[Stage], None]
FLOWS: dict[str, Flow] = {}

REGISTER = reverse("people:register")
WHO = "promotora"


def flow(act: Flow) -> Flow:
    """Add a flow under the name of its function."""
    FLOWS[act.__name__] = act
    return act


def today() -> str:
    """Return today as the browser sends it."""
    return clock.today().isoformat()


def registration(stage: Stage, **changes: Any) -> dict[str, Any]:
    """Return what a promotora types about the person of this flow."""
    words = stage.words
    place = Municipality.objects.get(name="Escuintla", department__name="Escuintla")
    return {
        "id": str(uuid.uuid4()), "given_names": words.text(1), "surnames": words.text(2),
        "sex": "f", "birth_year": "1994", "municipality": place.pk, "phone": words.phone,
        "phone_owner": "self", "returned_on": "2026-01-15", "country": "US", "cui": words.cui,
        "decision": "given", "consent_how": "witness", "witness_name": words.text(3),
        "seen_duplicates": "", "guardian_name": words.text(4), **changes,
    }  # fmt: skip


def registered(stage: Stage, who: str = WHO) -> str:
    """Register the person through the page and return her id."""
    answer = stage.post(who, REGISTER, registration(stage))
    person = id_in(answer["Location"])
    stage.watch_person(person)
    return person


def opened(stage: Stage, who: str = WHO) -> str:
    """Register the person, open her case through the pages, and return the case's id."""
    with stage.unbroken():
        person = registered(stage, who)
        answer = stage.post(who, f"/casos/abrir/{person}/", {"source": "spontaneous"})
    return id_in(answer["Location"])


def person_of(case: str) -> Any:
    """Return the id of the case's person."""
    with acting_as(SYSTEM):
        return Case.objects.get(pk=case).person_id


def latest(model: Any, **of: Any) -> Any:
    """Return the row of a model that the flow has just made."""
    with acting_as(SYSTEM):
        return model.objects.filter(**of).latest("pk" if model is Consent else "recorded_at")


@flow
def search_then_register(stage: Stage) -> None:
    """She is searched for, registered with a mistake first, and her case is opened."""
    words = stage.words
    for typed in (f"{words.word(1)} {words.word(2)}", words.phone, words.cui):
        found = stage.post(WHO, "/buscar/", {"q": typed})
        stage.get(WHO, found["Location"])
    stage.get(WHO, reverse("people:register_from_search", args=[id_in(found["Location"])]))
    stage.post(WHO, "/buscar/", {"q": words.word(2) * 30}, status=422)
    stage.post(WHO, REGISTER, registration(stage, sex="", birth_year="x"), status=422)
    person = registered(stage)
    stage.get(WHO, f"/casos/abrir/{person}/")
    case = stage.post(WHO, f"/casos/abrir/{person}/", {"source": "spontaneous"})
    stage.get(WHO, case["Location"])
    stage.run_jobs()


@flow
def she_says_no(stage: Stage) -> None:
    """She refuses: nothing of her remains but the count."""
    stage.post(WHO, REGISTER, registration(stage, decision="refused"))
    stage.get(WHO, reverse("people:refused"))


@flow
def somebody_alike(stage: Stage) -> None:
    """She is registered a second time by mistake; the two are compared, merged and separated."""
    with stage.unbroken():
        first = registered(stage)
    asked = stage.post(WHO, REGISTER, registration(stage), status=422)
    seen = asked.context["seen"]
    again = registration(stage, seen_duplicates=seen, cui="")
    second = id_in(stage.post(WHO, REGISTER, again)["Location"])
    stage.watch_person(second)
    stage.run_jobs()
    stage.get(WHO, reverse("merging:queue"))
    stage.get(WHO, reverse("merging:propose", args=[first]))
    address = reverse("merging:propose_pair", args=[first, second])
    stage.get(WHO, address)
    pair = stage.post(WHO, address, {"reason": stage.words.text(5)})["Location"]
    stage.get(WHO, pair)
    form = stage.get(WHO, f"{pair}unir/").context["form"]
    told = {bound.html_name: bound.initial for bound in form} | {"reason": stage.words.text(6)}
    merge = stage.post(WHO, f"{pair}unir/", told)["Location"]
    stage.get("supervisora", merge)
    stage.post("supervisora", f"{merge}confirmar/")
    stage.get(WHO, merge)
    form = stage.get(WHO, f"{merge}separar/").context["form"]
    told = {bound.html_name: bound.initial or "" for bound in form}
    parting = stage.post(WHO, f"{merge}separar/", told | {"reason": stage.words.text(7)})
    stage.get("supervisora", parting["Location"])
    stage.post("supervisora", f"{parting['Location']}confirmar/")


@flow
def corrected(stage: Stage) -> None:
    """Her name was misspelt; it is put right, and the page of the past shows both."""
    case = opened(stage)
    person = person_of(case)
    address = reverse("people:correct", args=[person])
    form = stage.get(WHO, address).context["form"]
    told = registration(stage, given_names=stage.words.text(8), seen=form["seen"].value())
    stage.post(WHO, address, told | {"birth_year": "1800"}, status=422)
    stage.post(WHO, address, told)
    stage.get(WHO, reverse("rights:history", args=[person]))
    stage.get(WHO, reverse("desk:person", args=[person]), status=302)


@flow
def note_and_its_annulment(stage: Stage) -> None:
    """A note is written badly, then well, read on the case's page, and made void."""
    case, address = (made := opened(stage)), f"/casos/{made}/nota/"
    stage.get(WHO, address)
    told = {"id": str(uuid.uuid4()), "kind": "visit", "text": stage.words.text(5),
            "occurred_on": today()}  # fmt: skip
    stage.post(WHO, address, told | {"duration_minutes": stage.words.text(6)}, status=422)
    stage.post(WHO, address, told)
    stage.get(WHO, f"/casos/{case}/")
    note = latest(Note, case=case)
    annul = f"/casos/registros/nota/{note.pk}/anular/"
    stage.get(WHO, annul)
    stage.post(WHO, annul, {"reason": stage.words.text(7)})
    stage.get("supervisora", f"/casos/{case}/")


@flow
def counselled(stage: Stage) -> None:
    """A counselling session with agreements and a next step, which shows on Hoy."""
    case = opened(stage)
    told = {
        "id": str(uuid.uuid4()), "mode": "office", "topics": ["empleo"], "occurred_on": today(),
        "agreements": stage.words.text(5), "next_step": stage.words.text(6), "next_on": today(),
    }  # fmt: skip
    stage.post(WHO, f"/casos/{case}/consejeria/", told | {"topics": []}, status=422)
    stage.post(WHO, f"/casos/{case}/consejeria/", told)
    stage.get(WHO, "/hoy/")
    due = latest(CounsellingSession, case=case) and _due(case)
    stage.post(WHO, f"/casos/pendientes/{due}/posponer/", {"new_date": "x"}, status=422)
    later = (clock.today() + timedelta(days=2)).isoformat()
    stage.post(WHO, f"/casos/pendientes/{due}/posponer/", {"new_date": later})
    stage.post(WHO, f"/casos/pendientes/{due}/hecho/")


def _due(case: str) -> Any:
    with acting_as(SYSTEM):
        return Due.objects.filter(case=case).order_by("due_on")[0].pk


@flow
def followed_up(stage: Stage) -> None:
    """A call that nobody answers, and one with news."""
    case = opened(stage)
    address = f"/casos/{case}/seguimiento/"
    told = {"id": str(uuid.uuid4()), "mode": "call", "occurred_on": today(), "result": "no_answer"}
    stage.get(WHO, address)
    stage.post(WHO, address, told)
    news = told | {
        "id": str(uuid.uuid4()), "result": "changed", "difficulties": stage.words.text(5),
        "services_received": stage.words.text(6), "agreed_actions": stage.words.text(7),
    }  # fmt: skip
    stage.post(WHO, address, news, status=422)
    stage.post(WHO, address, news | {"employment": "searching"})
    stage.get(WHO, f"/casos/{case}/")
    stage.get(WHO, "/casos/")


@flow
def reassigned(stage: Stage) -> None:
    """Another promotor takes the case over."""
    case = opened(stage)
    address = f"/casos/{case}/reasignar/"
    stage.get("supervisora", address)
    stage.post("supervisora", address, {"manager": stage.words.text(5)}, status=422)
    stage.post("supervisora", address, {"manager": stage.cast.promotor.pk})
    stage.get("promotor", f"/casos/{case}/")


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
def planned(stage: Stage) -> None:
    """A plan is written, signed on the screen, printed, and reviewed by the supervision."""
    case = opened(stage)
    address = reverse("plans:edit", args=[case])
    words = stage.words
    told = PLAN | {
        "situation": words.text(5), "meta-0-text": words.text(6),
        "meta-0-accion-0-text": words.text(7), "mitigations": words.text(8),
    }  # fmt: skip
    stage.get(WHO, address)
    stage.post(WHO, address, told | {"meta-0-accion-0-due_on": words.text(9)}, status=422)
    plan = stage.post(WHO, address, told)["Location"]
    sign = {"consent_how": "signature", "signature": PNG_URL, "revision": "1",
            "agreed_on": today()}  # fmt: skip
    signing = reverse("plans:agree", args=[latest_plan(case).pk])
    stage.get(WHO, signing)
    stage.post(WHO, signing, sign | {"signature": words.text(4)}, status=422)
    stage.post(WHO, signing, sign)
    stage.get(WHO, plan)
    pdf = reverse("plans:pdf", args=[latest_plan(case).pk])
    stage.get(WHO, pdf)
    stage.get("supervisora", reverse("plans:list"))
    review = reverse("plans:review", args=[latest_plan(case).pk])
    stage.get("supervisora", review)


def latest_plan(case: str) -> Plan:
    """Return the case's plan."""
    with acting_as(SYSTEM):
        return Plan.objects.filter(case=case)[0]


@flow
def profiled(stage: Stage) -> None:
    """The interview, section by section, with a trade nobody lists."""
    case = opened(stage)
    stage.get(WHO, reverse("profiling:edit", args=[case]))
    for section, told in PROFILE.items():
        address = reverse("profiling:section", args=[case, section])
        typed = {"oficio": {"occupation_words": stage.words.text(5)[:80]},
                 "trabajos": {"trabajo-0-words": stage.words.text(6)[:80]}}  # fmt: skip
        form = stage.get(WHO, address).context["form"]
        known = {"version": form["version"].value()}
        stage.post(WHO, address, told | known | typed.get(section, {}))
    stage.get(WHO, reverse("profiling:edit", args=[case]))


@flow
def trained(stage: Stage) -> None:
    """Enrolled in a course, dropped from it, and a certificate recorded."""
    case = opened(stage)
    address = reverse("learning:enrol", args=[case])
    form = stage.get(WHO, address).context["form"]
    service = next(value for value, _label in form.fields["service"].choices if value)
    told = {"id": str(uuid.uuid4()), "service": str(service), "occurred_on": today(),
            "starts_on": today()}  # fmt: skip
    stage.post(WHO, address, told | {"starts_on": stage.words.text(5)}, status=422)
    stage.post(WHO, address, told)
    enrolment = reverse("learning:enrolment", args=[told["id"]])
    stage.get(WHO, enrolment)
    stage.get(WHO, reverse("learning:drop", args=[told["id"]]))
    stage.post(
        WHO, reverse("learning:drop", args=[told["id"]]),
        {"dropped_on": today(), "reason": stage.words.text(6)},
    )  # fmt: skip
    certificate = {
        "id": str(uuid.uuid4()), "kind": "tecnica", "recognition": "certificacion",
        "title": stage.words.text(7), "number": stage.words.text(8)[:40], "occurred_on": today(),
        "issuer": Organization.objects.get(code="intecap").pk, "issuer_authorised": "on",
        "evidence_status": "declared", "evidence_note": stage.words.text(9),
    }  # fmt: skip
    address = reverse("learning:certificate_new", args=[case])
    stage.post(WHO, address, certificate | {"issuer": "x"}, status=422)
    stage.post(WHO, address, certificate)
    stage.get(WHO, f"/casos/{case}/")


@flow
def placed(stage: Stage) -> None:
    """An application and a job, with its end."""
    case = opened(stage)
    words = stage.words
    applied = {"id": str(uuid.uuid4()), "employer_name": words.text(5), "position": words.text(6),
               "means": "directa", "occurred_on": today()}  # fmt: skip
    address = reverse("jobs:apply", args=[case])
    form = stage.get(WHO, address).context["form"]
    applied["means"] = form.fields["means"].choices[0][0]
    stage.post(WHO, address, applied | {"means": words.text(7)}, status=422)
    stage.post(WHO, address, applied)
    address = reverse("jobs:place", args=[case])
    form = stage.get(WHO, address).context["form"]
    job = {
        "id": str(uuid.uuid4()), "kind": "", "position": words.text(8), "occurred_on": today(),
        "employer_name": words.text(9), "hours_per_week": "40", "expected_months": "12",
        "evidence": form.fields["evidence"].choices[0][0],
    }  # fmt: skip
    stage.post(WHO, address, job, status=422)
    stage.post(WHO, address, job | {"kind": form.fields["kind"].choices[0][0]})
    stage.get(WHO, reverse("jobs:placement", args=[job["id"]]))
    stage.post(WHO, reverse("jobs:end", args=[job["id"]]), {"ended_on": today()})


@flow
def ended(stage: Stage) -> None:
    """The case is closed, given back, closed again, certified and reopened."""
    case = opened(stage)
    words, address = stage.words, f"/casos/{case}/cierre/"
    told = {"id": str(uuid.uuid4()), "reason": "objetivos", "outcome": "positivo",
            "evidence": words.text(5)}  # fmt: skip
    stage.get(WHO, address)
    stage.post(WHO, address, told | {"reason": words.text(6)}, status=422)
    stage.post(WHO, address, told)
    closure = reverse("casework:closure", args=[told["id"]])
    stage.get("supervisora", closure)
    stage.post("supervisora", f"{closure}devolver/", {"reason": words.text(7)})
    again = told | {"id": str(uuid.uuid4())}
    stage.post(WHO, address, again)
    closure = reverse("casework:closure", args=[again["id"]])
    stage.get("supervisora", "/hoy/")
    stage.post("supervisora", f"{closure}certificar/")
    stage.post("supervisora", f"{closure}reabrir/", {"reason": words.text(8)})


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
