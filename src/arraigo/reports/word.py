"""The report as a Word document: the same content as the printed one, to be worked on further.

Built in code and not from a Word template: what it says can be read and reviewed here. The
printed report is the one that counts, and the document says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from arraigo.core.documents import printable
from arraigo.reports.documents import dated, paper_of
from arraigo.reports.models import MonthlyReport

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: On every paper (domain: privacy, traps).
FREE_OF_CHARGE = (
    "Todos los servicios son gratuitos. Nadie puede pedirle dinero, favores ni relaciones a cambio."
)
GREEN, MUTED = RGBColor(0x1D, 0x59, 0x40), RGBColor(0x48, 0x57, 0x4E)
NARRATIVES = (
    ("good_practices", "Buenas prácticas"),
    ("challenges", "Desafíos operativos"),
    ("results", "Resultados alcanzados"),
)


def report_docx(report: MonthlyReport) -> bytes:
    """Return the report as a Word document, in Spanish, with the content of its paper."""
    with override("es-gt"):
        paper = printable(paper_of(report))
    document = Document()
    _dress(document, paper, report)
    _head(document, paper)
    _attended(document, paper)
    _figures(document, paper)
    _adjustments(document, paper)
    _activities(document, paper)
    _errands(document, paper)
    for key, title in NARRATIVES:
        if paper["narratives"][key]:
            document.add_heading(title, level=2)
            _paragraphs(document, paper["narratives"][key])
    _facts(document, paper)
    _signatures(document, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _dress(document: WordDocument, paper: dict[str, Any], report: MonthlyReport) -> None:
    """Set the page, the styles, the language and what the file says about itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.59), Cm(27.94)
    section.left_margin = section.right_margin = Cm(2.1)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "es-GT")
    normal.element.get_or_add_rPr().append(language)
    for level in (1, 2):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.color.rgb = "Calibri", GREEN
    about = document.core_properties
    about.title, about.author = paper["title"], paper["author"]["name"]
    about.language, about.comments = "es-GT", ""
    about.created = about.modified = dated(report)
    header = section.header.paragraphs[0]
    header.text = f"Arraigo · Informe mensual · {paper['period']['label']}"
    section.footer.paragraphs[0].text = FREE_OF_CHARGE
    if paper["training"]:
        header.add_run(" · CAPACITACIÓN: personas ficticias").bold = True


def _head(document: WordDocument, paper: dict[str, Any]) -> None:
    document.add_heading(paper["title"], level=1)
    provisional = "" if paper["approved"] else " · cifras provisionales hasta su aprobación"
    document.add_paragraph().add_run(f"Estado: {paper['state']}{provisional}").bold = True
    author, period = paper["author"], paper["period"]
    _table(
        document,
        (),
        [
            ("Autor/a", f"{author['name']}, {author['position']}"),
            ("Sede", author["office"]),
            ("Periodo", f"Del {period['starts_on']} al {period['ends_on']}"),
        ],
    )


def _attended(document: WordDocument, paper: dict[str, Any]) -> None:
    if not paper["attended"]:
        return
    document.add_heading("Casos atendidos", level=2)
    header = ("Casos", "Cifra", *_compared_header(paper))
    _table(
        document,
        header,
        [(row["title"], str(row["value"]), *_change(paper, row)) for row in paper["attended"]],
        numbers=(1,),
    )


def _figures(document: WordDocument, paper: dict[str, Any]) -> None:
    document.add_heading("Indicadores", level=2)
    header = ("N.º", "Indicador", "Valor", "De", "%", *_compared_header(paper))
    _table(
        document,
        header,
        [
            (
                "" if row["variant"] else row["code"],
                row["title"] if row["variant"] else f"{row['title']} ({row['unit']})",
                str(row["value"]),
                "" if row["denominator"] is None else str(row["denominator"]),
                row["percent"] or "",
                *_change(paper, row),
            )
            for row in paper["figures"]
        ],
        numbers=(2, 3, 4),
    )
    _note(document, paper["counting"])
    if paper["compared"] and not paper["compared"]["alike"]:
        _note(document, "Los dos periodos no tienen la misma duración.")


