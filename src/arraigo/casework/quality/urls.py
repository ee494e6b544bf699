"""Addresses of verifications."""

from django.urls import path

from arraigo.casework.quality import views

app_name = "quality"

urlpatterns = [
    path("", views.verifications, name="list"),
    path("sorteo/<int:pk>/", views.draw, name="draw"),
    path("caso/<uuid:pk>/", views.verify, name="verify"),
    path("caso/<uuid:pk>/no-se-puede/", views.unverifiable, name="unverifiable"),
    path("<uuid:pk>/", views.check, name="check"),
    path("<uuid:pk>/corregido/", views.corrected, name="corrected"),
    path("<uuid:pk>/anular/", views.annul, name="annul"),
]
