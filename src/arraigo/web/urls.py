"""All addresses. No personal data ever stands in one: ids are random, searches are stored."""

from django.urls import include, path

from arraigo.web import views

#: Django asks this name for the page of a failure.
handler500 = views.failure

urlpatterns = [
    path("salud/", views.health, name="health"),
    path("cuenta/", include("arraigo.accounts.urls")),
    path("cuentas/", include("arraigo.accounts.team.urls")),
    path("consultas/", include("arraigo.accounts.harvest.urls")),
    path("delegaciones/", include("arraigo.accounts.delegations.urls")),
    path("directorio/", include("arraigo.directory.urls")),
    path("registrar/", include("arraigo.people.urls")),
    path("listas/", include("arraigo.people.leads.urls")),
    path("revision/", include("arraigo.people.merging.urls")),
    path("urgencia/", include("arraigo.casework.emergency.urls")),
    path("hogar/", include("arraigo.casework.household.urls")),
    path("protocolo/", include("arraigo.casework.protocol.urls")),
    path("verificaciones/", include("arraigo.casework.quality.urls")),
    path("casos/", include("arraigo.casework.urls")),
    path("traslados/", include("arraigo.casework.transfers.urls")),
    path("calendario/", include("arraigo.casework.calendar.urls")),
    path("perfil/", include("arraigo.profiling.urls")),
    path("evaluaciones/", include("arraigo.profiling.assessments.urls")),
    path("planes/", include("arraigo.plans.urls")),
    path("formacion/", include("arraigo.learning.urls")),
    path("empleo/", include("arraigo.jobs.urls")),
    path("coordinacion/", include("arraigo.coordination.urls")),
    path("referencias/", include("arraigo.referrals.urls")),
    path("indicadores/", include("arraigo.indicators.urls")),
    path("informes/", include("arraigo.reports.urls")),
    path("pagos/", include("arraigo.contracts.urls")),
    path("actividades/", include("arraigo.coordination.invitations.urls")),
    path("encargos/", include("arraigo.coordination.errands.urls")),
    path("autorizaciones/", include("arraigo.contracts.authorisations.urls")),
    path("quejas/", include("arraigo.public.complaints.urls")),
    path("campo/", include("arraigo.field.urls")),
    path("collect/", include("arraigo.field.openrosa.urls")),
    path("derechos/", include("arraigo.rights.urls")),
    path("", include("arraigo.public.urls")),
    path("", include("arraigo.desk.urls")),
]
