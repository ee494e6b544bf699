"""Addresses of households."""

from django.urls import path

from arraigo.casework.household import views

app_name = "household"

urlpatterns = [
    path("<uuid:person_id>/", views.household, name="list"),
    path("integrante/<uuid:pk>/enlazar/", views.link, name="link"),
    path("integrante/<uuid:pk>/desenlazar/", views.unlink, name="unlink"),
    path("integrante/<uuid:pk>/salio/", views.left, name="left"),
]
