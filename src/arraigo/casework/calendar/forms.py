"""The form that makes the address of a calendar; sent twice, it makes one."""

from __future__ import annotations

from typing import Any

from django import forms

from arraigo.core.models import field_id
from arraigo.ui import forms as ui


class AddressForm(ui.Form):
    """Nothing is asked."""

    id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = field_id
