"""What the case's page includes: its referrals, and services to refer to in one tap."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from arraigo.casework.models import Case
from arraigo.core.context import Actor, acting_as
from arraigo.referrals.models import Referral
from arraigo.referrals.suggestions import suggest

pytestmark = pytest.mark.django_db


def test_shows_service_institution_state_and_deadline(
    cast: SimpleNamespace, case: Case, referral: Referral
) -> None:
    with acting_as(Actor.user(cast.promotora)):
        referrals = Referral.objects.for_case(case)
        html = render_to_string("referrals/_list.html", {"referrals": referrals})
    for words in (
        referral.service.name, referral.organization.name, "Enviada", "Respuesta antes del",
        referral.get_absolute_url(),
    ):  # fmt: skip
        assert words in html
    assert case.person.surnames not in html


def test_without_referrals_says_so() -> None:
    html = render_to_string("referrals/_list.html", {"referrals": Referral.objects.none()})
    assert "Todavía no hay referencias." in html


def test_suggested_services_lead_to_the_form_with_the_service_chosen(
    cast: SimpleNamespace, case: Case
) -> None:
    with acting_as(Actor.user(cast.promotora)):
        suggestions = suggest(case.person)
        html = render_to_string(
            "referrals/_suggested.html", {"case": case, "suggestions": suggestions}
        )
        empty = render_to_string("referrals/_suggested.html", {"case": case, "suggestions": []})
    assert len(suggestions) == 4
    for suggestion in suggestions:
        assert f"/referencias/nueva/{case.pk}/?servicio={suggestion.service.pk}" in html
    assert "Ningún servicio verificado" in empty
