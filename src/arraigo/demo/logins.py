"""What `arraigo demo` prints: where to enter as whom."""

from __future__ import annotations

from collections.abc import Iterator

from arraigo.accounts.training import PASSWORD
from arraigo.demo.cast import LOGINS


def login_lines() -> Iterator[str]:
    """Yield one training login per line, then the password and how to get the second factor."""
    width = max(len(login.email) for login in LOGINS)
    yield "Cuentas de capacitación (personas ficticias):"
    for login in LOGINS:
        place = login.office or login.organization
        yield f"  {login.email:<{width}}  {login.role.label}{f' · {place}' if place else ''}"
    yield f"Contraseña de todas: {PASSWORD}"
    yield "El código de seis números se muestra en la página, solo en capacitación."
