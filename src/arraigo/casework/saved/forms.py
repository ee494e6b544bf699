"""Under what name a filter is kept, and for whom."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.territory.models import Office
from arraigo.ui import forms as ui


class SaveFilterForm(ui.Form):
    """The name of a filter, and the office whose team shares it."""

    name = forms.CharField(label=_("¿Cómo se llama este filtro?"), max_length=60)
    office = forms.ModelChoiceField(
        label=_("¿Para quién?"),
        queryset=Office.objects.none(),
        empty_label=_("Solo para mí"),
        blank=True,
        required=False,
        widget=forms.RadioSelect,
    )
    mark_optional = False

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["office"])
        field.queryset = Office.objects.filter(pk__in=user.office_ids).order_by("name")
        if not user.office_ids:
            del self.fields["office"]

    def told(self) -> dict[str, Any]:
        """Return the name and the office of `save_filter`."""
        return {"name": self.cleaned_data["name"], "office": self.cleaned_data.get("office")}
