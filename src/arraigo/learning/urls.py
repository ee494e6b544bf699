"""Addresses of training and certificates."""

from django.urls import path

from arraigo.learning import views

app_name = "learning"

urlpatterns = [
    path("casos/<uuid:case_id>/inscribir/", views.enrol, name="enrol"),
    path("casos/<uuid:case_id>/certificado/", views.certificate_new, name="certificate_new"),
    path("inscripciones/<uuid:pk>/", views.enrolment, name="enrolment"),
    path("inscripciones/<uuid:pk>/empezar/", views.begin, name="begin"),
    path("inscripciones/<uuid:pk>/terminar/", views.complete, name="complete"),
    path("inscripciones/<uuid:pk>/dejar/", views.drop, name="drop"),
    path("inscripciones/<uuid:pk>/anular/", views.annul_enrolment, name="annul_enrolment"),
    path("terminaciones/<uuid:pk>/anular/", views.annul_completion, name="annul_completion"),
    path("certificados/<uuid:pk>/anular/", views.annul_certificate, name="annul_certificate"),
]
