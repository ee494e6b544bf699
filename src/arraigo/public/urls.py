"""Addresses that work without an account. The token in them is the secret."""

from django.urls import path

from arraigo.public import views

app_name = "public"

urlpatterns = [
    path("r/<str:token>/", views.slip, name="slip"),
    path("m/<str:token>/", views.message, name="message"),
    path("m/<str:token>/codigo/", views.code, name="code"),
]
