"""What the training persons and those who attend them say. Invented, and it says so."""

from __future__ import annotations

#: Trades in the words of returned persons, with their CIUO-08 code, by group of
#: `published.WORK_ABROAD`. The weights are assumptions around the trades that IGM and press name.
TRADES: dict[str, dict[tuple[str, str], float]] = {
    "oficios": {
        ("albañil", "7112"): 20, ("tablayesero", "7123"): 14, ("pintor de casas", "7131"): 12,
        ("electricista", "7411"): 10, ("mecánico", "7231"): 10, ("rufero", "7121"): 8,
        ("soldador", "7212"): 7, ("framero", "7115"): 6, ("plomero", "7126"): 5,
        ("pisero", "7122"): 5, ("panadero", "7512"): 3,
    },
    "sin_calificar": {
        ("ayudante de construcción", "9313"): 30, ("lavaplatos", "9412"): 18,
        ("limpieza de oficinas", "9112"): 15, ("yardero", "9214"): 15, ("cargador", "9333"): 12,
        ("lavador de carros", "9122"): 10,
    },
    "servicios": {
        ("cocinero", "5120"): 40, ("mantenimiento", "9622"): 22, ("mesero", "5131"): 14,
        ("vendedor", "5223"): 12, ("guardia de seguridad", "5414"): 7, ("barbero", "5141"): 5,
    },
    "campo": {
        ("jardinero", "6113"): 35, ("pizcador", "9211"): 25, ("agricultor", "6111"): 25,
        ("cortador de café", "9211"): 8, ("ganadero", "6121"): 7,
    },
}  # fmt: skip
#: Trades that women name more (assumption).
TRADES_OF_WOMEN: dict[tuple[str, str], float] = {
    ("cocinera", "5120"): 24, ("limpieza de casas", "9111"): 22, ("empacadora", "9321"): 14,
    ("niñera", "5311"): 10, ("costurera", "7533"): 10, ("vendedora de mercado", "5211"): 10,
    ("cuidadora de ancianos", "5322"): 6, ("estilista", "5141"): 4,
}  # fmt: skip

SITUATIONS = (
    "Vive con su familia y busca un ingreso estable. Tiene experiencia, sin constancia.",
    "Volvió hace poco. Tiene deudas del viaje y dos hijos en la escuela.",
    "Conoce bien su oficio y quiere trabajar formal cerca de su casa.",
    "Trabaja por día cuando hay. Quiere algo fijo y estudiar los sábados.",
    "Tiene herramienta propia y algunos clientes en su comunidad.",
)
MITIGATIONS = (
    "La hermana cuida a los niños los días de curso.",
    "Tramita su DPI esta semana; mientras, lleva la certificación de nacimiento.",
    "Sale en el bus de las 6:00; el pasaje está en el plan.",
    "Acuerda pagos pequeños con quien le prestó.",
)
WITNESS = "Testigo de Práctica"
#: What is done about each thing that may stand in the way.
MEASURES = {
    "documentos": "Tramitar el DPI en RENAP con su certificación de nacimiento.",
    "transporte": "Salir en el bus de las 6:00 y pedir la ayuda de pasaje.",
    "cuidado": "Que la hermana cuide a los niños los días de curso.",
    "deudas": "Acordar pagos pequeños con quien le prestó.",
    "idioma": "Pedir que el curso sea con alguien que hable su idioma.",
    "salud": "Pedir cita en el centro de salud antes de empezar.",
}
FEASIBILITY = (
    "Hay cupo y cumple los requisitos; queda a una hora en bus.",
    "Hay demanda en la zona; falta la constancia de su experiencia.",
    "El horario le permite seguir trabajando por día.",
)
#: Goals by pathway, each with its steps: (text, who does it, type of service or nothing).
GOALS: dict[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "empleo": (
        "Tener un empleo formal en su oficio",
        (
            ("Hacer la hoja de vida con la promotora", "promotor", ""),
            ("Presentarse en la bolsa de empleo", "persona", "intermediacion"),
            ("Sacar carencia de antecedentes penales y policiacos", "persona", ""),
        ),
    ),
    "negocio": (
        "Abrir su propio negocio",
        (
            ("Escribir qué vende, a quién y a cuánto", "persona", ""),
            ("Solicitar capital semilla", "proveedor", "emprendimiento"),
            ("Visitar el local con la promotora", "promotor", ""),
        ),
    ),
    "formacion": (
        "Aprender un oficio con demanda",
        (
            ("Inscribirse en el curso", "persona", "formacion"),
            ("Reunir los documentos para inscribirse", "persona", ""),
        ),
    ),
    "certificacion": (
        "Certificar lo que ya sabe hacer",
        (
            ("Pedir fecha de evaluación", "promotor", "certificacion"),
            ("Repasar con la guía de la evaluación", "persona", ""),
            ("Presentarse a la evaluación", "persona", "certificacion"),
        ),
    ),
    "educacion": (
        "Terminar sus estudios",
        (
            ("Tramitar la equiparación de grados", "persona", "educacion"),
            ("Inscribirse en el plan de fin de semana", "persona", ""),
        ),
    ),
    "combinacion": (
        "Trabajar mientras aprende",
        (
            ("Presentarse en la bolsa de empleo", "persona", "intermediacion"),
            ("Inscribirse en el curso", "persona", "formacion"),
            ("Hacer la hoja de vida con la promotora", "promotor", ""),
        ),
    ),
}
LONG_GOAL = "Ahorrar y terminar de pagar la deuda del viaje"
LONG_STEP = "Guardar cada quincena lo acordado"

