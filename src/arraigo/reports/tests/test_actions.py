"""Each write about a report: what it does, to whom it is refused, and that twice is once."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from arraigo.casework.actions import annul_delivery
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Outdated, Refused
from arraigo.indicators.computation import compute, facts
from arraigo.indicators.periods import Period
from arraigo.indicators.tests.making import JULY, case_on, delivered, indicator, referred
from arraigo.indicators.tests.recording import attended
from arraigo.reports.actions import (
    Narrative,
    NarrativeOutdated,
    approve_report,
    return_report,
    save_narrative,
    start_report,
    submit_report,
)
from arraigo.reports.freezing import figures_of, is_intact
from arraigo.reports.models import MonthlyReport, ReportFact, ReportFigure
from arraigo.reports.tests.making import WORKDAY, WRITTEN, approved, sent, started
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 15)


def again(report):
    return MonthlyReport.objects.get(pk=report.pk)


def test_starting_twice_gives_one_report(cast):
    assert started(cast.promotora) == started(cast.promotora)
    assert MonthlyReport.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 7, 31), date(2026, 8, 2)),
        (date(2026, 7, 1), date(2026, 7, 15)),
        (date(2026, 6, 15), date(2026, 7, 1)),
    ],
)
def test_two_reports_of_one_author_share_no_day(cast, first, last):
    started(cast.promotora)
    with pytest.raises(Refused):
        started(cast.promotora, Period(first, last))
    started(cast.promotor, Period(first, last))
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        MonthlyReport.objects.create(
            author=cast.promotora, office=Office.objects.get(code="ESC"),
            starts_on=date(2026, 6, 30), ends_on=date(2026, 7, 1),
        )  # fmt: skip


def test_a_period_still_to_come_is_not_started(cast):
    with pytest.raises(Refused, match="todavía"):
        started(cast.promotora, Period.of_month(2026, 9))


def test_saving_writes_the_texts_and_counts_the_version(cast):
    report = started(cast.promotora)
    saved = save_narrative(report=report, user=cast.promotora, version=1, narrative=WRITTEN)
    assert (saved.version, saved.challenges) == (2, WRITTEN.challenges)
    assert save_narrative(
        report=report, user=cast.promotora, version=1, narrative=WRITTEN
    ).version == 2  # fmt: skip


def test_the_second_of_two_tabs_is_told_and_overwrites_nothing(cast):
    report = started(cast.promotora)
    save_narrative(report=report, user=cast.promotora, version=1, narrative=WRITTEN)
    with pytest.raises(NarrativeOutdated) as outdated:
        save_narrative(
            report=report, user=cast.promotora, version=1, narrative=Narrative("Otra cosa")
        )
    assert outdated.value.saved.good_practices == WRITTEN.good_practices
    assert again(report).good_practices == WRITTEN.good_practices


def test_only_the_author_writes_and_only_before_sending(cast):
    report = started(cast.promotora)
    with pytest.raises(Refused, match="escribe"):
        save_narrative(report=report, user=cast.promotor, version=1, narrative=WRITTEN)
    report = sent(cast.promotor)
    with pytest.raises(Refused, match="ya se envió"):
        save_narrative(report=report, user=cast.promotor, version=2, narrative=Narrative("Tarde"))


def test_nothing_is_sent_without_the_narratives(cast):
    report = started(cast.promotora)
    with pytest.raises(Refused, match="Faltan"):
        submit_report(report=report, user=cast.promotora)
    assert again(report).state == "borrador"


#: (who, submit a draft, return or approve a sent one); the report is the promotora's, of Escuintla.
FOUR_EYES = [
    ("promotora", True, False),
    ("promotor", False, False),
    ("promotora_esq", False, False),
    ("supervisora", False, True),
    ("supervisor_esq", False, False),
    ("oficial", False, False),
    ("finanzas", False, False),
    ("administra", False, False),
]


@pytest.mark.parametrize(("login", "submits", "decides"), FOUR_EYES)
def test_who_may_do_what(cast, login, submits, decides):
    user = getattr(cast, login)
    draft = started(cast.promotora)
    with acting_as(Actor.user(cast.promotora)):
        draft = save_narrative(report=draft, user=cast.promotora, version=1, narrative=WRITTEN)
    waiting = {
        "return": sent(cast.promotora, Period.of_month(2026, 6)),
        "approve": sent(cast.promotora, Period.of_month(2026, 5)),
    }
    with acting_as(Actor.user(user)):
        done = {
            "submit": attempt(submit_report, report=draft, user=user),
            "return": attempt(return_report, report=waiting["return"], user=user, comment="No"),
            "approve": attempt(approve_report, report=waiting["approve"], user=user),
        }
    assert done == {"submit": submits, "return": decides, "approve": decides}


def attempt(act, **values):
    try:
        act(**values)
    except Refused:
        return False
    return True


def test_the_database_too_refuses_an_author_who_decides(cast):
    report = sent(cast.promotora)
    with pytest.raises(IntegrityError, match="never_decided_by_its_author"), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).update(
            state="aprobado", decided_by=cast.promotora, decided_at=WORKDAY, sha256="a" * 64
        )


def test_a_lead_who_wrote_a_report_cannot_approve_it(cast):
    report = sent(cast.supervisora)
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="propio"):
        approve_report(report=report, user=cast.supervisora)


def test_returning_needs_a_comment_and_the_author_may_send_again(cast):
    report = sent(cast.promotora)
    with pytest.raises(Refused, match="corregir"):
        return_report(report=report, user=cast.supervisora, comment="  ")
    return_report(report=report, user=cast.supervisora, comment="Falta el transporte.")
    assert again(report).state == "devuelto"
    submit_report(report=again(report), user=cast.promotora)
    assert [(d.name, d.comment) for d in report.decisions.all()] == [
        ("enviar", ""), ("devolver", "Falta el transporte."), ("enviar", ""),
    ]  # fmt: skip


def test_approving_freezes_the_authors_own_figures_and_facts(cast):
    case = case_on(cast.promotora)
    delivered(cast.promotora, case, DAY)
    delivered(cast.promotora, case, date(2026, 7, 20))
    delivered(cast.promotor, case_on(cast.promotor), DAY)
    referred(cast.promotora, case, DAY)
    report = approved(cast.promotora, cast.supervisora)
    with acting_as(SYSTEM):
        live = facts(indicator("8"), JULY, report.office, cast.promotora)
    values = {row.indicator.code: row.figure.value for row in figures_of(report)}
    assert (len(values), values["CA"], values["1"], values["8"]) == (9, 1, 1, 1)
    frozen = ReportFact.objects.filter(report=report, indicator_code="8", variant="")
    assert {row.fact_id for row in frozen} == {row.fact_id for row in live}
    assert {row.person_id for row in frozen} == {case.person_id}
    assert len(report.sha256) == 64
    assert is_intact(again(report))


def test_two_at_one_meeting_freeze_each_their_own_participation(cast):
    attended(cast.promotora, DAY, participants=[cast.promotora, cast.promotor])
    for author in (cast.promotora, cast.promotor):
        report = approved(author, cast.supervisora)
        assert ReportFact.objects.filter(report=report, indicator_code="5").count() == 1
        assert is_intact(again(report))


def test_what_comes_late_leaves_an_approved_report_as_it_is(cast):
    case = case_on(cast.promotora)
    delivery = delivered(cast.promotora, case, DAY)
    report = approved(cast.promotora, cast.supervisora)
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    with acting_as(Actor.user(cast.promotora)):
        annul_delivery(delivery=delivery, user=cast.promotora, reason="Error")
    with acting_as(SYSTEM):
        assert [row.figure.value for row in figures_of(again(report))] == [1] + [0] * 7 + [1]
        assert compute(indicator("8"), JULY).value == 1
    assert is_intact(again(report))


def test_what_is_approved_is_what_was_seen(cast):
    report = sent(cast.promotora)
    with acting_as(Actor.user(cast.supervisora)), pytest.raises(Refused, match="cambiaron"):
        approve_report(report=report, user=cast.supervisora, seen="0" * 64)
    assert again(report).state == "enviado"
    assert not ReportFigure.objects.exists()


def test_approving_twice_or_with_an_old_page_approves_once(cast):
    stale = sent(cast.promotora)
    with acting_as(Actor.user(cast.supervisora)):
        approve_report(report=again(stale), user=cast.supervisora)
        with pytest.raises(Outdated):
            approve_report(report=stale, user=cast.supervisora)
        with pytest.raises(Outdated):
            return_report(report=stale, user=cast.supervisora, comment="Espere")
        with pytest.raises(Refused):
            approve_report(report=again(stale), user=cast.supervisora)
    assert stale.decisions.filter(name="aprobar").count() == 1
    assert ReportFigure.objects.filter(report=stale).count() == 9


@pytest.mark.parametrize(
    "changes",
    [{"state": "enviado"}, {"results": "x"}, {"sha256": "b" * 64}, {"version": 9}],
)
def test_an_approved_report_never_changes(cast, changes):
    report = approved(cast.promotora, cast.supervisora)
    with pytest.raises(IntegrityError, match="ya no cambia"), transaction.atomic():
        MonthlyReport.objects.filter(pk=report.pk).update(**changes)
    assert MonthlyReport.objects.filter(pk=report.pk).update(version=report.version) == 1


def test_nothing_frozen_is_added_changed_or_taken_away(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    report = approved(cast.promotora, cast.supervisora)
    fact, figure = report.facts.first(), report.figures.first()
    for rows in (report.facts, report.figures):
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows.update(report=report)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all()._raw_delete("default")
    fact.pk, fact.variant, figure.pk = None, "otra", None
    for row in (fact, figure):
        with pytest.raises(IntegrityError, match="ya no cambia"), transaction.atomic():
            row.save(force_insert=True)


def test_a_fact_freezes_once(cast):
    delivered(cast.promotora, case_on(cast.promotora), DAY)
    report = approved(cast.promotora, cast.supervisora)
    other = sent(cast.promotor)
    fact = report.facts.first()
    fact.pk, fact.report = None, other
    with pytest.raises(IntegrityError, match="freezes_once"), transaction.atomic():
        fact.save(force_insert=True)


def test_a_frozen_list_holds_no_name_and_no_foreign_key(cast):
    bare = {field.name for field in ReportFact._meta.fields if field.is_relation}
    assert bare == {"report"}


def test_starting_for_another_office_is_another_report(cast):
    started(cast.promotora)
    with acting_as(Actor.user(cast.promotora), at=WORKDAY), pytest.raises(Refused):
        start_report(
            author=cast.promotora, office=Office.objects.get(code="ESQ"),
            starts_on=JULY.starts_on, ends_on=JULY.ends_on,
        )  # fmt: skip
