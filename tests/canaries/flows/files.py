"""Her file: registered, corrected, told, planned, followed up, ended."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.urls import reverse

from arraigo.casework.models import CounsellingSession, Due, Note
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.organizations.models import Organization
from arraigo.plans.models import Plan
from arraigo.plans.tests.making import PNG_URL
from arraigo.plans.tests.making import POSTED as PLAN
from arraigo.profiling.tests.making import POSTED as PROFILE
from tests.canaries.flows.common import (
    REGISTER,
    WHO,
    flow,
    latest,
    opened,
    person_of,
    registered,
    registration,
    today,
)
from tests.canaries.stage import Stage, id_in


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
