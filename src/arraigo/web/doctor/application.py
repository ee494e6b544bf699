"""Checks of Arraigo itself, once Django is set up: its data, its files, its mail."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from arraigo.web.doctor.findings import Finding, fail, ok, warn
from arraigo.web.home import is_training
from arraigo.web.supervisor import uses_server

#: The job runs each night; one missed night is a computer that was off.
RETENTION_RUNS_WITHIN = timedelta(days=2)


def check_migrations() -> Finding:
    """Tell whether the database is at this version."""
    from arraigo.web.provision import pending_migrations

    if pending := pending_migrations():
        return fail(
            f"A la base de datos le faltan {pending} cambios de esta versión.",
            "Detenga Arraigo y ejecute «arraigo migrate».",
        )
    return ok("La base de datos está al día")


def check_ledger() -> Finding:
    """Rebuild the state of every case from its sources, and tell which were otherwise."""
    from arraigo.casework.ledger import rebuild_states
    from arraigo.core.context import SYSTEM, acting_as

    with acting_as(SYSTEM, purpose="doctor"):
        cases, wrong = rebuild_states()
    if not wrong:
        return ok(f"El estado de los {cases} casos es el que dicen sus hechos")
    some = "; ".join(f"{case.code} ({', '.join(case.columns)})" for case in wrong[:10])
    return warn(
        f"{len(wrong)} de {cases} casos tenían otro estado y se corrigieron: {some}",
        "Si vuelve a pasar, avise a quien mantiene Arraigo con esta lista.",
    )


def check_retention() -> Finding:
    """Tell whether the nightly look at what is due has run in the last two days."""
    from django.db.migrations.recorder import MigrationRecorder

    from arraigo.core import clock
    from arraigo.rights.retention.models import RetentionRun

    runs = RetentionRun.objects.order_by("-ran_at").values_list("ran_at", flat=True)
    last = runs.first()
    installed = MigrationRecorder.Migration.objects.filter(app="rights")
    since = last or installed.order_by("applied").values_list("applied", flat=True).first()
    if since is not None and clock.now() - since > RETENTION_RUNS_WITHIN:
        when = f"no pasa desde el {last:%d/%m/%Y}" if last else "no ha pasado nunca"
        return warn(
            f"La revisión de lo que ya no se debe conservar {when}.",
            "Revise que «arraigo worker», o «arraigo serve», esté en marcha por la noche.",
        )
    return ok("Conservación revisada" if last else "La conservación se revisa cada noche")


def check_training(folder: Path) -> Finding:
    """Tell whether training and real data are kept apart."""
    from django.conf import settings

    from arraigo.accounts.models import User

    accounts = User.objects.filter(is_training=True, is_active=True).count()
    if settings.TRAINING_MODE and not is_training(folder) and not uses_server():
        return warn(
            "El modo de capacitación está encendido, y estos datos no son de capacitación.",
            "Quite ARRAIGO_TRAINING.",
        )
    if accounts and not settings.TRAINING_MODE:
        return fail(
            f"Hay {accounts} cuentas de capacitación activas, con una contraseña conocida.",
            "Desactívelas, o use esta instalación solo para capacitación (ARRAIGO_TRAINING=1).",
        )
    return ok("Instalación de capacitación" if settings.TRAINING_MODE else "Instalación real")


def check_static() -> Finding:
    """Tell whether the web's files are gathered, for this version."""
    from django.conf import settings

    from arraigo.web.assets import fingerprint

    stamp = settings.STATIC_ROOT / "fingerprint"
    if not stamp.exists() or stamp.read_text() != fingerprint():
        return fail(
            "Los archivos de la web no son los de esta versión.",
            "Detenga Arraigo y ejecute «arraigo migrate», que también los prepara.",
        )
    return ok("Los archivos de la web están listos")


def check_files() -> Finding:
    """Tell whether each sealed file has its row and each row its file."""
    from arraigo.core.context import SYSTEM, acting_as
    from arraigo.people.files import mismatches

    with acting_as(SYSTEM, purpose="doctor"):
        lost, left = mismatches(timedelta(days=2))
    if lost:
        return fail(
            f"Faltan {lost} archivos de personas en el disco (firmas o documentos).",
            "Restaure la carpeta files/ de la última copia de seguridad.",
        )
    if left:
        return warn(
            f"En files/ hay {left} archivos que no son de nadie.",
            "Los borra una tarea cada noche: revise que «arraigo worker» esté en marcha.",
        )
    return ok("Cada archivo sellado tiene su registro")


def check_mail() -> Finding:
    """Tell whether mails leave this machine."""
    from django.conf import settings
    from django.core.mail import get_connection

    if "smtp" not in settings.EMAIL_BACKEND:
        if settings.TRAINING_MODE:
            return ok("Capacitación: los correos se guardan y no salen")
        return warn(
            "El correo no está configurado: los enlaces para una contraseña nueva no llegan.",
            "Indique EMAIL_URL, por ejemplo smtp+tls://usuario:clave@servidor:587",
        )
    connection = get_connection(timeout=5)
    try:
        connection.open()
    except OSError as error:
        return warn(f"El servidor de correo no responde: {error}", "Revise EMAIL_URL.")
    finally:
        connection.close()
    return ok(f"El servidor de correo responde ({settings.EMAIL_HOST})")
