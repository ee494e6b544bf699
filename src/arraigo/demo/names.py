"""Names for training persons: common in Guatemala (RENAP counts), the last one plainly invented."""

from __future__ import annotations

from random import Random

from arraigo.people.enums import Sex

GIVEN = {
    Sex.FEMALE: [
        "María",
        "Ana",
        "Juana",
        "Rosa",
        "Marta",
        "Sandra",
        "Claudia",
        "Carmen",
        "Silvia",
        "Elena",
        "Mirna",
        "Gloria",
        "Blanca",
        "Irma",
        "Norma",
        "Brenda",
        "Lidia",
        "Glenda",
        "Karina",
        "Patricia",
        "Ingrid",
        "Sofía",
        "Wendy",
        "Olga",
    ],
    Sex.MALE: [
        "José",
        "Juan",
        "Carlos",
        "Luis",
        "Pedro",
        "Miguel",
        "Francisco",
        "Jorge",
        "Mario",
        "Manuel",
        "Julio",
        "Marco",
        "Víctor",
        "Edgar",
        "Byron",
        "Walter",
        "Wilson",
        "Kevin",
        "Cristian",
        "Diego",
        "Domingo",
        "Tomás",
        "Mateo",
        "Pascual",
    ],
}
SURNAMES = [
    "López",
    "García",
    "Morales",
    "Hernández",
    "Pérez",
    "González",
    "Ramírez",
    "Gómez",
    "Vásquez",
    "Castillo",
    "Méndez",
    "Díaz",
    "Juárez",
    "Velásquez",
    "Ramos",
    "Caal",
    "Choc",
    "Xol",
    "Tzul",
    "Pop",
    "Tiul",
    "Chub",
    "Rax",
    "Maquin",
]
INVENTED = ("Ejemplo", "Ensayo", "Ficticio", "Inventado", "Muestra", "Práctica")


def invent_name(random: Random, sex: Sex) -> tuple[str, str]:
    """Return given names and surnames; the second surname says that nobody is called so."""
    given = " ".join(random.sample(GIVEN[sex], random.choice((1, 2))))
    return given, f"{random.choice(SURNAMES)} {random.choice(INVENTED)}"
