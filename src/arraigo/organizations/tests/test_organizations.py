import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from arraigo.core.models import History
from arraigo.organizations.enums import OrganizationKind
from arraigo.organizations.models import Organization

pytestmark = pytest.mark.django_db


def make(name: str, **values: object) -> Organization:
    values.setdefault("kind", OrganizationKind.EMPLOYER)
    return Organization.objects.create(name=name, **values)


def test_known_institutions_are_loaded() -> None:
    codes = set(Organization.objects.values_list("code", flat=True))
    assert {
        "us-gov", "oim", "igm", "car", "mintrab", "mintrab-retornadas", "vume", "intecap",
        "mineduc", "digeex", "conamigua", "renap", "mides", "sosep", "pgn", "mspas", "svet",
        "pdh", "mineco", "centrarse", "cacif", "mrc", "capmir-esquipulas",
    } <= codes  # fmt: skip


def test_loaded_rows_name_their_source_and_invent_no_contact() -> None:
    for row in Organization.objects.exclude(code=None):
        assert row.source, row
        assert row.kind in OrganizationKind.values
        assert (row.registered_email, str(row.registered_phone), row.website) == ("", "", "")
        assert not row.is_training


def test_loaded_rows_are_as_saving_makes_them() -> None:
    for row in Organization.objects.all():
        assert row.derive() == {"sort_key": row.sort_key, "search_text": row.search_text}


def test_the_us_government_is_a_donor_among_others() -> None:
    assert Organization.objects.get(code="us-gov").kind == OrganizationKind.DONOR


def test_search_and_kind() -> None:
    make("Panadería La Ñusta", short_name="Ñusta")
    make("Ñusta de Oriente", is_active=False)
    assert Organization.objects.search("PANADERIA nusta").count() == 1
    assert Organization.objects.active().search("ñusta").count() == 1
    assert Organization.objects.search("técnico capacitacion").get().code == "intecap"
    donors = Organization.objects.of_kind(OrganizationKind.DONOR)
    assert [row.code for row in donors] == ["us-gov"]


def test_name_is_unique() -> None:
    with pytest.raises(IntegrityError):
        make("Ministerio de Educación")


def test_many_may_have_no_code() -> None:
    for name in ("Uno", "Dos"):
        row = Organization(name=name, kind=OrganizationKind.EMPLOYER, code="")
        row.full_clean()
        row.save()
        assert row.code is None


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"kind": "otra"}, "organization_kind_known"),
        ({"code": ""}, "organization_code_null_or_given"),
    ],
)
def test_constraints(values: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make("Nueva", **values)


def test_kind_message_is_for_people() -> None:
    with pytest.raises(ValidationError, match="de la lista"):
        Organization(name="Nueva", kind="otra").validate_constraints()


def test_changing_the_registered_contact_stays_in_the_history(as_system: None) -> None:
    row = make("Taller Sur", registered_phone="5555 0123")
    row.refresh_from_db()
    assert row.registered_phone.as_e164 == "+50255550123"
    row.registered_email = "taller@example.org"
    row.save()
    last = History.objects.filter(
        table_name="organizations_organization", row_id=str(row.pk)
    ).latest("id")
    assert last.after == {"registered_email": "taller@example.org"}
