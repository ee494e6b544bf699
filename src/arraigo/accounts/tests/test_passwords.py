"""Which passwords are taken."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from arraigo.accounts.passwords import CONTEXT_WORDS, ContextWordsValidator
from arraigo.accounts.tests.conftest import PASSWORD, log_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "easy", ["Arraigo2026Arraigo", "Guatemala 2026!!", "OIM-Retornos-2026", "Mi-Contraseña-123"]
)
def test_words_of_the_programme_are_easy_to_guess_here(easy):
    with pytest.raises(ValidationError):
        validate_password(easy)


@pytest.mark.parametrize(
    "good",
    ["ceiba volcan marimba", "jocote maduro en la mesa", "arraigo con mucho pinol", "ñ" * 70],
)
def test_any_letters_at_any_length_will_do(good):
    validate_password(good)


def test_the_words_are_compared_without_accents():
    assert all(word.isascii() and word.islower() for word in CONTEXT_WORDS)
    assert ContextWordsValidator(shortest=12).get_help_text()


LONG = "palabra larga " * 12 + "fin"


@pytest.mark.parametrize("exact", ["  con espacios al final ", "MAYÚSCULAS y minúsculas", LONG])
def test_it_is_checked_exactly_as_typed(client_of, client, user, exact):
    told = {"oldpassword": PASSWORD, "password1": exact, "password2": exact}
    assert client_of(user).post(reverse("account_change_password"), told).status_code == 302
    for other in (f"{exact} ", exact.swapcase(), exact[:-1]):
        assert log_in(client, user.email, other).status_code == 200
    assert log_in(client, user.email, exact).status_code == 302
