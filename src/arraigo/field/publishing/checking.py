"""From an uploaded workbook to a form that may be published, or to what has to be mended."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from arraigo.casework.enums import DataClass
from arraigo.core import apart, clock
from arraigo.core.reading.limits import MAX_FILE, Reason, Unfit
from arraigo.core.reading.tables import Unreadable
from arraigo.field.openrosa import lists as own_lists
from arraigo.field.publishing.child import SECONDS
from arraigo.field.publishing.converting import Sheets, settings_of
from arraigo.field.publishing.findings import (
    Finding,
    from_pyxform,
    from_validate,
    warning_from_pyxform,
)
from arraigo.field.publishing.linting import lint
from arraigo.field.publishing.shipped import territory_lists
from arraigo.field.xform.definition import Definition, read_definition
from arraigo.field.xform.reading import NotXml

WORKBOOKS: Final = {".xlsx", ".xls"}
#: How long ODK Validate may take, and how much memory Java, for a form of a thousand questions.
VALIDATE_SECONDS: Final = 60
VALIDATE_MEMORY: Final = "-Xmx384m"
_PLAIN: Final = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass
class Checked:
    """What became of an upload. Without an error among `findings` it can be published."""

    sheets: Sheets = field(default_factory=dict)
    xml: str = ""
    definition: Definition | None = None
    media: Mapping[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    data_class: DataClass = DataClass.PERSONAL

    @property
    def errors(self) -> list[Finding]:
        """Return what has to be mended first."""
        return [each for each in self.findings if each.is_error]


def check(name: str, data: bytes, media: Mapping[str, bytes]) -> Checked:
    """Convert an uploaded form and look through it: pyxform, ODK Validate, and our own rules.

    `media` are the files uploaded beside it. Raises `core.reading.tables.Unreadable` for what is
    no workbook.
    """
    told = _converted(name, data)
    checked = Checked(sheets=told["sheets"])
    every = {**territory_lists(), **media}
    columns = {file: _columns(content) for file, content in every.items() if file.endswith(".csv")}
    columns[own_lists.NAME] = set(own_lists.COLUMNS)
    checked.findings = lint(checked.sheets, columns)
    if "xml" not in told:
        checked.findings = [*from_pyxform(told["refused"], checked.sheets), *checked.findings]
        return checked
    checked.findings += [warning_from_pyxform(text) for text in told["warnings"]]
    checked.xml = told["xml"]
    checked.data_class = _data_class(checked.sheets)
    _define(checked, every)
    if not checked.errors:
        checked.findings += validate(checked.xml)
    return checked


def _converted(name: str, data: bytes) -> dict[str, Any]:
    if PurePath(name).suffix.lower() not in WORKBOOKS:
        raise Unreadable(Unfit(Reason.OTHER_KIND))
    if len(data) > MAX_FILE:
        raise Unreadable(Unfit(Reason.TOO_BIG))
    fallback = _PLAIN.sub("_", PurePath(name).stem)[:60].strip("_.-") or "formulario"
    version = clock.now().strftime("%Y%m%d%H%M")
    told = apart.ask(
        "arraigo.field.publishing.child", PurePath(name).suffix.lower(), fallback, version,
        data=data, seconds=SECONDS,
    )  # fmt: skip
    if not told:
        raise Unreadable(Unfit(Reason.TOO_MUCH))
    answer: dict[str, Any] = json.loads(told)
    if "unfit" in answer:
        raise Unreadable(Unfit(Reason(answer["unfit"]), answer["detail"]))
    return answer


def _columns(content: bytes) -> set[str]:
    """Return the columns of a list of choices."""
    first = content.decode("utf-8-sig", "replace").splitlines()[:1]
    return {cell.strip() for row in csv.reader(io.StringIO("\n".join(first))) for cell in row}


def _define(checked: Checked, every: Mapping[str, bytes]) -> None:
    try:
        checked.definition = read_definition(checked.xml.encode())
    except NotXml:
        words = _("El formulario no se puede leer después de convertirlo.")
        checked.findings.append(Finding(words))
        return
    needed = [name for name in checked.definition.media if name != own_lists.NAME]
    checked.media = {name: every[name] for name in needed if name in every}
    for name in needed:
        if name not in every and not name.endswith(".csv"):
            words = _("Falta el archivo «%(file)s»: súbalo junto con el formulario.")
            checked.findings.append(Finding(words % {"file": name}, is_error=False))


def _data_class(sheets: Sheets) -> DataClass:
    guarded = settings_of(sheets).get("data_class", "").strip().lower() == "c"
    return DataClass.PROTECTION if guarded else DataClass.PERSONAL


def validate(xml: str) -> list[Finding]:
    """Return what ODK Validate refuses in an XForm; that it cannot be asked is one thing."""
    java = shutil.which("java")
    if java is None:
        words = _("Falta Java en el servidor: sin él no se puede revisar un formulario nuevo.")
        return [Finding(words)]
    from pyxform.validators.odk_validate import ODK_VALIDATE_PATH  # as late as in `converting`

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xml"
        path.write_text(xml, encoding="utf-8")
        command = [java, VALIDATE_MEMORY, "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH]
        try:
            done = subprocess.run(
                [*command, str(path)], capture_output=True, timeout=VALIDATE_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return [Finding(_("El formulario es demasiado grande para revisarlo."))]
    if done.returncode == 0:
        return []
    found = list(from_validate(done.stderr.decode("utf-8", "replace")))
    return found or [Finding(_("ODK Validate no acepta el formulario y no dijo por qué."))]
