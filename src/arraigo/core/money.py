"""Amounts of money as Guatemalan papers write them.

Written here and not taken from num2words: that package has had no release since 2024, needs
docopt (2014, source only) and says "un millón quetzales".
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

_SMALL: Final = [
    "cero",
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiún",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
_TENS: Final = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
_HUNDREDS: Final = [
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
_CENT: Final = Decimal("0.01")
_LIMIT: Final = Decimal(1_000_000_000)


def amount_in_words(amount: Decimal) -> str:
    """Return an amount of quetzales in Spanish words, as on a cheque.

    ``11000`` gives "once mil quetzales exactos", ``5500.25`` gives "cinco mil quinientos
    quetzales con 25/100". Raises ``ValueError`` for a negative amount, for fractions of a
    centavo and from a thousand million on.
    """
    if not amount.is_finite() or not 0 <= amount < _LIMIT:
        raise ValueError(f"amount out of range: {amount}")
    if amount != amount.quantize(_CENT):
        raise ValueError(f"amount with fractions of a centavo: {amount}")
    whole, cents = divmod(int(amount * 100), 100)
    # "un millón de quetzales", but "un millón un quetzales".
    link = " de" if whole and whole % 1_000_000 == 0 else ""
    unit = "quetzal" if whole == 1 else "quetzales"
    exact = "exacto" if whole == 1 else "exactos"
    ending = f"con {cents:02d}/100" if cents else exact
    return f"{_integer(whole)}{link} {unit} {ending}"


def format_amount(amount: Decimal) -> str:
    """Return an amount of quetzales in figures: ``Q11,000.00``, ``-Q1.50``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Q{abs(amount):,.2f}"


def _integer(number: int) -> str:
    """Return a whole number below a thousand million, in the short form used before a noun."""
    millions, rest = divmod(number, 1_000_000)
    thousands, units = divmod(rest, 1000)
    words = []
    if millions:
        words.append("un millón" if millions == 1 else f"{_integer(millions)} millones")
    if thousands:
        words.append("mil" if thousands == 1 else f"{_hundreds(thousands)} mil")
    if units or not words:
        words.append(_hundreds(units))
    return " ".join(words)


def _hundreds(number: int) -> str:
    if number == 100:
        return "cien"
    hundreds, rest = divmod(number, 100)
    words = [_HUNDREDS[hundreds - 1]] if hundreds else []
    if rest or not hundreds:
        words.append(_tens(rest))
    return " ".join(words)


def _tens(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, unit = divmod(number, 10)
    return f"{_TENS[tens - 3]} y {_SMALL[unit]}" if unit else _TENS[tens - 3]
