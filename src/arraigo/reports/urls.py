"""Addresses of the monthly reports."""

from django.urls import path

from arraigo.reports import views

app_name = "reports"

urlpatterns = [
    path("", views.report_list, name="list"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/escribir/", views.edit, name="edit"),
    path("<uuid:pk>/enviar/", views.submit, name="submit"),
    path("<uuid:pk>/devolver/", views.send_back, name="return"),
    path("<uuid:pk>/aprobar/", views.approve, name="approve"),
    path("<uuid:pk>/hechos/<slug:code>/", views.facts, name="facts"),
    path("<uuid:pk>/ajustes/<uuid:adjusted>/<slug:code>/", views.adjustment, name="adjustment"),
    path("<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("<uuid:pk>/word/", views.docx, name="docx"),
]
