"""Addresses of calendars."""

from django.urls import path

from arraigo.casework.calendar import views

app_name = "calendar"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("nueva/", views.make, name="make"),
    path("quitar/", views.revoke, name="revoke"),
    path("<str:token>.ics", views.feed, name="feed"),
]
