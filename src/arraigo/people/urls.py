"""Addresses of registration. A search stands in them by its opaque id only."""

from django.urls import path

from arraigo.people import views
from arraigo.people.linkage import views as linkage

app_name = "people"

urlpatterns = [
    path("", views.start, name="start"),
    path("nueva/", views.register, name="register"),
    path("nueva/<uuid:search>/", views.register, name="register_from_search"),
    path("contacto/<uuid:lead>/", views.register, name="register_from_lead"),
    path("sin-consentimiento/", views.refused, name="refused"),
    path("sin-acompanante/", views.unaccompanied, name="unaccompanied"),
    path("corregir/<uuid:pk>/", views.correct, name="correct"),
    path("telefono/<int:pk>/", views.contact, name="contact"),
    path("duplicados/comparacion/", linkage.runs, name="linkage"),
    path("duplicados/comparacion/comenzar/", linkage.start, name="linkage_start"),
]
