"""Addresses of the profile."""

from django.urls import path

from arraigo.profiling import views

app_name = "profiling"

urlpatterns = [
    path("ocupaciones/", views.occupations, name="occupations"),
    path("<uuid:case_id>/", views.edit, name="edit"),
    path("<uuid:case_id>/<slug:slug>/", views.section, name="section"),
]
