"""The filters of the directory."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.directory.models import ServiceQuerySet, ServiceType
from arraigo.territory.forms import MunicipalityField
from arraigo.ui import forms as ui


class ServiceFilter(ui.Form):
    """What to look for. Nothing is required, and nothing asked is about a person."""

    mark_optional = False

    q = forms.CharField(
        label=_("Qué busca"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    type = forms.ModelChoiceField(
        ServiceType.objects.all(), label=_("Tipo"), required=False, empty_label=_("Todos")
    )
    municipality = MunicipalityField(required=False, empty_label=_("Todo el país"))
    free = forms.BooleanField(label=_("Sólo los gratis"), required=False)

    def narrow(self, services: ServiceQuerySet) -> ServiceQuerySet:
        """Return the services that pass every filter that was understood."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("type"):
            services = services.of_type(chosen["type"].pk)
        if chosen.get("municipality"):
            services = services.reaching(chosen["municipality"])
        if chosen.get("free"):
            services = services.free()
        return services.search(chosen.get("q", ""))
