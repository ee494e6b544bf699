"""Addresses of coordination."""

from django.urls import path

from arraigo.coordination import views

app_name = "coordination"

urlpatterns = [
    path("", views.activity_list, name="list"),
    path("nueva/", views.new, name="new"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/participe/", views.take_part, name="take_part"),
    path("<uuid:pk>/constancia/", views.evidence, name="evidence"),
    path("<uuid:pk>/acuerdo/", views.agree, name="agree"),
    path("<uuid:pk>/anular/", views.annul, name="annul"),
    path("acuerdos/<uuid:pk>/cumplido/", views.fulfil, name="fulfil"),
    path(
        "participaciones/<uuid:pk>/anular/", views.annul_participation, name="annul_participation"
    ),
    path("mecanismos/", views.mechanisms, name="mechanisms"),
    path("mecanismos/nuevo/", views.mechanism_new, name="mechanism_new"),
]
