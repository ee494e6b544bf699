"""Addresses of the directory."""

from django.urls import path

from arraigo.directory import views

app_name = "directory"

urlpatterns = [
    path("", views.service_list, name="list"),
    path("<uuid:pk>/", views.service_card, name="service"),
]
