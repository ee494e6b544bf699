"""Every parser of foreign input: any text or bytes is read, or refused in the parser's own way.

The parsers are listed by looking for them: each field of each form, and each function of the
application that expects a text to be wrong (it catches `ValueError`); one that is not listed fails
a test. What is valid comes back as it went in.
"""

from __future__ import annotations

import ast
import base64
import csv
import io
import json
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from hypothesis import assume, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st

import arraigo
from arraigo.casework.codes import code_of, codes_meant
from arraigo.coordination.models import Activity
from arraigo.core import clock, tokens
from arraigo.core.context import SYSTEM, acting_as
from arraigo.core.ids import ids_in
from arraigo.core.paging import page_of as page_of_activities
from arraigo.core.reading import child
from arraigo.core.reading.limits import Reason
from arraigo.core.reading.tables import Table
from arraigo.core.text import fold, sort_key
from arraigo.desk import paging as cases_paging
from arraigo.indicators import paging as facts_paging
from arraigo.indicators.periods import Period
from arraigo.jobs import views as jobs_views
from arraigo.people import cui
from arraigo.people.forms import PNG_MAGIC, PNG_URL, CorrectionForm, signature_bytes
from arraigo.people.inputs import Correction
from arraigo.people.leads.columns import layout_of, propose
from arraigo.people.leads.enums import Field
from arraigo.people.leads.places import Places
from arraigo.people.leads.rows import RowReader
from arraigo.people.linkage.records import halves_of_name
from arraigo.people.merging import queue
from arraigo.people.phones import phone_as_read
from arraigo.people.search.find import Query
from arraigo.people.search.keys import fragments_sought
from arraigo.people.search.words import beginning, clues, words_of
from arraigo.profiling import rows as repeated
from arraigo.public.complaints.receipts import ALPHABET, Receipt, grouped
from arraigo.rights import looks
from arraigo.territory.models import Municipality
from tests.hostile.values import TEXTS, TRIES

pytestmark = pytest.mark.django_db

