"""Choices about received lists and their contacts."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

#: A contact without consent is erased after this time from the day its list was received
#: (domain: privacy, lists received).
KEPT_FOR: Final = timedelta(days=90)
#: A list that nobody has brought in after this time loses its rows.
UNUSED_FOR: Final = timedelta(days=7)


class ListState(models.TextChoices):
    """Where a received list stands. Nobody types it in: `transitions` moves it."""

    RECEIVED = "recibida", _("Falta decir qué es cada columna")
    CHECKING = "revisando", _("Revisando")
    CHECKED = "revisada", _("Revisada, por importar")
    IMPORTING = "importando", _("Importando")
    IMPORTED = "importada", _("Importada")
    UNDOING = "deshaciendo", _("Deshaciendo")
    DISCARDED = "descartada", _("Descartada")
    EXPIRED = "vencida", _("Vencida: datos borrados")


#: States in which a job works on the list.
WORKING: Final = (ListState.CHECKING, ListState.IMPORTING, ListState.UNDOING)
#: States in which a list has no rows any more.
ENDED: Final = (ListState.DISCARDED, ListState.EXPIRED)

#: How a list's state is marked on screen, beside its words.
LIST_KINDS: Final = {
    ListState.RECEIVED: "warn",
    ListState.CHECKED: "warn",
    ListState.IMPORTED: "ok",
    ListState.DISCARDED: "stop",
    ListState.EXPIRED: "stop",
}


class Step(models.TextChoices):
    """What was done with a list."""

    RECEIVE = "recibir", _("La subió")
    MAP = "columnas", _("Dijo qué es cada columna")
    CORRECT = "corregir", _("Subió filas corregidas")
    IMPORT = "importar", _("La importó")
    UNDO = "deshacer", _("Deshizo la importación")
    DISCARD = "descartar", _("La descartó")
    EXPIRE = "vencer", _("Venció y se borraron los datos")


class ListPurpose(models.TextChoices):
    """What the list was shared for."""

    SERVICES = "servicios", _("Ofrecer los servicios de reintegración")
    FAIR = "feria", _("Dar seguimiento a una feria o jornada")
    TRAINING = "formacion", _("Invitar a un curso o certificación")
    EMPLOYMENT = "empleo", _("Invitar a una vacante o intermediación")


class RowState(models.TextChoices):
    """Where a row of a list stands."""

    PENDING = "pendiente"
    GOOD = "buena"
    WRONG = "error"
    TWIN = "parecida"
    IMPORTED = "importada"


class Field(models.TextChoices):
    """What a column of a list may hold. Any other column is not kept."""

    FULL_NAME = "full_name", _("Nombre completo")
    GIVEN_NAMES = "given_names", _("Nombres")
    SURNAMES = "surnames", _("Apellidos")
    SEX = "sex", _("Sexo")
    BIRTH = "birth", _("Fecha o año de nacimiento")
    AGE = "age", _("Edad")
    PHONE = "phone", _("Teléfono")
    CUI = "cui", _("CUI (DPI)")
    DEPARTMENT = "department", _("Departamento")
    MUNICIPALITY = "municipality", _("Municipio")
    RETURNED_ON = "returned_on", _("Fecha de retorno")
    COUNTRY = "country", _("País de donde retornó")
    PERMISSION = "permission", _("¿Aceptó que le contacten?")


#: Fields that several columns may make up, in their order («primer nombre», «segundo nombre»).
JOINED: Final = (Field.FULL_NAME, Field.GIVEN_NAMES, Field.SURNAMES)


class ProblemKind(models.TextChoices):
    """What is wrong with a row, in the words of the column «Qué corregir»."""

    NAME_MISSING = "name_missing", _("Falta el nombre o el apellido.")
    NAME_WITHOUT_LETTERS = "name_letters", _("El nombre o el apellido no tiene letras.")
    FORMULA_TEXT = "formula_text", _("Un texto empieza con =, +, - o @. Bórrele ese signo.")
    TEXT_TOO_LONG = "too_long", _("Un texto es demasiado largo.")
    SEX_UNKNOWN = "sex", _("No se entiende el sexo. Escriba mujer u hombre.")
    SEX_AMBIGUOUS = "sex_m", _("«M» puede ser mujer o masculino. Escriba la palabra completa.")
    BIRTH_IMPOSSIBLE = "birth", _("El nacimiento o la edad no es posible.")
    UNDER_18 = (
        "under_18",
        _("Tiene menos de 18 años: no va en listas de ferias ni de empleo."),
    )
    UNDER_15 = (
        "under_15",
        _(
            "Tiene menos de 15 años: no entra en la lista. Comuníquese hoy con la PGN para que le "
            "protejan."
        ),
    )
    DATE_UNREADABLE = "date", _("No se entiende la fecha de retorno. Escríbala como 31/12/2025.")
    YEAR_OF_TWO_DIGITS = "short_year", _("Escriba el año con cuatro números, como 31/12/2025.")
    RETURN_IN_FUTURE = "return_future", _("La fecha de retorno es futura.")
    RETURN_BEFORE_BIRTH = "return_birth", _("La fecha de retorno es anterior al nacimiento.")
    DEPARTMENT_UNKNOWN = "department", _("No existe ese departamento.")
    MUNICIPALITY_UNKNOWN = "municipality", _("No existe ese municipio.")
    MUNICIPALITY_ELSEWHERE = "elsewhere", _("Ese municipio no está en ese departamento.")
    MUNICIPALITY_AMBIGUOUS = (
        "ambiguous",
        _("Hay varios municipios con ese nombre. Escriba también el departamento."),
    )
    PHONE_WRONG = "phone", _("El teléfono no es correcto. Son ocho números; escriba uno solo.")
    CUI_WRONG = "cui", _("El CUI no tiene 13 números.")
    COUNTRY_UNKNOWN = "country", _("No se entiende el país. Escriba Estados Unidos o México.")
    PERMISSION_UNKNOWN = "permission", _("No se entiende si aceptó. Escriba sí o no.")
    REFUSED = "refused", _("La lista dice que no quiere que le contacten: no entra.")
    REPEATED = "repeated", _("Está repetida en la misma lista.")


class TwinReason(models.TextChoices):
    """Why a row may be somebody already known to the office."""

    CUI = "cui", _("Mismo CUI")
    PHONE = "phone", _("Mismo teléfono y nombre parecido")
    NAME = "name", _("Nombre muy parecido")


class LeadState(models.TextChoices):
    """Where a contact to be confirmed stands."""

    PENDING = "por_confirmar", _("Por confirmar")
    REGISTERED = "registrada", _("Se registró")
    REFUSED = "no_quiso", _("No quiso")
    EXPIRED = "vencido", _("Venció sin consentimiento")


class LeadStep(models.TextChoices):
    """What happened to a contact. Four are results of a call."""

    MET = "conocida", _("Dio su nombre y su teléfono")
    NO_ANSWER = "no_contesto", _("No contestó")
    LATER = "despues", _("Pidió llamar después")
    WILL_COME = "vendra", _("Contestó: vendrá a la entrevista")
    WRONG_NUMBER = "equivocado", _("Número equivocado")
    REFUSED = "no_quiso", _("No quiere: borrar sus datos")
    REGISTERED = "registrada", _("Se registró")
    EXPIRED = "vencido", _("Venció y se borraron sus datos")


#: Results of a call that leave the contact open.
CALL_RESULTS: Final = (
    LeadStep.WILL_COME, LeadStep.LATER, LeadStep.NO_ANSWER, LeadStep.WRONG_NUMBER,
)  # fmt: skip
