"""Addresses of unusual looking."""

from django.urls import path

from arraigo.accounts.harvest import views

app_name = "harvest"

urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("<int:pk>/", views.review, name="review"),
    path("limites/", views.limits, name="limits"),
]
