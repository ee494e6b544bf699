"""Addresses of the indicators."""

from django.urls import path

from arraigo.indicators import views

app_name = "indicators"

urlpatterns = [
    path("", views.month, name="month"),
    path("<slug:code>/hechos/", views.facts, name="facts"),
]
