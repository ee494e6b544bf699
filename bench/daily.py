"""What each role opens of case work in a day, told to the benchmark as JSON."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.urls import reverse

from arraigo.accounts.models import User
from arraigo.casework.enums import DueKind
from arraigo.casework.models import (
    Case,
    CaseAssignment,
    DrawnCase,
    Due,
    ProtocolVersion,
)
from arraigo.casework.quality.months import last_month
from arraigo.casework.saved.actions import save_filter
from arraigo.core import clock
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.demo.cast import LOGINS
from arraigo.desk.paging import page_of_cases
from arraigo.people.models import Person
from arraigo.plans.models import Plan
from arraigo.profiling.assessments.models import Assessment
from bench.visits import SAMPLE, Pages, addresses, session_of

SEARCHED = ("López García", "Maria Vasques", "Juan Carlos Peres", "Hernández", "Ana Lucía Choc")
ROLES = ("promotora", "supervisora", "oficial", "administra")
#: A proof of who she is that does not grow old while pages are measured.
TOMORROW = 86_400


def daily() -> dict[str, Any]:
    """Return a session for each role and the addresses of each page of case work it opens."""
    users = {
        login.key: User.objects.get(email=login.email) for login in LOGINS if login.key in ROLES
    }
    with acting_as(SYSTEM, purpose="bench"):
        promotora, lead, officer = users["promotora"], users["supervisora"], users["oficial"]
        return {
            "persons": Person.objects.count(),
            "sessions": {
                key: session_of(user, proved_at=time.time() + TOMORROW)
                for key, user in users.items()
            },
            "pages": {
                "promotora": {
                    **_agenda(), **_cases(promotora), **_files(promotora), **_writing(promotora)
                },
                "supervisora": {
                    **_agenda(quien=promotora.pk), **_cases(lead), **_files(lead),
                    **_overseen(), **_led(lead, promotora),
                },
                "oficial": {
                    **_lists(), **_cases(officer), **_files(officer), **_overseen()
                },
                "administra": _protocol(),
            },
        }  # fmt: skip


def _agenda(quien: int | None = None) -> Pages:
    """Return Hoy and what goes with it; the route is a colleague's for who leads."""
    of, week = f"&quien={quien}" if quien else "", clock.today() + timedelta(days=7)
    return {
        **_lists(),
        "Ruta": [f"/hoy/ruta/?dia={clock.today()}{of}"],
        "Ruta, la semana": [f"/hoy/ruta/?dia={week}{of}"],
    }


def _lists() -> Pages:
    """Return what everybody who works with cases opens."""
    return {
        "Hoy": ["/hoy/"],
        "Encargos": [reverse("errands:list")],
        "Verificaciones": [reverse("quality:list")],
        "Protocolo": [reverse("protocol:list")],
        "Buscar": [f"?{text}" for text in SEARCHED],
    }


