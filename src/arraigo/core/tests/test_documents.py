"""The printed papers, read back from their PDFs."""

from __future__ import annotations

import copy
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from arraigo.core.documents import DocumentError, qr_svg, render_pdf

SLIP = "referrals/documents/slip.typ"
REPORT = "reports/documents/monthly_report.typ"
CERTIFICATE = "contracts/documents/payment_certificate.typ"
CREATED = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
ANSWER_URL = "https://arraigo.example.org/r/7Qm2kVx9Tn4bLc8sWd1fYg"
FREE = "Todos los servicios son gratuitos. Nadie puede pedirle dinero, favores ni relaciones"


@pytest.fixture
def slip() -> dict[str, Any]:
    return {
        "code": "ESC-2026-00417",
        "person_name": "Persona Ficticia de Ejemplo",
        "initials": "P. F. E.",
        "birth_year": 1994,
        "service": "Curso de soldadura industrial, nivel básico",
        "organization": "Centro de Capacitación Imaginario",
        "address": "4a calle 5-10, zona 1, Escuintla (frente al parque)",
        "schedule": "Lunes a viernes, de 8:00 a 16:00 horas",
        "requirements": ["DPI original y copia", "Dos fotografías", "Constancia de sexto grado"],
        "priority": "Normal (dos semanas)",
        "deadline": "04/12/2026",
        "message": "Quiere certificarse como soldador; tiene tres años de experiencia en taller.",
        "referred_by": {
            "name": "Promotora Ficticia Uno",
            "position": "Promotora de gestión de casos",
            "office": "Escuintla",
            "phone": "5555 0101",
        },
        "date": "20/11/2026",
        "qr_svg": qr_svg(ANSWER_URL),
        "answer_url": ANSWER_URL,
        "complaint_line": "1500 000 (gratis) o quejas.example.org",
        "training": False,
    }


def figure(code: str, title: str, value: int, **more: Any) -> dict[str, Any]:
    """Return a row of the report's table of figures."""
    usual = {
        "variant": "",
        "denominator": None,
        "percent": None,
        "unit": "personas",
        "change": None,
    }
    return {"code": code, "title": title, "value": value, **usual, **more}


@pytest.fixture
def report() -> dict[str, Any]:
    return {
        "title": "Informe mensual de noviembre de 2026",
        "period": {
            "label": "noviembre de 2026",
            "starts_on": "01/11/2026",
            "ends_on": "30/11/2026",
        },
        "author": {
            "name": "Promotora Ficticia Uno",
            "position": "Promotora de gestión de casos",
            "office": "Escuintla",
        },
        "state": "Aprobado",
        "attended": [
            {
                "title": "Casos atendidos",
                "value": 52,
                "change": {"words": "▲ 9 más", "large": True},
            },
            {"title": "nuevos", "value": 14, "change": None},
        ],
        "figures": [
            figure("1", "Personas referidas a servicios adecuados para el empleo", 1234),
            figure("1", "Recibidas", 31, variant="recibidas"),
            figure(
                "4",
                "Tasa de seguimiento con resultados positivos",
                18,
                denominator=27,
                percent="66.7 %",
                change={"words": "= igual", "large": False},
            ),
        ],
        "compared": {"label": "octubre de 2026", "alike": False},
        "counting": "Las cifras cuentan personas únicas. Los indicadores se traslapan.",
        "adjustments": [
            {
                "month": "octubre de 2026",
                "rows": [{"label": "8. Asistencia", "change": "−1", "added": 0, "removed": 2}],
            }
        ],
        "activities": [
            {
                "on": "04/11/2026",
                "title": "Mesa de empleo",
                "place": "",
                "kind": "Reunión",
                "evidence": "Acta o minuta",
            },
        ],
        "errands": [{"on": "06/11/2026", "words": "Llevó los afiches a la municipalidad"}],
        "narratives": {
            "good_practices": "Ferias con la municipalidad.\n\nLlamar por la tarde.",
            "challenges": "El transporte a la cabecera es caro.",
            "results": "Siete personas empezaron a trabajar.",
        },
        "facts": [{"indicator": "1. Personas referidas", "count": 43}],
        "approved": {
            "by": "Asociado Ficticio Dos",
            "position": "Asociado de Proyecto",
            "at": "03/12/2026 09:15",
        },
        "sha256": "9f2c" * 16,
        "training": False,
    }


