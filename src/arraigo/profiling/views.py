"""Pages of the profile: its sections, and the answers to check before completing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from arraigo.accounts.access import allow
from arraigo.accounts.enums import OFFICE_ROLES
from arraigo.casework.models import Case
from arraigo.core.transitions import Refused
from arraigo.profiling import catalogue, rows
from arraigo.profiling.actions import ProfileOutdated, complete_profile, save_profile
from arraigo.profiling.completeness import SECTIONS
from arraigo.profiling.forms import FORMS, ExperiencesForm, SectionForm, TradeForm
from arraigo.profiling.models import Profile
from arraigo.profiling.reading import review_of
from arraigo.ui.pages import FORM_METHODS, posted


def _case(request: HttpRequest, case_id: uuid.UUID) -> Case:
    """Return the open case the user may see, or answer 404 as if there were none."""
    cases = Case.objects.visible_to(request.user).open().select_related("person")
    return get_object_or_404(cases, pk=case_id)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Show the sections and all the answers to check; complete the profile when asked."""
    case = _case(request, case_id)
    refused = ""
    if request.method == "POST":
        try:
            complete_profile(case=case, user=request.user)
        except Refused as refusal:
            refused = str(refusal.message)
        else:
            messages.success(request, _("Perfil completo."))
            return redirect("desk:case", pk=case.pk)
    profile = Profile.objects.of_case(case)
    context = {"case": case, "profile": profile, "review": review_of(profile), "refused": refused}
    return render(request, "profiling/edit.html", context, status=422 if refused else 200)


@allow(*OFFICE_ROLES)
@never_cache
@require_http_methods(FORM_METHODS)
def section(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """Ask the questions of one section and save the answers, complete or not."""
    if slug not in FORMS:
        raise Http404
    case = _case(request, case_id)
    profile = Profile.objects.of_case(case) or Profile(case=case, person_id=case.person_id)
    if request.method == "POST" and rows.presses(request.POST) and slug == "trabajos":
        return _page(request, case, ExperiencesForm.pressed(request.POST, profile))
    form = FORMS[slug](posted(request), profile=profile)
    if request.method == "POST" and "buscar" not in request.POST:
        if form.is_valid() and _saved(request, case, form):
            return _onward(request, case, form)
        return _page(request, case, form, status=422)
    return _page(request, case, form)


def _saved(request: HttpRequest, case: Case, form: SectionForm) -> bool:
    """Save the answers of a valid form; else the form says why not and shows both values."""
    try:
        save_profile(
            case=case,
            answers=form.answers(),
            version=form.cleaned_data["version"],
            user=request.user,
        )
    except ProfileOutdated as outdated:
        form.show_saved(outdated.saved, outdated.differing)
        form.add_error(None, _("Alguien más cambió esto. Compare y guarde de nuevo."))
        return False
    except Refused as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(request, _("Guardado."))
    return True


def _onward(request: HttpRequest, case: Case, form: SectionForm) -> HttpResponse:
    """Go to the next section, or to the answers to check."""
    slugs = [part.slug for part in SECTIONS]
    after = slugs.index(form.section.slug) + 1
    if "salir" in request.POST or form.profile.is_complete or after == len(slugs):
        return redirect("profiling:edit", case_id=case.pk)
    return redirect("profiling:section", case_id=case.pk, slug=slugs[after])


def _page(request: HttpRequest, case: Case, form: Any, status: int = 200) -> HttpResponse:
    context = {"case": case, "form": form, "section": form.section}
    if isinstance(form, ExperiencesForm):
        context["known_words"] = catalogue.known_words()
    number = [part.slug for part in SECTIONS].index(form.section.slug) + 1
    context |= {"number": number, "of": len(SECTIONS)}
    return render(request, f"profiling/{_template(form)}.html", context, status=status)


def _template(form: SectionForm) -> str:
    if isinstance(form, ExperiencesForm):
        return "experiences"
    return "trade" if isinstance(form, TradeForm) else "section"


@allow(*OFFICE_ROLES)
@require_safe
def occupations(request: HttpRequest) -> HttpResponse:
    """Offer the occupations that fit what is being typed; no person is named here."""
    form = TradeForm(profile=Profile())
    form.offer(request.GET.get("occupation_words", "")[:80])
    return render(request, "profiling/_occupations.html", {"form": form})