def _cases(user: User) -> Pages:
    """Return Casos, as it is narrowed and turned over."""
    cases = Case.objects.visible_to(user)
    second = page_of_cases(cases, "").after
    third = page_of_cases(cases, second).after
    middle = cases.order_by("-opened_on", "-id")[cases.count() // 2]
    manager = _busiest_seen_by(user)
    lists = {
        "Casos": "",
        "Casos, segunda página": f"after={second}",
        "Casos, tercera página": f"after={third}",
        "Casos, a la mitad": f"after={middle.opened_on}_{middle.pk}",
        "Casos, abiertos": "abiertos=on",
        "Casos, cerrados": "paso=cerrados",
        "Casos, un paso": "paso=3",
        "Casos, prioridad": "prioridad=alta",
        "Casos, prioridad abiertos": "prioridad=alta&abiertos=on",
        "Casos, vencidos": "vencidos=on",
        "Casos, señal": "atencion=senal",
        "Casos, sin contacto": "atencion=sin_contacto",
        "Casos, tarde": "atencion=tarde",
        "Casos, a cargo": f"a_cargo={manager}",
    }
    if user.office_ids:
        town = cases.open().values_list("person__municipality", flat=True).first()
        lists["Casos, municipio"] = f"municipio={town}"
        lists["Casos, municipio vencidos"] = f"municipio={town}&vencidos=on"
    told = {name: [f"/casos/?{query}"] for name, query in lists.items()}
    return {**told, "Casos, filtro guardado": [_saved(user)]}


def _saved(user: User) -> str:
    with acting_as(Actor.user(user), purpose="bench"):
        chosen = {"prioridad": "alta", "abiertos": True}
        saved = save_filter(name="Ensayo", chosen=chosen, office=None, user=user)
    return reverse("desk:filter", args=[saved.pk])


def _busiest_seen_by(user: User) -> int:
    held = CaseAssignment.objects.filter(until=None, case__in=Case.objects.visible_to(user).open())
    manager = held.values_list("manager", flat=True).first()
    assert manager is not None
    return int(manager)


def _files(user: User) -> Pages:
    """Return the pages of one case, of several cases each."""
    cases = Case.objects.visible_to(user)
    hers = cases.managed_by(user) if cases.managed_by(user).exists() else cases
    still_open = hers.open().order_by("pk")
    came_back = still_open.filter(person__cases__closed_on__isnull=False)
    seen = {"case__in": hers.order_by("pk").values("pk")[: SAMPLE * 20]}
    return {
        "Caso": addresses("desk:case", still_open),
        "Caso que volvió": addresses("desk:case", came_back),
        "Caso cerrado": addresses("desk:case", hers.exclude(closed_on=None).order_by("pk")),
        "Persona": addresses("desk:person", still_open, "person"),
        "Plan": addresses("plans:detail", Plan.objects.filter(**seen).order_by("pk")),
        "Evaluaciones": addresses("assessments:overview", still_open),
        "Evaluación": addresses(
            "assessments:detail", Assessment.objects.filter(**seen).order_by("pk")
        ),
        "Papelería": addresses("casework:papers", still_open),
    }


def _writing(user: User) -> Pages:
    """Return the pages on which a promotor writes."""
    still_open = Case.objects.visible_to(user).managed_by(user).open().order_by("pk")
    planned = Plan.objects.filter(case__in=still_open.values("pk"))
    hers = Due.objects.open().filter(assigned_to=user, kind=DueKind.FOLLOW_UP).order_by("pk")
    assess = [
        reverse("assessments:new", args=[case.pk, "vulnerabilidad"]) for case in still_open[:SAMPLE]
    ]
    return {
        "Plan, escribir": addresses(
            "plans:edit", still_open.exclude(pk__in=planned.values("case"))
        ) or addresses("plans:edit", still_open),
        "Evaluación nueva": assess,
        "Nota": addresses("casework:note", still_open),
        "Consejería": addresses("casework:session", still_open),
        "Seguimiento": addresses("casework:follow_up_due", hers),
        "Cierre": addresses("casework:close", still_open),
        "Documento nuevo": addresses("casework:document_new", still_open),
    }  # fmt: skip


def _overseen() -> Pages:
    return {
        "Tablero": [reverse("desk:board")],
        "Uso de las herramientas": [reverse("desk:use")],
    }


def _led(lead: User, promotora: User) -> Pages:
    """Return what is a lead's alone."""
    drawn = DrawnCase.objects.visible_to(lead).filter(draw__month=last_month())
    return {
        "Verificar": addresses("quality:verify", drawn.exclude(manager=lead).order_by("pk")),
        "Planes por revisar": [reverse("plans:list")],
        "Reasignar": [reverse("casework:reassign_all", args=[promotora.pk])],
    }


def _protocol() -> Pages:
    draft = ProtocolVersion.objects.draft()
    assert draft is not None
    return {
        "Protocolo": [reverse("protocol:list")],
        "Publicar el protocolo": [reverse("protocol:publish", args=[draft.pk])],
        "Pasar casos": [reverse("protocol:move")],
    }