#: Text as the web hands it on: any character but lone surrogates, which Django replaces.
texts = st.one_of(
    st.sampled_from(TEXTS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.from_regex(r"[0-9²٣１ ./_:TZ+-]{0,40}"),
)


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


#: Every function that expects a text to be wrong, by its place, and how it is called.
PARSERS: dict[str, Callable[[str], Any]] = {
    "desk/paging.py:_read": cases_paging._read,
    "indicators/paging.py:_edge": facts_paging._edge,
    "core/ids.py:_read": lambda text: ids_in([text]),
    "people/merging/queue.py:_read": queue._read,
    "rights/looks.py:_read": looks._read,
    "core/paging.py:page_of": lambda text: page_of_activities(Activity.objects.all(), text),
    "people/forms.py:signature_bytes": signature_bytes,
    "people/leads/rows.py:_day": lambda text: read_row(**{Field.RETURNED_ON: text}),
    "cui": cui.digits,
    "phone": phone_as_read,
    "case code": codes_meant,
    "month": Period.from_text,
    "receipt": lambda text: Receipt.typed(text, text).hash,
    "token": lambda text: tokens.matches(text, tokens.hash_token("x")),
    "folded": lambda text: (fold(text), sort_key(text)),
    "search": lambda text: searched(text),
    "halves": halves_of_name,
    "rows of a plan": lambda text: repeated.total(posted(**{"meta-total": text}), "meta", 9),
}
#: The same, asked with hostile values through their pages (`test_addresses`).
BY_THEIR_PAGES = {
    "jobs/views.py:_day", "referrals/views.py:_chosen", "directory/paging.py:_edge",
    "reports/views.py:_tapped", "people/leads/views/contacts.py:confirm",
    "people/forms.py:form_id", "people/forms.py:clean_seen",
    "casework/documents/views.py:_proven", "ui/forms.py:to_python",
}  # fmt: skip
#: What a phone delivers, asked with hostile values as deliveries (`test_deliveries`).
BY_DELIVERIES = {
    "field/handlers/follow_up.py:_not_past",
    "field/handlers/follow_up.py:_was_due", "field/handlers/profile.py:_note_household",
    "field/handlers/registration.py:_source", "field/xform/evaluation.py:_holds",
    "field/xform/functions.py:as_number", "field/xform/functions.py:days_of",
    "field/xform/instance.py:filled_in_at", "field/xform/reading.py:read_xml",
}  # fmt: skip
#: These catch the error for something that is not foreign input.
NOT_FOREIGN = {
    "public/complaints/limits.py:too_many", "core/documents.py:render_pdf",
    "people/linkage/engine.py:learn", "core/sealing.py:_open",
}  # fmt: skip


def searched(text: str) -> Any:
    query = Query.read(text)
    found = [(clues(word), beginning(word)) for word in words_of(query.name)[:7]]
    return found, [fragments_sought(number) for number in query.numbers]


def read_row(**values: str) -> Any:
    reader = RowReader([(1, values)], clock.today(), Places())
    return reader.read(1, values)


def catching() -> Iterator[str]:
    """Yield every function of the application, by file and name, that catches `ValueError`."""
    house = Path(arraigo.__file__).parent
    for path in sorted(house.rglob("*.py")):
        place = path.relative_to(house).as_posix()
        if "/tests/" in place or place.startswith(("demo/", "web/")):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                handlers = [each for each in ast.walk(node) if isinstance(each, ast.ExceptHandler)]
                if any("ValueError" in ast.unparse(each.type or ast.Name("")) for each in handlers):
                    yield f"{place}:{node.name}"


def test_every_parser_is_listed():
    named = {name for name in PARSERS if ":" in name}
    assert set(catching()) == named | BY_THEIR_PAGES | BY_DELIVERIES | NOT_FOREIGN


@pytest.mark.parametrize("name", PARSERS)
@TRIES
@given(text=texts)
def test_any_text_is_read_or_refused(as_system, name, text):
    try:
        PARSERS[name](text)
    except ValidationError:
        assert "signature" in name


@TRIES
@given(text=texts)
def test_thirteen_digits_in_any_writing_are_a_cui(as_system, text):
    number = cui.digits(text)
    assert number == "" or number.isascii()
    if len(number) == cui.LENGTH:
        cui.is_doubtful(number)
        assert cui.digits(cui.grouped(number)) == number


def fields_of_forms() -> Iterator[tuple[str, forms.Field]]:
    """Yield every field of every form of the application, by form and name."""
    pending, seen = [forms.BaseForm], set()
    while pending:
        kind = pending.pop()
        pending.extend(kind.__subclasses__())
        if kind in seen or not kind.__module__.startswith("arraigo."):
            continue
        seen.add(kind)
        for name, field in getattr(kind, "base_fields", {}).items():
            yield f"{kind.__module__}.{kind.__qualname__}.{name}", field


FIELDS = dict(sorted(fields_of_forms()))


@pytest.mark.parametrize("name", FIELDS)
@trying(TRIES, max_examples=12)
@given(text=texts, several=st.lists(texts, max_size=3))
@example(text="9" * 5000, several=[])  # a number longer than Python reads
@example(text="[" * 5000, several=[])
def test_any_answer_to_any_question_is_taken_or_refused(as_system, name, text, several):
    field = FIELDS[name]
    values: list[Any] = [text]
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        values = [several, text]
    elif isinstance(field, forms.FileField):
        # Django itself lets no file through whose name is a folder's.
        named = text[:50] if text[:50].rpartition("/")[2] not in {"", ".", ".."} else "x"
        values = [SimpleUploadedFile(named, text.encode()), text, None]
    for value in values:
        try:
            field.clean(value, None) if isinstance(field, forms.FileField) else field.clean(value)
        except ValidationError:
            continue
        except (
            AttributeError
        ):  # a file's field is never handed a text: the form takes it from FILES
            assert isinstance(field, forms.FileField)
            assert isinstance(value, str)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip
NAMES = st.sampled_from(
    ["given_names", "surnames", "sex", "birth_year", "municipality", "phone", "phone_owner", "cui"]
)


@TRIES
@given(told=JSON | st.dictionaries(NAMES, JSON, min_size=4) | st.just("\ud800"))
def test_any_json_is_what_a_page_has_sent_or_refused(as_system, told):
    now = Correction("Ana", "Ficticia", "f", 1994, Municipality.objects.order_by("pk")[0])
    form = CorrectionForm({}, identity=now)
    form.cleaned_data = {"seen": told}
    try:
        form.clean_seen()
    except ValidationError:
        return


@TRIES
@given(
    content=st.binary(max_size=3000) | texts.map(str.encode),
    kind=st.sampled_from(["csv", "xlsx", "ods", ""]),
)
def test_any_bytes_are_a_table_or_refused(content, kind):
    answer = answered(content, kind)
    assert "rows" in answer or Reason(answer["unfit"])


def answered(content: bytes, kind: str) -> dict[str, Any]:
    """Return what the process that reads a file answers; its limits are not set on this one."""
    told = io.StringIO()
    with (
        mock.patch.object(child.apart, "limit_this_process"),
        mock.patch.object(child.sys, "argv", ["child", kind]),
        mock.patch.object(child.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content))),
        mock.patch.object(child.sys, "stdout", told),
    ):
        child.main()
    answer: dict[str, Any] = json.loads(told.getvalue())
    return answer


