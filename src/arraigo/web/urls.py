"""All addresses. No personal data ever stands in one: ids are random, searches are stored."""

from django.urls import include, path

from arraigo.web import views

urlpatterns = [
    path("salud/", views.health, name="health"),
    path("cuenta/", include("arraigo.accounts.urls")),
    path("directorio/", include("arraigo.directory.urls")),
    path("registrar/", include("arraigo.people.urls")),
    path("casos/", include("arraigo.casework.urls")),
    path("referencias/", include("arraigo.referrals.urls")),
    path("indicadores/", include("arraigo.indicators.urls")),
    path("informes/", include("arraigo.reports.urls")),
    path("pagos/", include("arraigo.contracts.urls")),
    path("", include("arraigo.public.urls")),
    path("", include("arraigo.desk.urls")),
]