def _compared_header(paper: dict[str, Any]) -> tuple[str, ...]:
    return (f"Frente a {paper['compared']['label']}",) if paper["compared"] else ()


def _change(paper: dict[str, Any], row: dict[str, Any]) -> tuple[str, ...]:
    if not paper["compared"]:
        return ()
    change = row["change"]
    if change is None:
        return ("–",)
    return (f"{change['words']} · salto grande" if change["large"] else change["words"],)


def _adjustments(document: WordDocument, paper: dict[str, Any]) -> None:
    if not paper["adjustments"]:
        return
    document.add_heading("Ajuste de meses anteriores", level=2)
    _note(
        document,
        "Las cifras ya aprobadas no cambian: aquí se dice qué se registró o se anuló después.",
    )
    for month in paper["adjustments"]:
        document.add_paragraph().add_run(month["month"]).bold = True
        _table(
            document,
            ("Indicador", "Cifra", "Hechos que se suman", "Hechos que se quitan"),
            [
                (row["label"], row["change"], str(row["added"]), str(row["removed"]))
                for row in month["rows"]
            ],
            numbers=(1, 2, 3),
        )


def _activities(document: WordDocument, paper: dict[str, Any]) -> None:
    if not paper["activities"]:
        return
    document.add_heading("Coordinación: reuniones y eventos", level=2)
    _table(
        document,
        ("Fecha", "Actividad", "Tipo", "Constancia"),
        [
            (row["on"], ", ".join(filter(None, (row["title"], row["place"]))), row["kind"],
             row["evidence"])
            for row in paper["activities"]
        ],
    )  # fmt: skip


def _errands(document: WordDocument, paper: dict[str, Any]) -> None:
    if not paper["errands"]:
        return
    document.add_heading("Encargos cumplidos", level=2)
    _table(
        document,
        ("Fecha", "Encargo"),
        [(row["on"], row["words"]) for row in paper["errands"]],
    )


def _facts(document: WordDocument, paper: dict[str, Any]) -> None:
    document.add_heading("Hechos que respaldan las cifras", level=2)
    rows = [(row["indicator"], str(row["count"])) for row in paper["facts"]]
    _table(document, ("Indicador", "Hechos"), rows, numbers=(1,), keep=True)


def _signatures(document: WordDocument, paper: dict[str, Any]) -> None:
    """Write who presents and who approves, on the page of the table before them."""
    heading = document.add_heading("Firma y aprobación", level=2)
    approved, author = paper["approved"], paper["author"]
    presents = document.add_paragraph(f"Presenta: {author['name']}, {author['position']}")
    decides = document.add_paragraph(
        f"Aprueba: {approved['by']}, {approved['position']}. Aprobado el {approved['at']}"
        if approved
        else "Aprueba: pendiente de aprobación"
    )
    if paper["sha256"]:
        _note(document, f"Huella SHA-256 de las cifras y de su lista de hechos: {paper['sha256']}")
    _note(document, "Copia para trabajar: vale el informe impreso (PDF) con esta misma huella.")
    for paragraph in (heading, presents, decides):
        paragraph.paragraph_format.keep_with_next = True


def _paragraphs(document: WordDocument, text: str) -> None:
    for part in text.split("\n\n"):
        if part.strip():
            document.add_paragraph(part.strip())


def _note(document: WordDocument, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.italic, run.font.size, run.font.color.rgb = True, Pt(9.5), MUTED
    return paragraph


def _table(
    document: WordDocument,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    keep: bool = False,
) -> Table:
    """Add a table; columns `numbers` align right, `keep` holds it with what follows."""
    lines = [*([header] if header else []), *rows]
    table = document.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, line in enumerate(lines):
        cells = table.add_row().cells
        for column, text in enumerate(line):
            is_title = number == 0 if header else column == 0
            _fill(cells[column], text, is_title, column in numbers, keep)
    if header:
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
    document.add_paragraph().paragraph_format.keep_with_next = keep
    return table


def _fill(cell: _Cell, text: str, bold: bool, number: bool, keep: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(text).bold = bold
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = keep
    if number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
