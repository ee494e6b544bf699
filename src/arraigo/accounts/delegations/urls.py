"""Addresses of delegations."""

from django.urls import path

from arraigo.accounts.delegations import views

app_name = "delegations"

urlpatterns = [
    path("", views.delegations, name="list"),
    path("nueva/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/quitar/", views.revoke, name="revoke"),
]