NOTES = (
    "Llegó con su expediente completo. Falta la carta de recomendación.",
    "Contó cómo va en el curso; pide apoyo con el pasaje.",
    "La familia está de acuerdo con el plan. Se revisó la próxima fecha.",
    "No pudo ir a la cita por trabajo de día. Se acordó otra.",
    "Se le explicó otra vez qué datos se comparten y con quién. Está de acuerdo.",
    "Entregó la copia del diploma. Queda pendiente la apostilla.",
)
GOOD_PRACTICES = (
    "Llamar a la institución el mismo día que sale la boleta: la esperan por su nombre.",
    "Dar la cita por audio de WhatsApp a quien lee poco.",
    "Juntar a tres personas del mismo oficio para ir juntas a la evaluación.",
    "Pedir el teléfono de un familiar desde la primera entrevista.",
    "Llevar la hoja de vida impresa a la feria y corregirla allí mismo.",
)
CHALLENGES = (
    "En su aldea no hay señal: solo se logra hablar los domingos.",
    "El curso exige sexto primaria y la persona cursó hasta cuarto.",
    "El pasaje de ida y vuelta cuesta más que un día de trabajo.",
    "La institución tarda más de dos semanas en contestar.",
    "La constancia del trabajo en el extranjero no tiene a quién pedirse.",
)
SESSION_AGREEMENTS = (
    "Reunir los documentos antes de la próxima cita.",
    "Presentarse el lunes a la bolsa de empleo con su hoja de vida.",
    "Preguntar precios de alquiler para el local.",
    "Practicar la entrevista de trabajo en casa.",
)
NEXT_STEPS = (
    "Revisar si ya tiene su constancia",
    "Confirmar que fue a la entrevista",
    "Recibir la copia de su diploma",
    "Llamar para saber del trámite del DPI",
)
DIFFICULTIES = (
    "El pasaje.", "No tiene con quién dejar a sus hijos.", "Piden constancia de experiencia.",
    "El horario del curso.", "Problemas de salud en la familia.",
)  # fmt: skip
AGREED = (
    "Seguir buscando en la bolsa de empleo.", "Terminar el curso.",
    "Traer la constancia.", "Volver a hablar con el empleador.",
)  # fmt: skip
NEEDS = {
    "formacion": "Quiere aprender un oficio",
    "certificacion": "Quiere certificar su oficio",
    "intermediacion": "Busca empleo estable",
    "emprendimiento": "Quiere abrir su negocio",
    "educacion": "Quiere que le reconozcan sus estudios",
    "documentacion": "No tiene DPI",
    "psicosocial": "Pide hablar con alguien que le apoye",
    "recepcion": "Necesita orientación al volver",
}
EMPLOYERS = (
    "Constructora Inventada", "Ingenio Imaginario", "Restaurante Ficticio El Ensayo",
    "Ferretería de Muestra", "Empacadora Supuesta", "Hotel Ficticio La Práctica",
    "Taller Mecánico Ejemplo", "Supermercado Simulado",
)  # fmt: skip
BUSINESSES = (
    "Venta de comida", "Taller de soldadura", "Barbería", "Tienda", "Pintura de casas",
    "Reparación de motos", "Granja de pollos",
)  # fmt: skip
WHO_ANSWERED = ("Recepción", "Secretaría", "Encargada de ingreso", "Coordinación")
CLOSURE_EVIDENCE = {
    "objetivos": "Constancia laboral y llamada de confirmación (ficticias).",
    "retiro": "Lo dijo en visita, ante testigo (ficticio).",
    "remigracion": "Lo contó su familia por teléfono (ficticio).",
    "traslado": "Se mudó a otro departamento; se le dio el contacto de allá (ficticio).",
    "no_localizada": "Intentos anotados en el expediente, por teléfono y visita.",
    "fin_periodo": "Terminó el periodo de apoyo; última llamada anotada (ficticio).",
}
