"""Load the institutions of reintegration in Guatemala, as public sources name them.

No contact data: each office registers the contact it has agreed on with the institution.
"""

from django.db import migrations

from arraigo.core.text import fold, sort_key

GOVERNMENT, TRAINING, PARTNER, CENTRE, IMPLEMENTER, DONOR = (
    "gobierno",
    "formacion",
    "socio",
    "centro_atencion",
    "implementadora",
    "donante",
)
GUATEMALA, ESQUIPULAS = "0101", "2007"
STATE = "Organismo Ejecutivo de Guatemala, páginas oficiales"

INSTITUTIONS = [
    # code, name, short name, kind, municipality, source
    ("us-gov", "Gobierno de los Estados Unidos de América", "EE. UU.", DONOR, None,
     "Aviso de la consultoría: financiador de los servicios"),
    ("oim", "Organización Internacional para las Migraciones", "OIM", IMPLEMENTER, None,
     "Aviso de la consultoría"),
    ("igm", "Instituto Guatemalteco de Migración", "IGM", GOVERNMENT, GUATEMALA,
     "Código de Migración, Decreto 44-2016"),
    ("car", "Centro de Atención y Registro", "CAR", CENTRE, GUATEMALA,
     "IGM, por prensa: zona 1, abierto el 2 de junio de 2025"),
    ("mintrab", "Ministerio de Trabajo y Previsión Social", "MINTRAB", GOVERNMENT, GUATEMALA,
     STATE),
    ("mintrab-dge", "Dirección General de Empleo (MINTRAB)", "Dirección General de Empleo",
     GOVERNMENT, GUATEMALA, "MINTRAB"),
    ("mintrab-sne", "Servicio Nacional de Empleo (MINTRAB)", "Servicio Nacional de Empleo",
     GOVERNMENT, GUATEMALA, "MINTRAB"),
    ("mintrab-movilidad", "Departamento de Movilidad Laboral (MINTRAB)", "Movilidad Laboral",
     GOVERNMENT, GUATEMALA, "MINTRAB"),
    ("mintrab-retornadas", "Unidad de Atención a Personas Migrantes Retornadas (MINTRAB)",
     "Unidad de Retornadas", GOVERNMENT, GUATEMALA,
     "MINTRAB: recibe los casos compartidos"),
    ("secafor", "Sección de Formación y Capacitación para el Empleo (MINTRAB)", "Secafor",
     GOVERNMENT, GUATEMALA, "MINTRAB, por Prensa Libre, 2025: programa Certifícate con INTECAP"),
    ("vume", "Ventanillas Únicas Municipales de Empleo", "VUME", GOVERNMENT, None,
     "MINTRAB: red de 15 a 17 ventanillas en municipalidades"),
    ("intecap", "Instituto Técnico de Capacitación y Productividad", "INTECAP", TRAINING,
     GUATEMALA, "Decreto 17-72"),
    ("mineduc", "Ministerio de Educación", "MINEDUC", GOVERNMENT, GUATEMALA, STATE),
    ("digeex", "Dirección General de Educación Extraescolar (MINEDUC)", "DIGEEX", GOVERNMENT,
     GUATEMALA, "MINEDUC, Acuerdos Ministeriales 785-2011 y 3568-2018"),
    ("conamigua", "Consejo Nacional de Atención al Migrante de Guatemala", "CONAMIGUA",
     GOVERNMENT, GUATEMALA, STATE),
    ("renap", "Registro Nacional de las Personas", "RENAP", GOVERNMENT, GUATEMALA,
     "Decreto 90-2005: emite el DPI"),
    ("mides", "Ministerio de Desarrollo Social", "MIDES", GOVERNMENT, GUATEMALA, STATE),
    ("sosep", "Secretaría de Obras Sociales de la Esposa del Presidente", "SOSEP", GOVERNMENT,
     GUATEMALA, STATE),
    ("pgn", "Procuraduría General de la Nación", "PGN", GOVERNMENT, GUATEMALA,
     "Constitución Política, artículo 252"),
    ("mspas", "Ministerio de Salud Pública y Asistencia Social", "MSPAS", GOVERNMENT, GUATEMALA,
     STATE),
    ("svet", "Secretaría contra la Violencia Sexual, Explotación y Trata de Personas", "SVET",
     GOVERNMENT, GUATEMALA, "Decreto 9-2009"),
    ("pdh", "Procuraduría de los Derechos Humanos", "PDH", GOVERNMENT, GUATEMALA,
     "Constitución Política, artículo 274"),
    ("mineco", "Ministerio de Economía", "MINECO", GOVERNMENT, GUATEMALA,
     f"{STATE}: apoyo a la MIPYME"),
    ("centrarse", "Centro para la Acción de la Responsabilidad Social Empresarial en Guatemala",
     "CENTRARSE", PARTNER, GUATEMALA, "CENTRARSE: red de empresas"),
    ("cacif",
     "Comité Coordinador de Asociaciones Agrícolas, Comerciales, Industriales y Financieras",
     "CACIF", PARTNER, GUATEMALA, "CACIF"),
    ("mrc", "Centro de Recursos para Migrantes", "MRC", CENTRE, None,
     "OIM y MINTRAB, páginas oficiales"),
    ("capmir-esquipulas",
     "Centro de Atención a Personas Migrantes y Refugiadas, Agua Caliente, Esquipulas",
     "CAPMiR Esquipulas", CENTRE, ESQUIPULAS,
     "ACNUR: apertura del CAPMiR en Agua Caliente; cinco centros en el país"),
]  # fmt: skip


def load(apps, _schema_editor):
    organization = apps.get_model("organizations", "Organization")
    organization.objects.bulk_create(
        organization(
            code=code,
            name=name,
            short_name=short_name,
            kind=kind,
            municipality_id=municipality,
            source=source,
            sort_key=sort_key(name),
            search_text=fold(f"{name} {short_name}"),
        )
        for code, name, short_name, kind, municipality, source in INSTITUTIONS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organizations", "0001_organizations_awards"),
        ("territory", "0002_load_departments_and_municipalities"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