@pytest.fixture
def certificate() -> dict[str, Any]:
    return {
        "number": "CP-2026-0031",
        "contract": {
            "no": "CON-2026-014",
            "position": "Promotora de gestión de casos",
            "office": "Escuintla",
            "consultant": "Promotora Ficticia Uno",
            "award": "Donación Imaginaria 001",
        },
        "month": {
            "number": 2,
            "of": "3.5",
            "starts_on": "01/11/2026",
            "ends_on": "30/11/2026",
            "half": False,
        },
        "amount": "Q11,000.00",
        "amount_words": "once mil quetzales exactos",
        "report": {
            "title": "Informe mensual de noviembre de 2026",
            "approved_by": "Asociado Ficticio Dos",
            "approved_on": "03/12/2026",
            "sha256": "9f2c" * 16,
        },
        "issued": {
            "by": "Financiera Ficticia Tres",
            "position": "Finanzas",
            "on": "04/12/2026",
        },
        "certified": {
            "by": "Oficial Ficticio Cuatro",
            "position": "Oficial nacional",
            "on": "05/12/2026",
        },
        "training": False,
    }


def rendered(template: str, data: dict[str, Any]) -> PdfReader:
    pdf = render_pdf(template, data, title="Documento de prueba", created_at=CREATED)
    return PdfReader(io.BytesIO(pdf))


def text_of(reader: PdfReader) -> str:
    """Return the text of all pages with single spaces and without invisible breaks."""
    text = "\n".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def test_same_data_gives_the_same_bytes(slip: dict[str, Any]) -> None:
    shuffled = dict(reversed(slip.items()))
    local = CREATED.astimezone().replace(microsecond=0)
    first = render_pdf(SLIP, slip, title="Boleta", created_at=CREATED)
    assert render_pdf(SLIP, shuffled, title="Boleta", created_at=local) == first
    later = CREATED + timedelta(days=1)
    assert render_pdf(SLIP, slip, title="Boleta", created_at=later) != first


def test_document_is_accessible_and_archivable(slip: dict[str, Any]) -> None:
    reader = rendered(SLIP, slip)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "es-GT"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert reader.metadata is not None
    assert reader.metadata.title == "Documento de prueba"
    assert reader.metadata.author is None
    assert reader.metadata.creation_date == CREATED


@pytest.mark.parametrize(
    "name",
    [
        "#panic()",
        "*a* _b_ $x$ `c` @d <e> // f",
        '"; #import "/x.typ"',
        "\\u{41} = titulo",
        "Ixtäb’ Q’anil ʼÑuño",
    ],
)
def test_a_name_prints_as_written(slip: dict[str, Any], name: str) -> None:
    slip["person_name"] = name
    assert name in text_of(rendered(SLIP, slip))


def test_what_no_font_can_draw_becomes_a_square(slip: dict[str, Any]) -> None:
    slip["person_name"] = "Ana 😀 漢\x00\x07\ue000\ud800 Ejemplo"
    assert "Ana □ □ Ejemplo" in text_of(rendered(SLIP, slip))


def test_slip_names_the_person_only_on_her_own_copy(slip: dict[str, Any]) -> None:
    text = text_of(rendered(SLIP, slip))
    hers, theirs = text.split("Copia para la institución")
    assert slip["person_name"] in hers
    assert slip["person_name"] not in theirs
    assert "P. F. E. · nacida en el año 1994 · caso ESC-2026-00417" in theirs
    assert "se presentó / no se presentó" in theirs
    assert ANSWER_URL in "".join(theirs.split())
    assert ANSWER_URL not in hers
    for requirement in slip["requirements"]:
        assert requirement in hers
    for half in hers, theirs:
        assert FREE in half
        assert slip["complaint_line"] in half
        assert slip["deadline"] in half


def test_slip_never_tells_why_somebody_came_back(slip: dict[str, Any]) -> None:
    text = text_of(rendered(SLIP, slip)).casefold()
    for word in ("deport", "retorn", "migra", "vulnerab", "deten", "reintegra"):
        assert word not in text


def test_slip_stays_two_copies_on_one_page(slip: dict[str, Any]) -> None:
    for key in ("person_name", "service", "organization", "address", "schedule", "message"):
        slip[key] = "Nombre larguísimo de ejemplo " * 40
    slip["initials"] = "A. " * 20
    slip["code"] = "PROVISIONAL-" * 5
    slip["requirements"] = ["Constancia de ejemplo con un nombre muy largo " * 5] * 8
    slip["referred_by"] = dict.fromkeys(slip["referred_by"], "Dato larguísimo " * 20)
    slip["complaint_line"] = "1500 " * 60
    slip["training"] = True
    reader = rendered(SLIP, slip)
    text = text_of(reader)
    assert len(reader.pages) == 1
    assert "Copia para la persona" in text
    assert "Copia para la institución" in text
    assert text.count(FREE) == 2
    assert "Contrarreferencia" in text
    assert text.count("…") >= 10


