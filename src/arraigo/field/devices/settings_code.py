"""The code that sets up ODK Collect: its settings as JSON, deflated, in base64, as a QR.

ODK documents the format under "Configuring the app with a QR code".
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from django.utils.translation import gettext as _


def collect_settings(address: str, name: str, training: bool) -> dict[str, Any]:
    """Return the settings for a server at `address`, for the project `name`."""
    return {
        "general": {
            "server_url": address,
            "username": "",
            "password": "",
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_fifteen_minutes",
            "automatic_update": True,
            "autosend": "wifi_and_cellular",
            "delete_send": True,
            "constraint_behavior": "on_swipe",
            "font_size": "21",
            "app_language": "es",
            "instance_sync": False,
            "analytics": False,
            "external_app_recording": False,
            "image_size": "small",
        },
        "admin": {
            "change_server": False,
            "change_form_metadata": False,
            "change_autosend": False,
            "delete_after_send": False,
            "automatic_update": False,
            "form_update_mode": False,
            "analytics": False,
            "qr_code_scanner": False,
        },
        "project": {
            "name": f"{name} · {_('Práctica')}" if training else name,
            "icon": "A",
            "color": "#2f5d44",
        },
    }


def code_text(settings: dict[str, Any]) -> str:
    """Return what the QR holds: the JSON, deflated, in base64."""
    plain = json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(zlib.compress(plain, 9)).decode("ascii")
