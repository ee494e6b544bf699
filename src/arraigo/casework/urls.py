"""Addresses of case work."""

from django.urls import path

from arraigo.casework import views

app_name = "casework"

urlpatterns = [
    path("abrir/<uuid:person_id>/", views.open_for, name="open"),
    path("entregas/<uuid:pk>/anular/", views.annul, name="annul_delivery"),
]
