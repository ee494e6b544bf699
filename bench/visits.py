"""What each role opens in a day: sessions and addresses, told to the benchmark as JSON."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from arraigo.accounts.models import User
from arraigo.casework.models import Case
from arraigo.contracts.models import PaymentCertificate
from arraigo.coordination.models import Activity
from arraigo.core import clock
from arraigo.core.context import SYSTEM, acting_as
from arraigo.demo.cast import LOGINS
from arraigo.desk.paging import page_of_cases
from arraigo.directory.models import Service
from arraigo.indicators.periods import Period
from arraigo.jobs.models import Placement
from arraigo.learning.models import Enrolment
from arraigo.people.models import Person
from arraigo.plans.models import Plan
from arraigo.referrals.models import Referral
from arraigo.reports.models import MonthlyReport

SAMPLE = 20  # different rows behind one kind of page
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

Pages = dict[str, list[str]]


def visits() -> dict[str, Any]:
    """Return a session for each login and, for some, the addresses of each page they open."""
    users = {login.key: User.objects.get(email=login.email) for login in LOGINS}
    with acting_as(SYSTEM, purpose="bench"):
        return {
            "persons": Person.objects.count(),
            "sessions": {key: session_of(user) for key, user in users.items()},
            "pages": {
                "promotora": {**_lists(users["promotora"]), **_files(users["promotora"])},
                "supervisora": {
                    "Hoy": ["/hoy/"],
                    "Casos": ["/casos/"],
                    "Planes por revisar": [reverse("plans:list")],
                    **_figures(),
                    **_reports(users["supervisora"]),
                },
                "oficial": {
                    "Hoy": ["/hoy/"],
                    **_lists(users["oficial"]),
                    **_reports(users["oficial"]),
                    "Pagos": [reverse("contracts:list")],
                },
                "finanzas": {
                    "Pagos": [reverse("contracts:list")],
                    "Certificado de pago": addresses(
                        "contracts:certificate", PaymentCertificate.objects.all()
                    ),
                },
                "peas": {"Quejas": [reverse("complaints:list")]},
            },
        }


def session_of(user: User, proved_at: float | None = None) -> str:
    """Return the key of a new session; `proved_at` (seconds): when she last said who she is."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    if proved_at is not None:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": proved_at}]
        session.save()
    return client.cookies["session"].value


def addresses(name: str, rows: QuerySet[Any], column: str = "pk") -> list[str]:
    """Return the page `name` of up to `SAMPLE` rows."""
    return [reverse(name, args=[pk]) for pk in rows.values_list(column, flat=True)[:SAMPLE]]


def _lists(user: User) -> Pages:
    """Return the lists that grow with the programme."""
    cases = Case.objects.visible_to(user)
    middle = cases.order_by("-opened_on", "-id")[cases.count() // 2]
    second = page_of_cases(cases, "").after
    place = cases.select_related("person__municipality").first()
    assert place is not None
    return {
        "Hoy": ["/hoy/"],
        "Casos": ["/casos/"],
        "Casos, segunda página": [f"/casos/?after={second}"],
        "Casos, a la mitad": [f"/casos/?after={middle.opened_on}_{middle.pk}"],
        "Casos, un paso": ["/casos/?paso=3"],
        "Casos, cerrados": ["/casos/?paso=cerrados"],
        "Casos, prioridad": ["/casos/?prioridad=alta"],
        "Casos, vencidos": ["/casos/?vencidos=on"],
        "Casos, municipio": [f"/casos/?municipio={place.person.municipality.code_ine}"],
        "Casos, a cargo": [f"/casos/?a_cargo={user.pk}"],
        "Directorio": ["/directorio/"],
        "Directorio, buscado": ["/directorio/?q=soldadura"],
        "Coordinación": ["/coordinacion/"],
        "Autorizaciones": [reverse("authorisations:list")],
        **_figures(),
    }


def _figures() -> Pages:
    month = Period.this_month().before().key
    return {
        "Indicadores": [f"/indicadores/?mes={month}"],
        "Hechos de una cifra": [f"/indicadores/{code}/hechos/?mes={month}" for code in ("1", "8")],
    }


def _reports(user: User) -> Pages:
    reports = MonthlyReport.objects.visible_to(user).order_by("pk")
    approved = reports.filter(state="aprobado")
    return {
        "Informes": [reverse("reports:list")],
        "Informe": addresses("reports:detail", reports),
        "Hechos de un informe": [
            reverse("reports:facts", args=[report.pk, "8"]) for report in approved[:SAMPLE]
        ],
    }


def _files(user: User) -> Pages:
    """Return the pages of one person's file, of several persons each."""
    month_ago = clock.today() - timedelta(days=40)
    cases = Case.objects.visible_to(user).order_by("pk")
    still_open = cases.open().filter(opened_on__lt=month_ago)
    mine = {"case__in": cases.values("pk")}
    return {
        "Caso": addresses("desk:case", still_open),
        "Caso cerrado": addresses("desk:case", cases.exclude(closed_on=None)),
        "Persona": addresses("desk:person", still_open, "person"),
        "Perfil": addresses("profiling:edit", still_open),
        "Perfil, oficio": [
            reverse("profiling:section", args=[case.pk, "oficio"]) for case in still_open[:SAMPLE]
        ],
        "Plan": addresses("plans:detail", Plan.objects.filter(**mine).order_by("pk")),
        "Nota": addresses("casework:note", still_open),
        "Seguimiento": addresses("casework:follow_up", still_open),
        "Referir": addresses("referrals:new", still_open),
        "Referencia": addresses("referrals:detail", Referral.objects.filter(**mine)),
        "Inscribir": addresses("learning:enrol", still_open),
        "Inscripción": addresses("learning:enrolment", Enrolment.objects.filter(**mine)),
        "Postular": addresses("jobs:apply", still_open),
        "Colocación": addresses("jobs:placement", Placement.objects.filter(**mine)),
        "Servicio": addresses("directory:service", Service.objects.order_by("pk")),
        "Actividad": addresses("coordination:detail", Activity.objects.visible_to(user)),
        "Registrar": ["/registrar/"],
        "Registro": ["/registrar/nueva/"],
        "Pagos": [reverse("contracts:list")],
        **_reports(user),
    }
