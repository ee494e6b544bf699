"""What a template may offer: only pages that this user may open."""

from __future__ import annotations

from typing import Any

from django import template

from arraigo.accounts import addresses

register = template.Library()


@register.simple_tag(takes_context=True)
def may_open(context: dict[str, Any], url_name: str) -> bool:
    """Tell whether the page's user may open the page `url_name`; without a user, she may not.

    `{% may_open "referrals:new" as may_refer %}{% if may_refer %}…{% endif %}`
    """
    roles: frozenset[str] = getattr(context.get("user"), "roles", frozenset())
    return addresses.may_open_page(url_name, roles)
