"""Mail of the worker's jobs: each recipient apart, and again later while no server answers."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from procrastinate import RetryStrategy

#: A job that mails is tried again six times, each wait four times as long as the one before.
RETRIES = RetryStrategy(max_attempts=6, exponential_wait=4)


def page(name: str) -> str:
    """Return the whole address of a page that names nobody, as a mail shows it."""
    return f"{settings.BASE_URL}{reverse(name)}"


def mail_each(recipients: Iterable[str], subject: str, body: str) -> None:
    """Mail the same words to each, none of whom sees the others.

    A job that is tried again writes to all of them again. Raises what the mail server answered.
    """
    for recipient in recipients:
        send_mail(subject, body, None, [recipient])
