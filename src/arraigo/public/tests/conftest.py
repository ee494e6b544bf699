"""A referral and a browser without an account."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from tests.factories import opened_case

from arraigo.referrals.models import Referral
from arraigo.referrals.tests.making import sent


@pytest.fixture
def referral(cast: SimpleNamespace) -> Referral:
    case = opened_case(cast.promotora, phone="+50255550123")
    return sent(case, cast.promotora, message="Sabe usar herramienta.")


@pytest.fixture
def visitor(client_of: Callable[..., Client]) -> Client:
    return client_of()
