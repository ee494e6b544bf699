"""Addresses of received lists and contacts. No name stands in any of them."""

from django.urls import path

from arraigo.people.leads.views import contacts, lists

app_name = "leads"

urlpatterns = [
    path("", contacts.contacts, name="contacts"),
    path("buscar/", contacts.find, name="find"),
    path("buscar/<uuid:search>/", contacts.contacts, name="found"),
    path("nuevo/", contacts.meet, name="meet"),
    path("contacto/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacto/<uuid:pk>/llamada/", contacts.call, name="call"),
    path("contacto/<uuid:pk>/es/", contacts.confirm, name="confirm"),
    path("recibidas/", lists.all_lists, name="lists"),
    path("subir/", lists.upload, name="upload"),
    path("<uuid:pk>/", lists.one_list, name="list"),
    path("<uuid:pk>/columnas/", lists.columns, name="columns"),
    path("<uuid:pk>/avance/", lists.progress, name="progress"),
    path("<uuid:pk>/corregir/", lists.wrong_rows, name="wrong_rows"),
    path("<uuid:pk>/corregidas/", lists.corrected, name="corrected"),
    path("<uuid:pk>/parecidas/", lists.twins, name="twins"),
    path("<uuid:pk>/importar/", lists.bring_in, name="import"),
    path("<uuid:pk>/deshacer/", lists.confirm_undo, name="confirm_undo"),
    path("<uuid:pk>/deshacer/si/", lists.undo, name="undo"),
    path("<uuid:pk>/descartar/", lists.discard, name="discard"),
]
