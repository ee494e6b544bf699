"""Addresses of the OpenRosa server, under a phone's secret."""

from django.urls import path

from arraigo.field.openrosa import views

app_name = "openrosa"

urlpatterns = [
    path("<str:token>/formList", views.form_list, name="forms"),
    path("<str:token>/formulario/<uuid:pk>", views.form, name="form"),
    path("<str:token>/archivos/<uuid:pk>", views.manifest, name="manifest"),
    path("<str:token>/archivo/<uuid:pk>", views.media, name="media"),
    path("<str:token>/casos.csv", views.cases, name="cases"),
    path("<str:token>/siguen", views.integrity, name="integrity"),
    path("<str:token>/submission", views.submission, name="submission"),
]
