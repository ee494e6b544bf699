"""The review queue, two files side by side, their merge and their separation."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arraigo.accounts.access import CASE_WORKERS, allow
from arraigo.accounts.freshness import freshly
from arraigo.core import traces
from arraigo.core.transitions import Refused, refusal
from arraigo.people.merging import matches
from arraigo.people.merging import queue as queues
from arraigo.people.merging.actions import (
    confirm_merge,
    refuse_merge,
    request_merge,
    take_back_merge,
)
from arraigo.people.merging.born import born_since, is_free, is_own_trace
from arraigo.people.merging.comparison import compared, label_of
from arraigo.people.merging.enums import MergeState, Verdict
from arraigo.people.merging.forms import MergeForm, RefuseForm, SeparationForm, VerdictForm
from arraigo.people.merging.models import Merge, Separation
from arraigo.people.merging.rooms import rooms
from arraigo.people.merging.separations import (
    changed_since,
    confirm_separation,
    refuse_separation,
    request_separation,
    take_back_separation,
)
from arraigo.people.merging.transitions import (
    CONFIRM,
    MERGES,
    SEPARATIONS,
    sees_both,
    separation_refusal,
)
from arraigo.people.models import MatchCandidate, Person
from arraigo.ui.pages import FORM_METHODS, attempted, done, form_page, posted


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """List what awaits a decision: merges, separations and pairs of files."""
    context = {
        "merges": queues.waiting_merges(request.user),
        "separations": queues.waiting_separations(request.user),
        "page": queues.page_of_pairs(request.user, request.GET.get("after", "")),
    }
    return render(request, "merging/queue.html", context)


def _candidate(request: HttpRequest, pk: int) -> MatchCandidate:
    return get_object_or_404(MatchCandidate.objects.visible_to(request.user), pk=pk)


def _pair(request: HttpRequest, pk: int) -> tuple[MatchCandidate, Person, Person]:
    """Return a pair that the user sees whole, or answer 404."""
    candidate = _candidate(request, pk)
    both = matches.pair_of(candidate, request.user)
    if both is None:
        raise Http404
    traces.show([person.pk for person in both])
    return candidate, *both


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two files side by side and take a decision; or only that there is another one."""
    candidate = _candidate(request, pk)
    both = matches.pair_of(candidate, request.user)
    if both is None:
        return _half(request, candidate)
    form = VerdictForm(posted(request))
    if done(form, lambda: _decide(request, candidate, form)):
        messages.success(request, _("Decisión guardada."))
        return redirect("merging:queue")
    newer, older = both
    traces.show([newer.pk, older.pk])
    context = {
        "candidate": candidate,
        "newer": newer,
        "older": older,
        "lines": compared(older, newer),
        "separated": matches.separated_before(older, newer),
        "decisions": candidate.decisions.select_related("decided_by").order_by("pk"),
        "disputed": matches.is_disputed(candidate),
        "may_decide": matches.may_decide(candidate, request.user),
        "merges": candidate.merges.filter(state=MergeState.REQUESTED),
    }
    return form_page(request, "merging/pair.html", form, **context)


def _decide(request: HttpRequest, candidate: MatchCandidate, form: VerdictForm) -> None:
    verdict = Verdict(form.cleaned_data["verdict"])
    matches.decide_match(candidate=candidate, verdict=verdict, user=request.user)


def _half(request: HttpRequest, candidate: MatchCandidate) -> HttpResponse:
    """Tell the older file's office that another one may have the same person; nothing more."""
    older = get_object_or_404(Person.objects.visible_to(request.user), pk=candidate.other_id)
    agreements = [str(queues.AGREEMENTS.get(name, name)) for name in candidate.agreements]
    context = {"candidate": candidate, "older": older, "agreements": agreements}
    return render(request, "merging/half.html", context)


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Let both offices compare the two files for 30 days."""
    candidate = _candidate(request, pk)
    attempted(request, lambda: matches.accept_comparison(candidate=candidate, user=request.user))
    return redirect("merging:pair", pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the merge of a pair: which file, which values and which case continue."""
    candidate, newer, older = _pair(request, pk)
    form = MergeForm(posted(request), one=newer, other=older, reason=candidate.reason)
    asked = done(
        form, lambda: request_merge(**form.request(), candidate=candidate, user=request.user)
    )
    if asked:
        messages.success(request, _("Unión pedida. Falta que otra persona la confirme."))
        return redirect(asked)
    context = {"candidate": candidate, "lines": compared(older, newer)}
    return form_page(request, "merging/ask.html", form, newer=newer, older=older, **context)


