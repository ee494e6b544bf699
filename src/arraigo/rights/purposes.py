"""What the names of pages and jobs mean, in words for the person whose file they showed."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Purpose:
    """What the person was shown for; `leaves` marks what left the system: print or download."""

    words: str | Promise
    leaves: bool = False


#: Pages that say more than their room does.
_PAGES: dict[str, Purpose] = {
    "desk:case": Purpose(_("Abrió el expediente")),
    "desk:today": Purpose(_("Su nombre salió en Hoy")),
    "desk:route": Purpose(_("Su nombre salió en la ruta del día, para imprimir"), leaves=True),
    "desk:cases_print": Purpose(_("Su nombre salió en una lista para imprimir"), leaves=True),
    "desk:cases_export": Purpose(_("Revisó qué saldría en un archivo de casos")),
    "desk:cases_file": Purpose(_("Sus datos salieron en un archivo de casos"), leaves=True),
    "desk:seen": Purpose(_("Su nombre salió entre los últimos que vio")),
    "invitations:invite": Purpose(_("Revisó si invitarle a una actividad")),
    "invitations:detail": Purpose(_("Su nombre salió en la lista de una actividad")),
    "casework:reassign_all": Purpose(_("Revisó a quién pasar su caso")),
    "casework:reassign_selected": Purpose(_("Revisó a quién pasar su caso")),
    "desk:cases": Purpose(_("Su nombre salió en la lista de casos")),
    "search_results": Purpose(_("Su nombre salió en una búsqueda")),
    "emergency_file": Purpose(_("Lo abrió en una urgencia")),
    "duplicates": Purpose(_("Se comparó con otra persona al registrar")),
    "people:correct": Purpose(_("Corrigió sus datos")),
    "casework:document": Purpose(_("Abrió un documento")),
    "casework:document_file": Purpose(_("Vio la foto de un documento")),
    "casework:papers": Purpose(_("Preparó la lista de sus papeles")),
    "jobs:check": Purpose(_("Anotó si sigue trabajando")),
    "quality:list": Purpose(_("Su nombre salió en la lista de verificaciones")),
    "transfers:ask": Purpose(_("Pidió trasladar su caso a otra oficina")),
    "transfers:list": Purpose(_("Leyó el código de su caso en la lista de traslados")),
    "transfers:detail": Purpose(_("Leyó el traslado de su caso")),
    "errands:list": Purpose(_("Su nombre salió en la lista de encargos")),
    "errands:new_about_case": Purpose(_("Dio un encargo sobre su caso")),
    "errands:detail": Purpose(_("Leyó un encargo sobre su caso")),
    "errands:finish": Purpose(_("Anotó lo que hizo por un encargo")),
    "people:contact": Purpose(_("Anotó cómo llamarle sin riesgo")),
    "referrals:new": Purpose(_("Preparó una referencia")),
    "referrals:slip": Purpose(_("Imprimió la boleta de referencia"), leaves=True),
    "public:slip": Purpose(_("Leyó la boleta de referencia")),
    "public:message": Purpose(_("Leyó los datos que la persona aceptó entregar")),
    "assessments:overview": Purpose(_("Vio sus evaluaciones")),
    "assessments:new": Purpose(_("Le hizo una evaluación")),
    "assessments:detail": Purpose(_("Vio sus evaluaciones")),
    "plans:pdf": Purpose(_("Imprimió el plan"), leaves=True),
    "reports:facts": Purpose(_("Revisó de quién es una cifra del informe")),
    "indicators:facts": Purpose(_("Revisó de quién es una cifra")),
    "leads:wrong_rows": Purpose(_("Descargó lo que hay que corregir de una lista"), leaves=True),
    "openrosa:cases": Purpose(_("Su nombre fue en la lista de casos de un teléfono"), leaves=True),
    "field:submission": Purpose(_("Leyó una entrevista enviada desde un teléfono")),
    "field:submission_file": Purpose(_("Vio un archivo de una entrevista")),
    "field:answers": Purpose(_("Descargó respuestas de entrevistas"), leaves=True),
    "rights:looks": Purpose(_("Revisó quién vio este expediente")),
    "rights:consents": Purpose(_("Revisó sus permisos")),
    "rights:history": Purpose(_("Revisó qué decían antes sus datos")),
    "rights:copy": Purpose(_("Preparó la copia de su expediente")),
    "rights:copy_taken": Purpose(_("Le entregó la copia de su expediente"), leaves=True),
    "rights:erasure": Purpose(_("Revisó si se borran sus datos")),
    "rights:retention_batch": Purpose(_("Revisó si terminó el plazo de sus datos")),
    "rights:retention_keep_back": Purpose(_("Revisó si terminó el plazo de sus datos")),
    "rights:risk": Purpose(_("Preguntó qué decir por vida en peligro")),
    "rights:risk_told": Purpose(_("Dijo sus datos porque su vida corría peligro"), leaves=True),
    "rights:risks": Purpose(_("Revisó lo que se dijo por vida en peligro")),
    "rights:risk_review": Purpose(_("Revisó lo que se dijo por vida en peligro")),
    "rights:hold": Purpose(_("Revisó si su expediente se retiene")),
}

#: Pages about protection notes: that there is one is told to who may open it or oversees it.
_PROTECTION: dict[str, Purpose] = {
    "casework:protection_new": Purpose(_("Abrió el formulario de nota de protección")),
    "casework:protection_note": Purpose(_("Abrió una nota de protección, sin leerla")),
    "casework:protection_reveal": Purpose(_("Leyó una nota de protección")),
    "casework:protection_correct": Purpose(_("Leyó y corrigió una nota de protección")),
    "casework:protection_annul": Purpose(_("Anuló una nota de protección")),
}

_ROOMS: dict[str, Purpose] = {
    "team": Purpose(_("Cuentas y funciones")),
    "harvest": Purpose(_("Consultas inusuales")),
    "protocol": Purpose(_("Protocolo")),
    "desk": Purpose(_("Trabajó con el expediente")),
    "people": Purpose(_("Registro de la persona")),
    "leads": Purpose(_("Listas recibidas")),
    "merging": Purpose(_("Comparó dos expedientes")),
    "casework": Purpose(_("Trabajó en el caso")),
    "field": Purpose(_("Entrevistas hechas con el teléfono")),
    "openrosa": Purpose(_("Entrevistas hechas con el teléfono")),
    "quality": Purpose(_("Verificación de calidad")),
    "errands": Purpose(_("Encargos")),
    "transfers": Purpose(_("Traslados entre oficinas")),
    "calendar": Purpose(_("Mi calendario")),
    "household": Purpose(_("Con quién vive")),
    "emergency": Purpose(_("Lo abrió en una urgencia")),
    "profiling": Purpose(_("Perfil")),
    "assessments": Purpose(_("Evaluaciones")),
    "plans": Purpose(_("Plan")),
    "learning": Purpose(_("Formación y certificados")),
    "jobs": Purpose(_("Empleo")),
    "referrals": Purpose(_("Referencias")),
    "invitations": Purpose(_("Actividades e invitaciones")),
    "coordination": Purpose(_("Eventos y reuniones")),
    "indicators": Purpose(_("Indicadores")),
    "reports": Purpose(_("Informe mensual")),
    "contracts": Purpose(_("Pagos")),
    "delegations": Purpose(_("Delegaciones")),
    "authorisations": Purpose(_("Autorizaciones")),
    "public": Purpose(_("Respuesta de una institución")),
    "complaints": Purpose(_("Quejas")),
    "directory": Purpose(_("Directorio")),
    "rights": Purpose(_("Derechos de la persona")),
}

_ELSEWHERE = Purpose(_("Otra página de Arraigo"))


def purpose_of(name: str, *, knows_protection: bool = False) -> Purpose:
    """Return the words for the name of a page or job, by itself or by its room.

    Who does not know of protection notes is told of the room only.
    """
    room = name.replace(".", ":").partition(":")[0]
    if knows_protection and name in _PROTECTION:
        return _PROTECTION[name]
    return _PAGES.get(name) or _ROOMS.get(room, _ELSEWHERE)
