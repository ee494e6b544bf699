"""Names for training persons: common in Guatemala, the last one plainly invented.

The weights, in thousands, are modelled on the counts that RENAP has published (María 863,932,
José 501,827); no list of real persons stands behind them.
"""

from __future__ import annotations

from random import Random

from arraigo.demo.chance import pick
from arraigo.people.enums import Sex
from arraigo.people.training import MARKS

GIVEN = {
    Sex.FEMALE: {
        "María": 864, "Ana": 253, "Juana": 207, "Rosa": 140, "Marta": 106, "Sandra": 105,
        "Claudia": 92, "Carmen": 82, "Silvia": 74, "Elena": 68, "Mirna": 63, "Gloria": 58,
        "Blanca": 54, "Irma": 51, "Dora": 48, "Norma": 45, "Brenda": 43, "Lidia": 41, "Lesbia": 39,
        "Glenda": 38, "Karla": 36, "Karina": 35, "Mónica": 33, "Patricia": 32, "Evelyn": 31,
        "Heidy": 30, "Ingrid": 29, "Gabriela": 28, "Alejandra": 27, "Andrea": 27, "Sofía": 26,
        "Daniela": 25, "Paola": 25, "Fátima": 24, "Yesenia": 23, "Yessica": 23, "Wendy": 22,
        "Vilma": 22, "Olga": 21, "Aura": 21, "Elvia": 20, "Thelma": 20, "Marina": 20,
        "Cristina": 19,
    },
    Sex.MALE: {
        "José": 502, "Juan": 405, "Carlos": 280, "Luis": 254, "Pedro": 160, "Miguel": 105,
        "Francisco": 92, "Jorge": 82, "Mario": 74, "Manuel": 68, "Julio": 63, "Marco": 58,
        "Víctor": 54, "Edgar": 51, "Oscar": 48, "Byron": 45, "Walter": 43, "Wilson": 41,
        "William": 39, "Willy": 38, "Kevin": 36, "Bryan": 35, "Brayan": 33, "Cristian": 32,
        "Diego": 31, "Sebastián": 30, "Domingo": 29, "Tomás": 28, "Mateo": 27, "Pascual": 27,
        "Gaspar": 26, "Baltazar": 25, "Nicolás": 25, "Antonio": 24, "Santiago": 23, "Andrés": 23,
        "Martín": 22, "Lorenzo": 22, "Felipe": 21, "Santos": 21, "Sebastian": 20, "Marcos": 20,
        "Lucas": 20, "Daniel": 19,
    },
}  # fmt: skip
SURNAMES = {
    "López": 900, "García": 517, "Morales": 374, "Hernández": 297, "Pérez": 248, "González": 215,
    "Rodríguez": 190, "Ramírez": 171, "Gómez": 155, "Martínez": 143, "Vásquez": 132,
    "Castillo": 123, "Cruz": 116, "Méndez": 109, "Díaz": 103, "Reyes": 98, "Ortiz": 93,
    "Juárez": 89, "Mejía": 85, "Sánchez": 82, "Chávez": 79, "Aguilar": 76, "Velásquez": 73,
    "Ramos": 71, "de León": 69, "Flores": 66, "Castro": 64, "Mendoza": 63, "Orellana": 61,
    "Estrada": 59, "Herrera": 58, "Jiménez": 56, "Lima": 55, "Barrios": 54, "Guzmán": 52,
    "Alvarado": 51, "Cardona": 50, "Fuentes": 49, "Miranda": 48, "Escobar": 47, "Ruiz": 46,
    "Contreras": 45, "Torres": 44, "Rivera": 44, "Gutiérrez": 43, "Guerra": 42, "Marroquín": 41,
    "Santos": 41, "Monzón": 40, "Recinos": 39, "Barrera": 39, "Salazar": 38, "Soto": 38,
    "Vicente": 37, "Domingo": 36, "Domínguez": 36,
}  # fmt: skip
#: Surnames of Q'eqchi', K'iche', Kaqchikel, Tz'utujil, Poqomam, Ch'orti' and Ixil families.
MAYA_SURNAMES = {
    "Caal": 60, "Choc": 40, "Coc": 31, "Pop": 26, "Tzul": 60, "Ixcoy": 40, "Tum": 31, "Tzoc": 26,
    "Xocop": 60, "Ajú": 40, "Bal": 31, "Cojtí": 26, "Tzina": 40, "Ajtujal": 31, "Coy": 31,
    "Gualim": 26, "Súchite": 60, "Aldana": 31, "Brito": 60, "Ceto": 40, "Cobo": 26, "Xol": 23,
    "Chub": 20, "Rax": 20,
}  # fmt: skip


def invent_name(random: Random, sex: Sex, *, maya: bool = False) -> tuple[str, str]:
    """Return given names and surnames; the second surname says that nobody is called so."""
    given = pick(random, GIVEN[sex])
    if random.random() < 0.7:
        given = f"{given} {pick(random, {n: w for n, w in GIVEN[sex].items() if n != given})}"
    surname = pick(random, MAYA_SURNAMES if maya else SURNAMES)
    return given, f"{surname} {random.choice(MARKS)}"
