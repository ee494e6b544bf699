"""Load the services that public sources describe.

Nobody of the programme has verified them: `verified_on` stays empty, so they are listed as
unverified and never suggested until somebody calls and checks.
"""

from django.db import migrations

from arraigo.core.text import fold, sort_key

GUATEMALA, ESQUIPULAS, AYUTLA = "0101", "2007", "1217"

SERVICES = [
    {
        "organization": "intecap",
        "name": "Cursos y carreras técnicas",
        "type": "formacion",
        "description": "Formación y capacitación técnica.",
        "source": "INTECAP, por Prensa Libre, 2022",
    },
    {
        "organization": "intecap",
        "name": "Certificación de competencias laborales",
        "type": "certificacion",
        "description": "Más de 60 certificaciones. Se evalúa lo que la persona sabe hacer, sin "
        "importar dónde lo aprendió: estudio, trabajo u otro medio.",
        "source": "INTECAP, por Prensa Libre, 2022",
    },
    {
        "organization": "secafor",
        "name": "Certifícate",
        "type": "certificacion",
        "description": "Reconocimiento de conocimientos y habilidades adquiridos fuera de la "
        "escuela, con INTECAP. Abierto a toda la población.",
        "is_free": True,
        "cost": "El MINTRAB cubre la formación, los insumos y los materiales.",
        "source": "MINTRAB, por Prensa Libre, 2025",
    },
    {
        "organization": "mineduc",
        "name": "Equiparación y equivalencia de estudios",
        "type": "educacion",
        "description": "Reconocimiento de los grados estudiados en otro país.",
        "source": "MINEDUC, Acuerdo Ministerial 2474-2018",
    },
    {
        "organization": "digeex",
        "name": "Programa de Modalidades Flexibles",
        "type": "educacion",
        "description": "Educación extraescolar para seguir estudiando con horario flexible.",
        "source": "MINEDUC, Acuerdos Ministeriales 785-2011 y 3568-2018",
    },
    {
        "organization": "mineduc",
        "name": "Sistema de Certificación de Competencias",
        "type": "certificacion",
        "source": "MINEDUC, Acuerdo Ministerial 3751-2018, reformado por el 1686-2025",
    },
    {
        "organization": "vume",
        "name": "Intermediación laboral en la ventanilla municipal",
        "type": "intermediacion",
        "description": "Ventanillas Únicas Municipales de Empleo: hay de 15 a 17 en el país; "
        "pregunte si su municipalidad tiene una.",
        "source": "MINTRAB",
    },
    {
        "organization": "mintrab-sne",
        "name": "Tu Empleo",
        "type": "intermediacion",
        "description": "Portal de vacantes.",
        "modality": "virtual",
        "source": "MINTRAB",
    },
    {
        "organization": "mintrab-sne",
        "name": "Kioscos de empleo",
        "type": "intermediacion",
        "description": "Vacantes y empresas en un mismo lugar.",
        "modality": "presencial",
        "schedule": "Cada mes; pregunte fecha y lugar.",
        "source": "MINTRAB",
    },
    {
        "organization": "mintrab-sne",
        "name": "Ferias de empleo",
        "type": "intermediacion",
        "modality": "presencial",
        "schedule": "Unas 17 al año; pregunte fecha y lugar.",
        "documents": [
            "Hoja de vida (CV)",
            "DPI",
            "Diploma del último grado",
            "Constancias laborales",
            "Cartas de recomendación",
            "Carencia de antecedentes penales y policiacos, vigente",
        ],
        "source": "MINTRAB y prensa: papelería que piden en las ferias",
    },
    {
        "organization": "mintrab-retornadas",
        "name": "Atención a personas migrantes retornadas",
        "type": "intermediacion",
        "description": "Recibe los casos que el programa comparte con el MINTRAB.",
        "source": "MINTRAB",
    },
    {
        "organization": "mineco",
        "name": "Apoyo a la micro, pequeña y mediana empresa",
        "type": "emprendimiento",
        "source": "MINECO",
    },
    {
        "organization": "renap",
        "name": "Documento Personal de Identificación (DPI)",
        "type": "documentacion",
        "source": "RENAP, Decreto 90-2005",
    },
    {
        "organization": "igm",
        "name": "Recepción por vía aérea",
        "type": "recepcion",
        "modality": "presencial",
        "address": "Fuerza Aérea Guatemalteca, zona 13",
        "municipality": GUATEMALA,
        "source": "IGM",
    },
    {
        "organization": "igm",
        "name": "Recepción por vía terrestre",
        "type": "recepcion",
        "modality": "presencial",
        "address": "Tecún Umán",
        "municipality": AYUTLA,
        "source": "IGM",
    },
    {
        "organization": "car",
        "name": "Atención y registro",
        "type": "recepcion",
        "modality": "presencial",
        "address": "Zona 1",
        "municipality": GUATEMALA,
        "source": "IGM, por prensa, 2025",
    },
    {
        "organization": "capmir-esquipulas",
        "name": "Recepción y orientación en Agua Caliente",
        "type": "recepcion",
        "description": "Información y orientación sobre servicios, y referencia de casos.",
        "modality": "presencial",
        "schedule": "Lunes a viernes, de 9:00 a 15:00 horas",
        "address": "Agua Caliente, kilómetro 233 de la carretera a Honduras",
        "municipality": ESQUIPULAS,
        "covers": ESQUIPULAS,
        "source": "ACNUR: apertura del CAPMiR en Agua Caliente",
    },
]


def load(apps, _schema_editor):
    organizations = apps.get_model("organizations", "Organization").objects.in_bulk(
        {entry["organization"] for entry in SERVICES}, field_name="code"
    )
    municipalities = apps.get_model("territory", "Municipality").objects.in_bulk()
    service_model = apps.get_model("directory", "Service")
    for entry in SERVICES:
        columns = {
            name: value
            for name, value in entry.items()
            if name not in {"organization", "type", "municipality", "covers"}
        }
        place = municipalities.get(entry.get("municipality"))
        words = [entry["name"], entry.get("description", ""), place.name if place else ""]
        service = service_model.objects.create(
            organization=organizations[entry["organization"]],
            type_id=entry["type"],
            municipality=place,
            sort_key=sort_key(entry["name"]),
            search_text=fold(" ".join([*words, entry.get("address", "")])),
            **columns,
        )
        if "covers" in entry:
            service.coverage.add(entry["covers"])


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_load_service_types"),
        ("organizations", "0002_load_institutions"),
        ("territory", "0002_load_departments_and_municipalities"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
