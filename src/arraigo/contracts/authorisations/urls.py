"""Addresses of authorisations."""

from django.urls import path

from arraigo.contracts.authorisations import views

app_name = "authorisations"

urlpatterns = [
    path("", views.authorisation_list, name="list"),
    path("nueva/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/corregir/", views.correct, name="correct"),
    path("<uuid:pk>/decidir/", views.decide, name="decide"),
]
