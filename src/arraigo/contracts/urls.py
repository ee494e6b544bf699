"""Addresses of contracts and payments."""

from django.urls import path

from arraigo.contracts import views

app_name = "contracts"

urlpatterns = [
    path("", views.contract_list, name="list"),
    path("que-falta/", views.missing, name="missing"),
    path("meses/<int:pk>/informe/", views.start, name="start"),
    path("meses/<int:pk>/emitir/", views.issue, name="issue"),
    path("certificados/<uuid:pk>/", views.certificate, name="certificate"),
    path("certificados/<uuid:pk>/certificar/", views.certify, name="certify"),
    path("certificados/<uuid:pk>/pagado/", views.pay, name="pay"),
    path("certificados/<uuid:pk>/pdf/", views.pdf, name="pdf"),
]
