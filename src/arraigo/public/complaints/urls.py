"""Addresses of complaints. No secret stands in any of them."""

from django.urls import path

from arraigo.public.complaints import views

app_name = "complaints"

urlpatterns = [
    path("", views.new, name="new"),
    path("estado/", views.state, name="state"),
    path("bandeja/", views.complaint_list, name="list"),
    path("bandeja/<uuid:pk>/", views.detail, name="detail"),
    path("bandeja/<uuid:pk>/atender/", views.attend, name="attend"),
    path("bandeja/<uuid:pk>/cerrar/", views.close, name="close"),
]
