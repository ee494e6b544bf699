"""What `arraigo demo` prints: where to enter as whom."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from arraigo.accounts.training import PASSWORD
from arraigo.demo.cast import LOGINS


def print_logins() -> None:
    """Print one training login per role, the password and how to get the second factor."""
    table = Table(title="Cuentas de capacitación (personas ficticias)", title_justify="left")
    table.add_column("correo")
    table.add_column("función")
    table.add_column("oficina")
    for login in LOGINS:
        table.add_row(login.email, str(login.role.label), login.office or login.organization)
    console = Console()
    console.print(table)
    console.print(f"Contraseña de todas: [bold]{PASSWORD}[/bold]")
    console.print("El código de seis números se muestra en la página, solo en capacitación.")
