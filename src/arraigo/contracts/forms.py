"""A button: nothing to fill in, but it may have to say why not."""

from __future__ import annotations

from arraigo.ui import forms as ui


class ButtonForm(ui.Form):
    """Carries the reason to the error summary when the action is refused."""
