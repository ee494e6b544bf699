"""The form of a delegation."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.accounts.delegations.actions import DelegationInput, may_be_delegate, offices_led
from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.core import clock
from arraigo.territory.models import Office
from arraigo.ui import forms as ui


class DelegationForm(ui.Form):
    """Which office, by whom, from when until when; the officer also says whose it is."""

    post = forms.ChoiceField(
        label=_("Oficina"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Escoja la oficina.")},
    )
    delegate = forms.ModelChoiceField(
        label=_("¿Quién queda a cargo?"),
        help_text=_("No aprobará lo que ella misma escribió."),
        queryset=User.objects.none(),
        error_messages={"required": _("Escoja quién queda a cargo.")},
    )
    starts_on = ui.DateField(label=_("Desde"))
    ends_on = ui.DateField(label=_("Hasta"), help_text=_("Ese día termina por sí sola."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = dict(_posts(user))
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            (key, words) for key, (words, _lead, _office) in self.posts.items()
        ]
        if len(self.posts) == 1:
            self.fields["post"].initial = next(iter(self.posts))
        people = User.objects.none()
        for _words, lead, office in self.posts.values():
            people = people | may_be_delegate(office, lead)
        chosen = cast(forms.ModelChoiceField, self.fields["delegate"])
        chosen.queryset = people.distinct().order_by("name")
        self.fields["starts_on"].initial = clock.today

    def delegation(self) -> DelegationInput:
        """Return the typed input of `delegate_office`."""
        answers = dict(self.cleaned_data)
        _words, lead, office = self.posts[answers.pop("post")]
        return DelegationInput(lead=lead, office=office, **answers)


def _posts(user: User) -> list[tuple[str, tuple[str, User, Office]]]:
    """Return the posts that `user` may delegate: her own, or every lead's for the officer."""
    if Role.NATIONAL_OFFICER not in user.roles:
        return [(str(office.pk), (office.name, user, office)) for office in offices_led(user)]
    led = Membership.objects.in_force().filter(
        Q(role=Role.PROJECT_LEAD), delegation=None, user__is_active=True
    )
    return [
        (str(each.pk), (f"{each.office} · {each.user}", each.user, each.office))
        for each in led.select_related("user", "office").order_by("office__name", "pk")
        if each.office is not None
    ]
