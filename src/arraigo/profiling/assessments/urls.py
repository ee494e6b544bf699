"""Addresses of assessments and their schemes."""

from django.urls import path

from arraigo.profiling.assessments import scheme_views, views

app_name = "assessments"

urlpatterns = [
    path("puntajes/", scheme_views.scheme_list, name="schemes"),
    path("puntajes/nuevo/", scheme_views.scheme_new, name="scheme_new"),
    path("puntajes/<int:pk>/", scheme_views.scheme, name="scheme"),
    path("puntajes/<int:pk>/publicar/", scheme_views.scheme_publish, name="scheme_publish"),
    path("puntajes/<int:pk>/hoja/", scheme_views.scheme_sheet, name="scheme_sheet"),
    path("caso/<uuid:case_id>/", views.overview, name="overview"),
    path("caso/<uuid:case_id>/<slug:instrument>/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/anular/", views.annul, name="annul"),
]
