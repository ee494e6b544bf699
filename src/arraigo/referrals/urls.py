"""Addresses of referrals."""

from django.urls import path

from arraigo.referrals import views

app_name = "referrals"

urlpatterns = [
    path("nueva/<uuid:case_id>/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/boleta/", views.slip, name="slip"),
    path("<uuid:pk>/respuesta/", views.answer, name="answer"),
    path("<uuid:pk>/retirar/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/cerrar/", views.close, name="close"),
]
