"""The fragment for the page of the case."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from arraigo.learning.enums import CertificateKind
from arraigo.learning.models import Certificate, Enrolment
from arraigo.learning.tests.making import certified, enrolled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_system")]


def drawn(case):
    context = {
        "enrolments": Enrolment.objects.for_case(case),
        "certificates": Certificate.objects.for_case(case),
    }
    return render_to_string("learning/_list.html", context)


def test_empty_it_says_so(cast, case):
    assert "Todavía no hay" in drawn(case)


def test_it_costs_the_same_however_many_there_are(cast, case):
    enrolled(case, cast.promotora)
    certified(case, cast.promotora, number="1")
    with CaptureQueriesContext(connection) as few:
        text = drawn(case)
    assert "Curso de soldadura" in text
    assert "En curso" in text
    assert case.person.surnames not in text
    for number in range(2, 6):
        certified(case, cast.promotora, number=str(number))
    certified(
        case, cast.promotora, kind=CertificateKind.ATTENDANCE, recognition=None,
        issuer_authorised=False,
    )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        drawn(case)
    assert len(many) == len(few)
