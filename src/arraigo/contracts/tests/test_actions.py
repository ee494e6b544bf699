"""Signing, issuing and certifying: four eyes, and twice is once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from arraigo.accounts.enums import Role
from arraigo.accounts.models import Membership, User
from arraigo.contracts.actions import certify, fingerprint, issue_certificate, sign_contract
from arraigo.contracts.models import ContractMonth, PaymentCertificate
from arraigo.contracts.tests.making import issued, ready_month, signed
from arraigo.core.context import SYSTEM, Actor, acting_as
from arraigo.core.transitions import Refused
from arraigo.organizations.models import Award
from arraigo.reports.actions import approve_report
from arraigo.reports.tests.making import WORKDAY, approved, sent
from arraigo.territory.models import Office

pytestmark = pytest.mark.django_db


def test_signing_makes_the_months_and_writes_the_fund_down(cast):
    with acting_as(SYSTEM):
        funder = Award.objects.get(code="CAP-US-01").funder
        award = Award.objects.create(
            code="US-2", title="Otro", funder=funder, starts_on=date(2026, 1, 1)
        )
    contract = signed(cast.promotora, award=award)
    months = list(contract.contract_months.all())
    assert [month.amount for month in months] == [Decimal("11000.00")] * 3 + [Decimal("5500.00")]
    assert [month.is_half for month in months] == [False, False, False, True]
    assert contract.total == Decimal("38500.00")
    post = Membership.objects.get(user=cast.promotora)
    assert post.default_award == award


def test_signing_twice_is_one_contract_and_a_number_is_of_one(cast):
    assert signed(cast.promotora) == signed(cast.promotora)
    assert ContractMonth.objects.count() == 4
    with pytest.raises(Refused, match="número"):
        signed(cast.promotora, monthly_fee=Decimal(12000))


@pytest.mark.parametrize(
    "changes",
    [
        {"months": Decimal("0.7")},
        {"months": Decimal(0)},
        {"monthly_fee": Decimal(0)},
        {"monthly_fee": Decimal("10.005")},
        {"office": "ESQ"},
    ],
)
def test_what_makes_no_sense_is_not_signed(cast, changes):
    if "office" in changes:
        changes = {"office": Office.objects.get(code="ESQ")}
    with pytest.raises(Refused):
        signed(cast.promotora, **changes)
    assert not ContractMonth.objects.exists()


def test_two_contracts_of_one_consultant_share_no_day(cast):
    signed(cast.promotora)
    with pytest.raises(Refused, match="esas fechas"):
        signed(cast.promotora, number="CON-2", starts_on=date(2026, 10, 15))
    signed(cast.promotora, number="CON-3", starts_on=date(2026, 10, 16))
    signed(cast.promotor, number="CON-4")


def test_no_certificate_before_the_approval(cast):
    month = signed(cast.promotora).contract_months.get(number=1)
    with pytest.raises(Refused, match="todavía no está aprobado"):
        issue_certificate(contract_month=month, user=cast.finanzas)
    report = sent(cast.promotora, month.period)
    with pytest.raises(Refused, match="todavía no está aprobado"):
        issue_certificate(contract_month=month, user=cast.finanzas)
    for number, other in enumerate((report, approved(cast.promotor, cast.supervisora))):
        with pytest.raises(IntegrityError, match="sin informe aprobado"), transaction.atomic():
            PaymentCertificate.objects.create(
                number=f"X-{number}", contract_month=month, report=other, amount=month.amount,
                issued_by=cast.finanzas, sha256="a" * 64,
            )  # fmt: skip


def test_a_report_of_other_dates_pays_nothing(cast):
    second = signed(cast.promotora, starts_on=date(2026, 7, 15)).contract_months.get(number=1)
    approved(cast.promotora, cast.supervisora)  # the calendar month of July
    with pytest.raises(Refused):
        issue_certificate(contract_month=second, user=cast.finanzas)


def test_issuing_twice_gives_one_certificate(cast):
    first = issued(cast)
    again = issue_certificate(contract_month=first.contract_month, user=cast.finanzas)
    assert again == first
    assert (first.number, first.amount) == ("CP-2026-0001", Decimal("11000.00"))
    assert first.sha256 == fingerprint(PaymentCertificate.objects.get(pk=first.pk))
    with pytest.raises(IntegrityError, match="contract_month"), transaction.atomic():
        PaymentCertificate.objects.create(
            number="X", contract_month=first.contract_month, report=first.report,
            amount=first.amount, issued_by=cast.finanzas, sha256="a" * 64,
        )  # fmt: skip


def test_certifying_twice_certifies_once(cast):
    certificate = issued(cast)
    done = certify(certificate=certificate, user=cast.oficial)
    assert certify(certificate=certificate, user=cast.oficial).certified_at == done.certified_at
    with pytest.raises(IntegrityError, match="una vez"), transaction.atomic():
        PaymentCertificate.objects.update(certified_by=cast.administra)


@pytest.mark.parametrize(
    "changes", [{"amount": 1}, {"number": "X"}, {"sha256": "b" * 64}, {"certified_at": None}]
)
def test_a_certificate_never_changes(cast, changes):
    certificate = issued(cast)
    with pytest.raises(IntegrityError, match="sólo se certifica"), transaction.atomic():
        PaymentCertificate.objects.filter(pk=certificate.pk).update(**changes)


def everything(user):
    """Give the user every role of the four eyes, so that only the person can stand against it."""
    for role in (Role.PROJECT_LEAD, Role.FINANCE, Role.NATIONAL_OFFICER):
        Membership.objects.get_or_create(
            user=user, role=role, defaults={"office": Office.objects.get(code="ESC"),
                                            "valid_from": date(2026, 1, 1)},
        )  # fmt: skip
    return User.objects.get(pk=user.pk)


#: What each person of one payment may do next, having every role there is.
FOUR_EYES = [
    ("author", "approve", False),
    ("author", "issue", False),
    ("author", "certify", False),
    ("approver", "issue", False),
    ("approver", "certify", False),
    ("issuer", "certify", False),
    ("other", "approve", True),
    ("other", "issue", True),
    ("other", "certify", True),
]


@pytest.mark.parametrize(("who", "what", "may"), FOUR_EYES)
def test_four_eyes(cast, who, what, may):
    people = {
        "author": cast.promotora, "approver": cast.supervisora,
        "issuer": cast.finanzas, "other": cast.oficial,
    }  # fmt: skip
    with acting_as(SYSTEM):
        user = everything(people[who])
    if what == "approve":
        report = sent(cast.promotora)
    elif what == "issue":
        month = ready_month(cast.promotora, cast.supervisora)
    else:
        certificate = issued(cast)
    with acting_as(Actor.user(user), at=WORKDAY):
        try:
            if what == "approve":
                approve_report(report=report, user=user)
            elif what == "issue":
                issue_certificate(contract_month=month, user=user)
            else:
                certify(certificate=certificate, user=user)
        except Refused:
            assert not may
        else:
            assert may


@pytest.mark.parametrize(
    ("login", "issues", "certifies"),
    [
        ("promotora", False, False), ("promotor", False, False), ("supervisora", False, False),
        ("finanzas", True, False), ("oficial", False, True), ("administra", False, False),
    ],
)  # fmt: skip
def test_roles(cast, login, issues, certifies):
    user = getattr(cast, login)
    certificate = issued(cast)
    month = ready_month(cast.promotor, cast.supervisora, number="CON-5")
    for act, may in (
        (lambda: issue_certificate(contract_month=month, user=user), issues),
        (lambda: certify(certificate=certificate, user=user), certifies),
    ):
        if may:
            act()
        else:
            with pytest.raises(Refused):
                act()


@pytest.mark.parametrize("login", ["supervisora", "promotora"])
def test_the_database_too_keeps_four_eyes(cast, login):
    month = ready_month(cast.promotora, cast.supervisora)
    report = cast.promotora.reports.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentCertificate.objects.create(
            number="X", contract_month=month, report=report, amount=month.amount,
            issued_by=getattr(cast, login), sha256="a" * 64,
        )  # fmt: skip
    certificate = issue_certificate(contract_month=month, user=cast.finanzas)
    for user in (getattr(cast, login), cast.finanzas):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaymentCertificate.objects.filter(pk=certificate.pk).update(
                certified_by=user, certified_at=WORKDAY
            )


def test_the_same_number_for_another_consultant_is_refused(cast):
    signed(cast.promotora)
    with acting_as(SYSTEM), pytest.raises(Refused):
        sign_contract(
            number="CON-2026-014", consultant=cast.promotor, position="x",
            office=Office.objects.get(code="ESC"), award=Award.objects.get(code="CAP-US-01"),
            monthly_fee=Decimal(1), months=Decimal(1), starts_on=date(2026, 1, 1),
        )  # fmt: skip
