"""The device of a session in plain words, from what the browser says of itself.

Of the long line that browsers send only two known words are kept: with the rest a person could
be told from others, and nobody reads it. Where a device is cannot be known and is not guessed.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

#: What to look for, in order: most browsers also name those they descend from.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "FxiOS": "Firefox",
    "Firefox/": "Firefox",
    "CriOS": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}
MOBILE = frozenset({"Android", "iPhone", "iPad"})


def device_of(user_agent: str) -> str:
    """Return «browser/system» in the words known here; either part may be empty."""
    return "/".join(
        next((word for mark, word in words.items() if mark in user_agent), "")
        for words in (_BROWSERS, _SYSTEMS)
    )


def in_words(device: str) -> str:
    """Return what `device_of` gave as a sentence part: «Chrome en Android»."""
    browser, _separator, system = device.partition("/")
    if browser and system:
        return _("%(browser)s en %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Dispositivo desconocido")
