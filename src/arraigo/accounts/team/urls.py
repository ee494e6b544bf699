"""Addresses of accounts and roles."""

from django.urls import path

from arraigo.accounts.team import views

app_name = "team"

urlpatterns = [
    path("", views.accounts, name="list"),
    path("nueva/", views.new, name="new"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/funcion/", views.ask, name="ask"),
    path("<int:pk>/sesiones/", views.end_sessions, name="end_sessions"),
    path("<int:pk>/desactivar/", views.deactivate, name="deactivate"),
    path("<int:pk>/activar/", views.activate, name="activate"),
    path("funciones/", views.requests, name="requests"),
    path("funciones/<uuid:pk>/", views.decide, name="decide"),
    path("funciones/<int:pk>/terminar/", views.end_role, name="end_role"),
]
