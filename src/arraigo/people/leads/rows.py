"""What a row says, read and judged: the data of a contact, or what has to be corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

import phonenumbers

from arraigo.core import clock
from arraigo.core.text import fold
from arraigo.people import cui, minors
from arraigo.people.enums import Sex
from arraigo.people.leads.enums import Field, ProblemKind
from arraigo.people.leads.places import Places
from arraigo.people.models import OLDEST_BIRTH_YEAR

LONGEST: Final = 120
OLDEST_AGE: Final = 110
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_MAY_BEGIN_WITH_SIGN: Final = (Field.PHONE, Field.AGE)
_EXCEL_ZERO: Final = date(1899, 12, 30)
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?")
_SHORT_YEAR: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?: .*)?")
_SERIAL: Final = re.compile(r"[1-5]\d{4}")  # days since 1900 up to the year 2064
_YEAR: Final = re.compile(r"\d{4}")

_SEXES: Final = {
    "f": Sex.FEMALE, "fem": Sex.FEMALE, "femenino": Sex.FEMALE, "femenina": Sex.FEMALE,
    "mujer": Sex.FEMALE, "female": Sex.FEMALE, "h": Sex.MALE, "masc": Sex.MALE,
    "masculino": Sex.MALE, "hombre": Sex.MALE, "male": Sex.MALE, "otro": Sex.OTHER,
    "other": Sex.OTHER,
}  # fmt: skip
_COUNTRIES: Final = {
    name: code
    for code, names in {
        "US": "us|usa|eeuu|eua|ee uu|e u|u s a|estados unidos|estados unidos de america|"
        "united states|united states of america|norteamerica",
        "MX": "mx|mexico|mejico|estados unidos mexicanos",
        "ZZ": "zz|otro|otro pais|other|canada|belice|honduras|el salvador|nicaragua|costa rica|"
        "panama|espana|colombia|ecuador|peru|chile|argentina|brasil|alemania|italia|francia",
    }.items()
    for name in names.split("|")
}  # fmt: skip
_YES: Final = {"si", "s", "yes", "y", "x", "acepta", "acepto", "autoriza", "1", "true", "ok"}
_NO: Final = {"no", "n", "no acepta", "no acepto", "no autoriza", "rechaza", "0", "false"}


@dataclass(frozen=True)
class LeadData:
    """What is known of a contact. `municipality` is an INE code, `phone` is in E.164."""

    given_names: str = ""
    surnames: str = ""
    sex: str = ""
    birth_year: int | None = None
    phone: str = ""
    cui: str = ""
    municipality_id: str | None = None
    returned_on: date | None = None
    country: str = ""

    @property
    def full_name(self) -> str:
        """Return the names in the order of the legal document."""
        return f"{self.given_names} {self.surnames}".strip()


@dataclass(frozen=True)
class Problem:
    """One thing to correct: what, in which field, and a word that may help."""

    kind: ProblemKind
    field: str
    hint: str = ""


@dataclass
class Judged:
    """A row as it was understood, and what is wrong with it."""

    data: LeadData = field(default_factory=LeadData)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, kind: ProblemKind, where: Field, hint: str = "") -> None:
        """Note something to correct."""
        self.problems.append(Problem(kind, where, hint))

    @property
    def refused(self) -> bool:
        """Tell whether the person said no: nothing of her is kept."""
        return any(problem.kind == ProblemKind.REFUSED for problem in self.problems)

    def set(self, **known: object) -> None:
        """Note something understood."""
        self.data = replace(self.data, **known)  # type: ignore[arg-type]


class RowReader:
    """Reads the rows of one list: some things are understood only from all of them."""

    def __init__(
        self,
        rows: Iterable[tuple[int, Mapping[str, str]]],
        received_on: date,
        places: Places,
        *,
        grown_only: bool = False,
    ) -> None:
        known = list(rows)
        self.grown_only = grown_only
        self.received_on = received_on
        self.places = places
        self.m_is = _meaning_of_m(values.get(Field.SEX, "") for _number, values in known)
        self.first_lines: dict[tuple[str, ...], int] = {}
        for number, values in sorted(known, key=lambda row: row[0]):
            for key in _keys(values):
                self.first_lines.setdefault(key, number)

    def read(self, number: int, values: Mapping[str, str]) -> Judged:
        """Return what the row says and what is wrong with it, at most one thing a field."""
        judged = Judged()
        sound = {name: text for name, text in values.items() if _is_sound(name, text, judged)}
        if fold(sound.get(Field.PERMISSION, "")) in _NO:
            return Judged(problems=[Problem(ProblemKind.REFUSED, Field.PERMISSION)])
        _read_permission(sound, judged)
        _read_names(sound, values, judged)
        self._read_sex(sound, judged)
        self._read_birth(sound, judged)
        self._read_place(sound, judged)
        _read_phone(sound, judged)
        _read_cui(sound, judged)
        _read_return(sound, judged)
        _read_country(sound, judged)
        self._compare(number, values, judged)
        return judged

    def _read_sex(self, values: Mapping[str, str], judged: Judged) -> None:
        if not (text := fold(values.get(Field.SEX, "")).rstrip(".")):
            return None
        if text == "m":
            if self.m_is is None:
                return judged.wrong(ProblemKind.SEX_AMBIGUOUS, Field.SEX)
            return judged.set(sex=str(self.m_is))
        if text not in _SEXES:
            return judged.wrong(ProblemKind.SEX_UNKNOWN, Field.SEX)
        return judged.set(sex=str(_SEXES[text]))

    def _read_birth(self, values: Mapping[str, str], judged: Judged) -> None:
        birth, age = values.get(Field.BIRTH, ""), values.get(Field.AGE, "")
        if birth:
            where, year = Field.BIRTH, _birth_year(birth)
        elif age:
            where, year = Field.AGE, self._year_of_age(age)
        else:
            return
        if _SHORT_YEAR.fullmatch(birth):
            judged.wrong(ProblemKind.YEAR_OF_TWO_DIGITS, where)
        elif year is None or not OLDEST_BIRTH_YEAR <= year <= clock.today().year:
            judged.wrong(ProblemKind.BIRTH_IMPOSSIBLE, where)
        elif minors.is_child(year):
            judged.wrong(ProblemKind.UNDER_15, where)
        elif self.grown_only and minors.surely_minor(year):
            judged.wrong(ProblemKind.UNDER_18, where)
        else:
            judged.set(birth_year=year)

    def _year_of_age(self, text: str) -> int | None:
        years = re.fullmatch(r"(\d{1,3})( anos)?", fold(text))
        if years is None or int(years[1]) > OLDEST_AGE:
            return None
        return self.received_on.year - int(years[1])

    def _read_place(self, values: Mapping[str, str], judged: Judged) -> None:
        town, department = values.get(Field.MUNICIPALITY, ""), values.get(Field.DEPARTMENT, "")
        if "," in town and not department:
            town, department = (part.strip() for part in town.split(",", 1))
        code = self.places.department(department)
        if department and not code:
            return judged.wrong(ProblemKind.DEPARTMENT_UNKNOWN, Field.DEPARTMENT)
        if not town:
            return None
        found = self.places.towns(town, code)
        if len(found) == 1:
            return judged.set(municipality_id=found[0])
        if found:
            return judged.wrong(ProblemKind.MUNICIPALITY_AMBIGUOUS, Field.MUNICIPALITY)
        nearest = self.places.nearest(town, code)
        if self.places.towns(town):
            return judged.wrong(ProblemKind.MUNICIPALITY_ELSEWHERE, Field.MUNICIPALITY, nearest)
        return judged.wrong(ProblemKind.MUNICIPALITY_UNKNOWN, Field.MUNICIPALITY, nearest)

    def _compare(self, number: int, values: Mapping[str, str], judged: Judged) -> None:
        earlier = [self.first_lines.get(key, number) for key in _keys(values)]
        if earlier and (first := min(earlier)) < number:
            judged.wrong(ProblemKind.REPEATED, Field.FULL_NAME, str(first))


def _is_sound(name: str, text: str, judged: Judged) -> bool:
    """Tell whether a text can be read at all; note what is wrong if not."""
    if text.startswith(_FORMULA_SIGNS) and name not in _MAY_BEGIN_WITH_SIGN:
        judged.wrong(ProblemKind.FORMULA_TEXT, Field(name))
        return False
    if len(text) > LONGEST:
        judged.wrong(ProblemKind.TEXT_TOO_LONG, Field(name))
        return False
    return True


def names_of(values: Mapping[str, str]) -> tuple[str, str]:
    """Return given names and surnames; a full name is halved, as the search does."""
    given, surnames = values.get(Field.GIVEN_NAMES, ""), values.get(Field.SURNAMES, "")
    if given or surnames:
        return given, surnames
    words = values.get(Field.FULL_NAME, "").split()
    half = (len(words) + 1) // 2
    return " ".join(words[:half]), " ".join(words[half:])


def _read_names(sound: Mapping[str, str], values: Mapping[str, str], judged: Judged) -> None:
    names = names_of(values)
    where = Field.FULL_NAME if Field.FULL_NAME in values else Field.GIVEN_NAMES
    if not all(names):
        judged.wrong(ProblemKind.NAME_MISSING, where)
    elif names_of(sound) == names:
        if not all(any(map(str.isalpha, name)) for name in names):
            judged.wrong(ProblemKind.NAME_WITHOUT_LETTERS, where)
        else:
            judged.set(given_names=names[0], surnames=names[1])


def _read_permission(values: Mapping[str, str], judged: Judged) -> None:
    text = fold(values.get(Field.PERMISSION, ""))
    if text and text not in _YES:
        judged.wrong(ProblemKind.PERMISSION_UNKNOWN, Field.PERMISSION)


def _read_phone(values: Mapping[str, str], judged: Judged) -> None:
    if not (text := values.get(Field.PHONE, "")):
        return
    try:
        number = phonenumbers.parse(text, "GT")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or number.extension or not phonenumbers.is_valid_number(number):
        judged.wrong(ProblemKind.PHONE_WRONG, Field.PHONE)
    else:
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        judged.set(phone=e164)


def _read_cui(values: Mapping[str, str], judged: Judged) -> None:
    if not (text := values.get(Field.CUI, "")):
        return
    number = cui.digits(text)
    if len(number) != cui.LENGTH or not re.fullmatch(r"[\d\s.-]+", text):
        judged.wrong(ProblemKind.CUI_WRONG, Field.CUI)
    else:
        judged.set(cui=number)


def _read_return(values: Mapping[str, str], judged: Judged) -> None:
    if not (text := values.get(Field.RETURNED_ON, "")):
        return
    day = _day(text)
    if day is None:
        short = _SHORT_YEAR.fullmatch(text)
        kind = ProblemKind.YEAR_OF_TWO_DIGITS if short else ProblemKind.DATE_UNREADABLE
        judged.wrong(kind, Field.RETURNED_ON)
    elif day > clock.today():
        judged.wrong(ProblemKind.RETURN_IN_FUTURE, Field.RETURNED_ON)
    elif judged.data.birth_year and day.year < judged.data.birth_year:
        judged.wrong(ProblemKind.RETURN_BEFORE_BIRTH, Field.RETURNED_ON)
    else:
        judged.set(returned_on=day)


def _read_country(values: Mapping[str, str], judged: Judged) -> None:
    if not (text := fold(values.get(Field.COUNTRY, "").replace(".", " "))):
        return
    if text not in _COUNTRIES:
        judged.wrong(ProblemKind.COUNTRY_UNKNOWN, Field.COUNTRY)
    else:
        judged.set(country=_COUNTRIES[text])


def _day(text: str) -> date | None:
    """Return the date a text is: ISO, day first, or Excel's count of days; else None."""
    if _SERIAL.fullmatch(text):
        return _EXCEL_ZERO + timedelta(days=int(text))
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _birth_year(text: str) -> int | None:
    if _YEAR.fullmatch(text):
        return int(text)
    day = _day(text)
    return day.year if day and day <= clock.today() else None


def _meaning_of_m(texts: Iterable[str]) -> Sex | None:
    """Return what «M» is in a list: beside «F» masculine, beside «H» a woman, else unknown."""
    used = {fold(text).rstrip(".") for text in texts}
    if ("f" in used) == ("h" in used):
        return None
    return Sex.MALE if "f" in used else Sex.FEMALE


def _keys(values: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return what makes a row the repetition of another: the CUI, or name, birth and phone."""
    keys: list[tuple[str, ...]] = []
    if len(number := cui.digits(values.get(Field.CUI, ""))) == cui.LENGTH:
        keys.append(("cui", number))
    if all(names := names_of(values)):
        birth = values.get(Field.BIRTH, "") or values.get(Field.AGE, "")
        phone = cui.digits(values.get(Field.PHONE, ""))[-8:]
        keys.append(("name", fold(" ".join(names)), birth, phone))
    return keys
