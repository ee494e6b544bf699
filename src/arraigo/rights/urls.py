"""Addresses of the person's rights."""

from django.urls import path

from arraigo.rights.views import consents, copies, erasures, looks

app_name = "rights"

urlpatterns = [
    path("", looks.find, name="find"),
    path("<uuid:person_id>/accesos/", looks.looks, name="looks"),
    path("<uuid:person_id>/permisos/", consents.consents, name="consents"),
    path("<uuid:person_id>/permisos/<slug:purpose>/", consents.give, name="give"),
    path("<uuid:person_id>/permisos/<int:pk>/retirar/", consents.withdraw, name="withdraw"),
    path("<uuid:person_id>/copia/", copies.copy, name="copy"),
    path("<uuid:person_id>/historia/", copies.history, name="history"),
    path("<uuid:person_id>/borrado/", erasures.erasure, name="erasure"),
    path("<uuid:person_id>/borrado/decidir/", erasures.decide, name="decide_erasure"),
]
