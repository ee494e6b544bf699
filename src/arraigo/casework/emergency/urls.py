"""Addresses of access in an emergency. No code and no name stands in any of them."""

from django.urls import path

from arraigo.casework.emergency import views

app_name = "emergency"

urlpatterns = [
    path("", views.open_file, name="open"),
    path("revision/", views.queue, name="queue"),
    path("revision/<uuid:pk>/", views.review, name="review"),
    path("reservados/", views.reserved_matches, name="reserved_matches"),
    path("reservados/<int:pk>/", views.attend_match, name="attend_match"),
    path("reservar/<uuid:person_id>/", views.reserve, name="reserve"),
]
