"""The desk: Hoy, Casos, the case page and search."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from arraigo.accounts.access import CASE_WORKERS, EVERYBODY, allow, listing
from arraigo.accounts.enums import OFFICE_ROLES, Role
from arraigo.accounts.navigation import entries_for
from arraigo.accounts.requests import user_of
from arraigo.casework.models import Case, Closure, SavedFilter
from arraigo.casework.models.closure import LIVE_STATES
from arraigo.casework.quality.figures import pending_of
from arraigo.coordination.errands.models import Errand
from arraigo.core import clock, traces
from arraigo.desk import agenda
from arraigo.desk.board import figures
from arraigo.desk.board import loads as loads_of
from arraigo.desk.file import about, told_of
from arraigo.desk.filters import CaseFilter
from arraigo.desk.paging import page_of_cases
from arraigo.desk.route import MOST, RouteFilter, dues_until
from arraigo.desk.route import route as route_of
from arraigo.desk.search import advice, search
from arraigo.desk.seen import ON_TODAY, seen_lately
from arraigo.desk.standing import standing_of
from arraigo.desk.uses import partners, writers
from arraigo.desk.visit import before_visit
from arraigo.people.forms import SearchForm
from arraigo.people.merging.aliases import canonical
from arraigo.people.merging.queue import count_waiting
from arraigo.people.models import Person
from arraigo.people.search.models import StoredSearch


@allow(*EVERYBODY)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Send everybody to the first page that is theirs."""
    entries = entries_for(user_of(request).roles)
    return redirect(entries[0].url_name if entries else "desk:more")


@allow(*CASE_WORKERS)
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show what is overdue, due today and tomorrow, what awaits others, and the cases seen last."""
    closures = Closure.objects.to_certify_by(request.user).select_related("person", "case")
    dues = agenda.due_now(request.user)
    context = {
        "reports": agenda.reports_of(request.user),
        "flags": agenda.told_to(request.user),
        "errands": agenda.errands_to_judge(request.user),
        "transfers": agenda.transfers_of(request.user),
        "authorisations": agenda.authorisations_of(request.user),
        "days": agenda.by_day(dues),
        "shown": agenda.SHOWN if len(dues) == agenda.SHOWN else 0,
        "groups": agenda.grouped(agenda.awaiting(request.user)),
        "closures": closures.order_by("requested_at")[: agenda.SHOWN],
        "in_review": count_waiting(request.user),
        "seen": seen_lately(request.user, ON_TODAY),
    }
    return render(request, "desk/today.html", context)


@allow(*OFFICE_ROLES)
@require_safe
def route(request: HttpRequest) -> HttpResponse:
    """Show the route of a day to be printed: one's own, or a colleague's whose office one leads."""
    form = RouteFilter(request.GET, user=user_of(request))
    day, whose = form.day(), form.whose()
    dues = dues_until(day, of=whose, user=request.user)
    context = {
        "filters": form,
        "day": day,
        "whose": whose,
        "towns": route_of(dues),
        "most": MOST if len(dues) == MOST else 0,
        "printed_at": clock.now(),
    }
    return render(request, "desk/route.html", context)


@allow(Role.PROJECT_LEAD, Role.NATIONAL_OFFICER)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the supervisor what wants her eye and what each promotor carries, all with its list."""
    user = user_of(request)
    loads = loads_of(user)
    context = {
        "work": figures(user, about_data=False),
        "data": figures(user, about_data=True),
        "loads": loads,
        "total": sum(load.open for load in loads),
        "reports": agenda.reports_of(user),
        "to_verify": pending_of(user).count(),
        "late_errands": Errand.objects.visible_to(user).late().count(),
        "may_reassign": bool(user.led_office_ids),
    }
    return render(request, "desk/board.html", context)


@allow(Role.PROJECT_LEAD, Role.NATIONAL_OFFICER)
@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """Show how promotores and institutions use the tools. Figures only: no person is shown."""
    user = user_of(request)
    context = {"writers": writers(user), "partners": partners(user)}
    return render(request, "desk/use.html", context)


@allow(*CASE_WORKERS)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases this user may see that pass the filters, newest first."""
    form = CaseFilter(request.GET, user=request.user)
    worked = Case.objects.visible_to(request.user).worked_by(user_of(request))
    visible = worked.select_related("person__municipality", "state", "protocol")
    page = page_of_cases(form.narrow(visible), request.GET.get("after", ""))
    chosen = form.chosen()
    context = {
        "page": page,
        "filters": form,
        "chosen": chosen,
        "kept": urlencode(chosen),
        "saved_filters": SavedFilter.objects.visible_to(request.user).with_office(),
    }
    return render(request, "desk/cases.html", context)


@allow(*CASE_WORKERS)
@require_safe
def seen(request: HttpRequest) -> HttpResponse:
    """List the cases that one opened last."""
    return render(request, "desk/seen.html", {"seen": seen_lately(request.user)})


@allow(*CASE_WORKERS)
@require_safe
def case(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one case: what is next, the person, referrals, services received, what happened.

    Another look at the timeline alone (by htmx) is answered with the timeline alone.
    """
    visible = Case.objects.visible_to(request.user)
    found = get_object_or_404(
        visible.select_related("person__municipality__department", "office", "protocol", "state"),
        pk=pk,
    )
    happened = told_of(found, request.user, request.GET)
    if HtmxDetails(request):
        traces.show([found.person_id])
        return render(request, "desk/_lines.html", {"case": found, **happened})
    told = about(found, request.user)
    context = {
        "case": found,
        "person": found.person,
        "standing": standing_of(found, user_of(request).roles),
        "closure": found.closures.filter(state__in=LIVE_STATES).first(),
        "is_elsewhere": found.in_office_since and not found.is_worked_by(user_of(request)),
        "visit": before_visit(found, told["plan"], told["referrals"]),
        **told,
        **happened,
    }
    return render(request, "desk/case.html", context)


@allow(*CASE_WORKERS)
@require_safe
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Go to the person's open case, or to opening one; an absorbed file leads to the other."""
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=canonical(pk))
    open_first = F("closed_on").desc(nulls_first=True)
    standing = found.cases.order_by(open_first, "-opened_on").first()
    if standing is not None:
        return redirect("desk:case", pk=standing.pk)
    return redirect("casework:open", person_id=found.pk)


@allow(*CASE_WORKERS)
@require_POST
def search_post(request: HttpRequest) -> HttpResponse:
    """Keep what is searched for on the server and go to its opaque address."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "people/start.html", {"form": form}, status=422)
    stored = StoredSearch.objects.create(user=user_of(request), text=form.cleaned_data["q"])
    return redirect("search_results", pk=stored.pk)


@listing
@allow(*CASE_WORKERS)
@require_safe
def search_results(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who was found and why. A search is its maker's alone."""
    stored = get_object_or_404(StoredSearch, pk=pk, user=request.user)
    hits = search(stored.text, user=request.user)
    traces.show([hit.person.pk for hit in hits])
    context = {
        "hits": hits,
        "advice": advice(stored.text),
        "stored": stored,
        "form": SearchForm(initial={"q": stored.text}),
    }
    return render(request, "desk/search.html", context)


@allow(*EVERYBODY)
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    """List the pages that the phone's bar has no room for."""
    roles = user_of(request).roles
    context = {"entries": entries_for(roles), "is_paid_by_month": Role.PROMOTOR in roles}
    return render(request, "desk/more.html", context)
