"""Ways to reach the person from a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.utils.translation import gettext as _

from arraigo.core import traces
from arraigo.core.models import field_id
from arraigo.people.models import ContactPoint

register = template.Library()


@register.simple_tag
def new_id() -> str:
    """Return an id for what a form on the page will make: sent twice, it is made once."""
    return str(field_id())


@register.simple_tag
def case_code(row: Any) -> str:
    """Return the code of the case that `row` is about, where no name may stand.

    It leads whoever sees the case to its person, so that it leaves a trace as a name does.
    """
    traces.show([row.person_id])
    return str(row.code)


@register.filter
def whatsapp(contact: ContactPoint, user: Any) -> str:
    """Return the address that opens a chat with a text that names no programme.

    It greets under the neutral name that was agreed with the person, if there is one.
    """
    name = contact.present_as or user.name
    text = _("Buen día, le saluda %(name)s. ¿Podemos hablar por teléfono?") % {"name": name}
    return f"https://wa.me/{contact.phone.as_e164.removeprefix('+')}?text={quote(text)}"