CELLS = (
    st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)


@TRIES
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=8))
def test_a_csv_comes_back_as_it_was_written(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    table = answered(file.getvalue().encode("utf-8-sig"), "csv")
    plain = [[" ".join(unicodedata.normalize("NFC", cell).split()) for cell in row] for row in rows]
    assert [[cell for cell in cells if cell] for _number, cells in table["rows"]] == plain


@TRIES
@given(rows=st.lists(st.lists(texts, min_size=1, max_size=6), min_size=1, max_size=6))
def test_any_table_has_columns_and_rows_that_can_be_judged(as_system, rows):
    places = Places()
    layout = layout_of(Table(list(enumerate(rows, 1))))
    fields = propose(layout, {}, places)
    assert len(fields) == len(layout.headers)
    told = [(number, dict(zip(Field.values, cells, strict=False))) for number, cells in layout.rows]
    reader = RowReader(told, clock.today(), places)
    for number, values in told:
        reader.read(number, values)


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@TRIES
@given(day=days, number=st.integers(1, 2**62), chance=st.floats(-1, 1))
def test_a_mark_of_a_page_comes_back(day, number, chance):
    ident = uuid.UUID(int=number)
    assert cases_paging._read(f"{day.isoformat()}_{ident}") == (day, ident)
    assert facts_paging._edge(f"{day.isoformat()}_{ident}") == (day, ident)
    assert queue._read(f"{chance!r}_{number}") == (chance, number)
    at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC)
    assert looks._read(f"{at.isoformat()}_{number}") == (at, number)


@TRIES
@given(day=days)
def test_a_date_in_a_list_is_understood_in_both_ways(as_system, day):
    for text in (f"{day:%d/%m/%Y}", day.isoformat()):
        judged = read_row(**{Field.RETURNED_ON: text})
        assert judged.data.returned_on == (day if day <= clock.today() else None)


@TRIES
@given(number=st.from_regex(r"[2-7][0-9]{7}", fullmatch=True))
def test_a_phone_comes_back_however_it_is_grouped(number):
    judged = read_row(**{Field.PHONE: f"{number[:4]} {number[4:]}"})
    assume(judged.data.phone)
    assert judged.data.phone == f"+502{number}"
    assert cui.digits(phone_as_read(judged.data.phone)) == number


@TRIES
@given(office=st.from_regex(r"[A-Z]{3}", fullmatch=True), year=st.integers(2020, 2099),
       number=st.integers(1, 99_999))  # fmt: skip
def test_a_case_code_is_understood_without_dashes(office, year, number):
    code = code_of(office, year, number)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert code in (codes_meant(typed) or [])


@TRIES
@given(ident=st.uuids())
def test_a_receipt_is_understood_as_it_is_read_aloud(ident):
    receipt = Receipt.of(ident)
    typed = Receipt.typed(grouped(receipt.number).lower(), receipt.shown_key.replace("-", " "))
    assert typed == receipt
    assert set(receipt.key) <= set(ALPHABET)


@TRIES
@given(data=st.binary(max_size=400))
def test_a_signature_comes_back(data):
    drawn = PNG_MAGIC + data
    assert signature_bytes(PNG_URL + base64.b64encode(drawn).decode()) == drawn


@TRIES
@given(text=texts)
def test_the_day_of_a_form_is_a_day(rf, text):
    with acting_as(SYSTEM):
        assert isinstance(jobs_views._day(rf.post("/", {"occurred_on": text})), date)