def _merge(request: HttpRequest, pk: uuid.UUID) -> Merge:
    """Return a merge whose two files the user sees, or answer 404."""
    rows = Merge.objects.select_related(
        "survivor__municipality", "absorbed__municipality", "requested_by", "decided_by"
    )
    found = get_object_or_404(rows, pk=pk)
    if not sees_both(found, request.user):
        raise Http404
    traces.show([found.survivor_id, found.absorbed_id])
    return found


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a merge: what it keeps, who asked for it, and what may be done with it."""
    return _show_merge(request, _merge(request, pk), RefuseForm())


def _show_merge(request: HttpRequest, found: Merge, form: RefuseForm) -> HttpResponse:
    user: Any = request.user
    ids = [found.survivor_id, found.absorbed_id]
    cases = [case for room in rooms() for case in room.open_cases(ids)]
    context = {
        "merge": found,
        "lines": compared(found.survivor, found.absorbed),
        "kept": [label_of(name) for name in found.kept],
        "case": next((case for case in cases if case.id == found.continuing_case), None),
        "why_not": refusal(MERGES, CONFIRM, found, user, user.roles),
        "is_own": found.requested_by_id == user.pk,
        "separable": separation_refusal(found) is None,
    }
    return form_page(request, "merging/merge.html", form, **context)


@allow(*CASE_WORKERS)
@freshly
@never_cache
@require_POST
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm a merge: the two files become one."""
    found = _merge(request, pk)
    if attempted(request, lambda: confirm_merge(merge=found, user=request.user)):
        messages.success(request, _("Los dos expedientes son ahora uno."))
    return redirect("merging:merge", pk=pk)


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def refuse(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Refuse a merge, saying why; the supervision decides about the pair."""
    found, form = _merge(request, pk), RefuseForm(request.POST)
    told = form.data.get("reason", "")
    if done(form, lambda: refuse_merge(merge=found, reason=told, user=request.user)):
        messages.success(request, _("No se unieron. La supervisión decide sobre esta pareja."))
        return redirect("merging:queue")
    return _show_merge(request, found, form)


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back one's own request to merge, while it waits."""
    found = _merge(request, pk)
    return _taken_back(request, found, lambda: take_back_merge(merge=found, user=request.user))


def _taken_back(
    request: HttpRequest, found: Merge | Separation, act: Callable[[], Any]
) -> HttpResponse:
    if attempted(request, act):
        messages.success(request, _("Solicitud retirada. Nada cambió en los expedientes."))
    return redirect(found)


@allow(*CASE_WORKERS)
@never_cache
@require_http_methods(FORM_METHODS)
def separate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for two merged files to be separated: what comes back, and whose the new rows are."""
    found = _merge(request, pk)
    if why := separation_refusal(found):
        messages.error(request, str(why))
        return redirect(found)
    groups = [group for group in born_since(found) if not is_own_trace(group)]
    free = [group for group in groups if is_free(found, group)]
    form = SeparationForm(posted(request), merge=found, changed=changed_since(found), groups=free)
    asked = done(form, lambda: request_separation(merge=found, **form.request(), user=request.user))
    if asked:
        messages.success(request, _("Separación pedida. Falta que otra persona la confirme."))
        return redirect(asked)
    fixed = [group for group in groups if group not in free]
    return form_page(request, "merging/separate.html", form, merge=found, fixed=fixed)


def _separation(request: HttpRequest, pk: uuid.UUID) -> Separation:
    """Return a separation whose two files the user sees, or answer 404."""
    rows = Separation.objects.select_related(
        "merge__survivor", "merge__absorbed", "requested_by", "decided_by"
    )
    found = get_object_or_404(rows, pk=pk)
    if not sees_both(found.merge, request.user):
        raise Http404
    traces.show([found.merge.survivor_id, found.merge.absorbed_id])
    return found


@allow(*CASE_WORKERS)
@never_cache
@require_safe
def separation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a separation asked for: what comes back and to whom, and what may be done with it."""
    return _show_separation(request, _separation(request, pk), RefuseForm())


def _show_separation(request: HttpRequest, found: Separation, form: RefuseForm) -> HttpResponse:
    user: Any = request.user
    why_not = refusal(SEPARATIONS, CONFIRM, found, user, user.roles)
    groups = born_since(found.merge) if found.state == MergeState.REQUESTED else []
    context = {
        "separation": found,
        "merge": found.merge,
        "values": [value for value in changed_since(found.merge) if value.line in found.values]
        if groups
        else [],
        "to_absorbed": [
            group for group in groups if found.rows.get(group.key) == str(found.merge.absorbed_id)
        ],
        "why_not": why_not,
        "is_own": found.requested_by_id == user.pk,
    }
    return form_page(request, "merging/separation.html", form, **context)


@allow(*CASE_WORKERS)
@freshly
@never_cache
@require_POST
def part(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm a separation: the two files are two again."""
    found = _separation(request, pk)
    try:
        confirm_separation(separation=found, user=request.user)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return redirect(found)
    messages.success(request, _("Los expedientes están separados de nuevo."))
    return redirect("merging:queue")


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def take_back_parting(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back one's own request to separate, while it waits."""
    found, user = _separation(request, pk), request.user
    return _taken_back(request, found, lambda: take_back_separation(separation=found, user=user))


@allow(*CASE_WORKERS)
@never_cache
@require_POST
def stay(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Refuse a separation, saying why: the files stay merged."""
    found, form = _separation(request, pk), RefuseForm(request.POST)
    told = form.data.get("reason", "")
    if done(form, lambda: refuse_separation(separation=found, reason=told, user=request.user)):
        messages.success(request, _("Siguen unidos."))
        return redirect(found.merge)
    return _show_separation(request, found, form)
