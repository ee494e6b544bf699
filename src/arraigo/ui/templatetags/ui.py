"""Filters and tags that the components and the pages share: ``{% load ui %}``."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField, CheckboxInput, MultiWidget
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

STATUS_ICONS = {
    "ok": "circle-check",
    "info": "info",
    "warn": "triangle-alert",
    "stop": "octagon-x",
    "wait": "clock",
}
UNSAID = SafeString('aria-hidden="true"')
MESSAGE_KINDS = {
    constants.SUCCESS: "ok",
    constants.WARNING: "warn",
    constants.ERROR: "stop",
}


class FormError(NamedTuple):
    """One line of the error summary: the words, and the id of the control to go to, or ''."""

    text: str
    target: str


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> str:
    """Return an icon as SVG: hidden beside words, or named by its `label` where it stands alone.

    A page has hundreds of the same few, so each is drawn once.
    """
    said = format_html('role="img" aria-label="{}"', label) if label else UNSAID
    shape = '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(shape, said, static("ui/sprite.svg"), name)


@register.filter
def money(value: Any) -> str:
    """Return an amount of quetzales as ``Q1,234.56``; empty for what is no number."""
    amount = _rounded(value, 2)
    if amount is None:
        return ""
    digits = number_format(abs(amount), decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{'-' if amount < 0 else ''}Q{digits}"


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """Return a number with separated thousands, ``12,345``; empty for what is no number."""
    amount = _rounded(value, decimals)
    if amount is None:
        return ""
    return number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def status_icon(kind: str) -> str:
    """Return the icon that goes with a kind of status (ok, info, warn, stop, wait)."""
    return STATUS_ICONS.get(kind, STATUS_ICONS["info"])


@register.filter
def options(choices: Iterable[dict[str, Any]]) -> str:
    """Return the options of a list, drawn at once: the municipalities alone are 340."""
    parts = ((choice["value"], _flags(choice), choice["label"]) for choice in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', parts)


def _flags(choice: dict[str, Any]) -> SafeString:
    disabled = bool(choice["attrs"].get("disabled"))
    return flatatt({"selected": bool(choice["selected"]), "disabled": disabled})


@register.filter
def message_kind(message: Message) -> str:
    """Return the kind of status that a message of Django is."""
    return MESSAGE_KINDS.get(message.level, "info")


@register.filter
def is_optional(field: BoundField) -> bool:
    """Tell whether the label says "(opcional)".

    A lone checkbox may always stay empty, so it doesn't say so; nor does a form whose class sets
    ``mark_optional = False`` (filters, where everything is optional), nor a question named in
    ``conditional``: another answer may make it necessary, and its hint says when.
    """
    return (
        not field.field.required
        and not field.field.disabled
        and not isinstance(field.field.widget, CheckboxInput)
        and getattr(field.form, "mark_optional", True)
        and field.name not in getattr(field.form, "conditional", ())
    )


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether the field is one lone checkbox, whose label stands beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def form_errors(source: Any) -> list[FormError]:
    """Return every error of a form, a formset or several of them, in the order of the page."""
    return list(_errors(source))


def _errors(source: Any) -> Iterator[FormError]:
    if isinstance(source, BaseForm):
        yield from (FormError(str(text), "") for text in source.non_field_errors())
        for field in source:
            target = "" if field.is_hidden and not _is_signature(field) else _target(field)
            yield from (FormError(str(text), target) for text in field.errors)
    elif isinstance(source, BaseFormSet):
        yield from (FormError(str(text), "") for text in source.non_form_errors())
        yield from _errors(source.forms)
    elif isinstance(source, Iterable) and not isinstance(source, str):
        for part in source:
            yield from _errors(part)


def _target(field: BoundField) -> str:
    """Return the id of the first control of the field: of its pad, if it is a signature."""
    if _is_signature(field):
        return f"{field.auto_id}_pad"
    if field.id_for_label:
        return str(field.id_for_label)
    if isinstance(field.field.widget, MultiWidget):
        return f"{field.auto_id}_0"
    controls = field.subwidgets
    return str(controls[0].id_for_label) if controls else str(field.auto_id)


def _is_signature(field: BoundField) -> bool:
    return "data-signature-value" in field.field.widget.attrs


def _rounded(value: Any, decimals: int) -> Decimal | None:
    """Return the number rounded half up (Django's own formatting would cut), or None."""
    try:
        amount = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
