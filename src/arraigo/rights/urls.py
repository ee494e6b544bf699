"""Addresses of the person's rights."""

from django.urls import path

from arraigo.rights.views import looks

app_name = "rights"

urlpatterns = [
    path("", looks.find, name="find"),
    path("<uuid:person_id>/accesos/", looks.looks, name="looks"),
]
