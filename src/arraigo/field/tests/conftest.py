"""A case and a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import opened_case
from tests.openrosa.through_django import phone_of


@pytest.fixture
def case(cast):
    return opened_case(cast.promotora)


@pytest.fixture
def phone(cast, case):
    return phone_of(cast.promotora, Client())
