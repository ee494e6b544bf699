"""Addresses of applications and placements."""

from django.urls import path

from arraigo.jobs import views
from arraigo.jobs.retention import views as retention

app_name = "jobs"

urlpatterns = [
    path("casos/<uuid:case_id>/postular/", views.apply, name="apply"),
    path("casos/<uuid:case_id>/colocar/", views.place, name="place"),
    path("colocaciones/<uuid:pk>/", views.placement, name="placement"),
    path("colocaciones/<uuid:pk>/primera-venta/", views.first_sale, name="first_sale"),
    path("colocaciones/<uuid:pk>/terminar/", views.end, name="end"),
    path("colocaciones/<uuid:pk>/anular/", views.annul_placement, name="annul_placement"),
    path("colocaciones/<uuid:pk>/permanencia/<int:days>/", retention.check, name="check"),
    path("permanencias/<uuid:pk>/anular/", retention.annul, name="annul_check"),
    path("postulaciones/<uuid:pk>/anular/", views.annul_application, name="annul_application"),
]
