"""Addresses of errands."""

from django.urls import path

from arraigo.coordination.errands import views

app_name = "errands"

urlpatterns = [
    path("", views.errand_list, name="list"),
    path("nuevo/", views.new, name="new"),
    path("caso/<uuid:case_id>/nuevo/", views.new_about_case, name="new_about_case"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/cumplir/", views.finish, name="finish"),
    path("<uuid:pk>/revisar/", views.judge, name="judge"),
    path("<uuid:pk>/retirar/", views.take_back, name="take_back"),
]
