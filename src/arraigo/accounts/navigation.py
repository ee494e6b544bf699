"""What the layout shows around each page: the entries this user may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.access import may_open, opens_before_second_factor
from arraigo.accounts.addresses import view_of


@dataclass(frozen=True)
class Entry:
    """One entry of the bottom bar (phone) or the rail (laptop)."""

    label: str | Promise
    icon: str
    url_name: str
    primary: bool = False
    phone_only: bool = False


ENTRIES = (
    Entry(_("Tablero"), "compass", "desk:board"),
    Entry(_("Hoy"), "sun", "desk:today"),
    Entry(_("Casos"), "folder-open", "desk:cases"),
    Entry(_("Registrar"), "user-plus", "people:start", primary=True),
    Entry(_("Quejas"), "megaphone", "complaints:list"),
    Entry(_("Directorio"), "book-open", "directory:list"),
    Entry(_("Listas recibidas"), "inbox", "leads:contacts"),
    Entry(_("Entregas"), "cloud-upload", "field:submissions"),
    Entry(_("Teléfonos de campo"), "smartphone", "field:devices"),
    Entry(_("Formularios"), "clipboard-list", "field:forms"),
    Entry(_("Puntajes"), "scale", "assessments:schemes"),
    Entry(_("Planes por revisar"), "list-checks", "plans:list"),
    Entry(_("Metas modelo"), "clipboard-list", "plans:model_goals"),
    Entry(_("Verificación de calidad"), "scale", "quality:list"),
    Entry(_("Indicadores"), "chart-column", "indicators:month"),
    Entry(_("Informe mensual"), "file-text", "reports:list"),
    Entry(_("Coordinación"), "handshake", "coordination:list"),
    Entry(_("Encargos"), "list-checks", "errands:list"),
    Entry(_("Traslados"), "route", "transfers:list"),
    Entry(_("Registros en revisión"), "git-merge", "merging:queue"),
    Entry(_("Buscar duplicados"), "search", "people:linkage"),
    Entry(_("Acceso de urgencia"), "eye", "emergency:open"),
    Entry(_("Urgencias"), "shield", "emergency:queue"),
    Entry(_("Autorizaciones"), "clipboard-check", "authorisations:list"),
    Entry(_("Delegaciones"), "users", "delegations:list"),
    Entry(_("Pagos"), "banknote", "contracts:list"),
    Entry(_("Protección de datos"), "shield", "rights:find"),
    Entry(_("Consultas inusuales"), "eye", "harvest:alerts"),
    Entry(_("Protocolo"), "list-checks", "protocol:list"),
    Entry(_("Cuentas"), "users", "team:list"),
    Entry(_("Funciones por confirmar"), "key-round", "team:requests"),
    Entry(_("Conservación"), "hourglass", "rights:retention"),
    Entry(_("Retener un expediente"), "lock", "rights:hold_found"),
)

MORE = Entry(_("Más"), "ellipsis", "desk:more", phone_only=True)
ON_PHONE = 5  # entries the phone's bar has room for


def entries_for(roles: frozenset[str]) -> list[Entry]:
    """Return the entries whose page exists and one of `roles` may open."""
    return [
        entry
        for entry in ENTRIES
        if (view := view_of(entry.url_name)) is not None and may_open(view, roles)
    ]


def arranged(entries: list[Entry]) -> list[Entry]:
    """Return the entries with «Más» as the last that a phone has room for, if it is needed."""
    if len(entries) <= ON_PHONE:
        return entries
    return [*entries[: ON_PHONE - 1], MORE, *entries[ON_PHONE - 1 :]]


def nearest(addresses: Iterable[str], path: str) -> str:
    """Return the address under which a page lies, the longest of several; empty if none."""
    return max((each for each in addresses if path.startswith(each)), key=len, default="")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the layout's context: `navigation`, `user_role`, `may_search`, `training_mode`."""
    user: Any = getattr(request, "user", None)
    context: dict[str, Any] = {"training_mode": settings.TRAINING_MODE, "navigation": []}
    if user is None or not user.is_authenticated:
        return context
    context["user_role"] = user.position
    match = request.resolver_match
    if match and opens_before_second_factor(match.func):
        return context  # a page that asks for one thing, before anything else may open
    entries = {reverse(entry.url_name): entry for entry in arranged(entries_for(user.roles))}
    current = nearest(entries, request.path)
    context["navigation"] = [
        {
            "label": entry.label,
            "icon": entry.icon,
            "url": url,
            "current": url == current,
            "primary": entry.primary,
            "phone_only": entry.phone_only,
        }
        for url, entry in entries.items()
    ]
    search = view_of("search")
    context["may_search"] = search is not None and may_open(search, user.roles)
    return context