def test_slip_without_spaces_stays_in_its_column(slip: dict[str, Any]) -> None:
    slip["service"] = slip["message"] = "x" * 400
    assert len(rendered(SLIP, slip).pages) == 1


def test_slip_with_only_what_it_needs(slip: dict[str, Any]) -> None:
    slip.update(requirements=[], message="", schedule=None, birth_year=None, complaint_line="")
    text = text_of(rendered(SLIP, slip))
    assert "Qué llevar" not in text
    assert "Horario" not in text
    assert "nacida" not in text
    assert "Quejas" not in text


def test_report_prints_figures_with_numerator_and_denominator(report: dict[str, Any]) -> None:
    text = text_of(rendered(REPORT, report))
    assert "(personas) 1,234" in text
    assert "18 27 66.7 % = igual" in text
    assert "Recibidas 31" in text
    assert "▲ 9 más · salto grande" in text
    assert "8. Asistencia −1 0 2" in text
    assert "04/11/2026 Mesa de empleo Reunión Acta o minuta" in text
    assert "06/11/2026 Llevó los afiches a la municipalidad" in text
    assert "Las cifras cuentan personas únicas." in text
    assert "no tienen la misma duración" in text
    assert "Llamar por la tarde." in text
    assert "Aprobado el 03/12/2026 09:15" in text
    assert "9f2c9f2c 9f2c9f2c" in text
    assert FREE in text


def test_report_before_approval_says_so(report: dict[str, Any]) -> None:
    report.update(state="Enviado", approved=None, attended=[], facts=[])
    text = text_of(rendered(REPORT, report))
    assert "cifras provisionales hasta su aprobación" in text
    assert "Pendiente de aprobación" in text
    assert "Casos atendidos" not in text


def test_long_report_numbers_its_pages(report: dict[str, Any]) -> None:
    report["figures"] = [copy.deepcopy(figure) for figure in report["figures"] * 12]
    report["narratives"]["challenges"] = "\n\n".join(["Texto de ejemplo. " * 60] * 6)
    reader = rendered(REPORT, report)
    total = len(reader.pages)
    assert total > 2
    for number, page in enumerate(reader.pages, start=1):
        assert f"Página {number} de {total}" in page.extract_text()


def test_certificate(certificate: dict[str, Any]) -> None:
    reader = rendered(CERTIFICATE, certificate)
    text = text_of(reader)
    assert len(reader.pages) == 1
    assert "Q11,000.00" in text
    assert "once mil quetzales exactos" in text
    assert "honorarios del mes 2 de 3.5 del contrato CON-2026-014" in text
    assert "Certificado el 05/12/2026" in text
    assert "Sin certificar" not in text


def test_certificate_of_half_a_month_without_certification(certificate: dict[str, Any]) -> None:
    certificate["month"]["half"] = True
    certificate["certified"] = None
    text = text_of(rendered(CERTIFICATE, certificate))
    assert "honorarios de medio mes" in text
    assert "Sin certificar" in text
    assert "Pendiente de certificación" in text


@pytest.mark.parametrize("fixture", ["slip", "report", "certificate"])
def test_training_papers_say_so(fixture: str, request: pytest.FixtureRequest) -> None:
    template = {"slip": SLIP, "report": REPORT, "certificate": CERTIFICATE}[fixture]
    data = request.getfixturevalue(fixture)
    line = "CAPACITACIÓN · personas ficticias"
    assert line not in text_of(rendered(template, data))
    data["training"] = True
    assert text_of(rendered(template, data)).count(line) == (2 if fixture == "slip" else 1)


def test_missing_data_is_an_error_that_shows_the_place(slip: dict[str, Any]) -> None:
    del slip["service"]
    with pytest.raises(DocumentError, match=r"(?s)service.*slip\.typ"):
        rendered(SLIP, slip)


def test_what_cannot_be_a_document(slip: dict[str, Any]) -> None:
    with pytest.raises(DocumentError, match="no such template"):
        rendered("referrals/documents/none.typ", slip)
    with pytest.raises(DocumentError, match="is not JSON"):
        rendered(SLIP, slip | {"date": CREATED})
    with pytest.raises(ValueError, match="timezone-aware"):
        render_pdf(SLIP, slip, title="Boleta", created_at=CREATED.replace(tzinfo=None))


def test_qr_code() -> None:
    svg = qr_svg(ANSWER_URL)
    assert svg.startswith("<svg")
    assert 'xmlns="http://www.w3.org/2000/svg"' in svg
    with pytest.raises(DocumentError):
        qr_svg("")
    with pytest.raises(DocumentError):
        qr_svg("x" * 5000)
