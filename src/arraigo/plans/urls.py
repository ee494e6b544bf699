"""Addresses of plans."""

from django.urls import path

from arraigo.plans import views
from arraigo.plans.catalogue import views as catalogue

app_name = "plans"

urlpatterns = [
    path("", views.awaiting, name="list"),
    path("<uuid:case_id>/", views.edit, name="edit"),
    path("plan/<uuid:pk>/", views.detail, name="detail"),
    path("plan/<uuid:pk>/firma/", views.agree, name="agree"),
    path("plan/<uuid:pk>/hoja/", views.sheet, name="sheet"),
    path("plan/<uuid:pk>/revision/", views.review, name="review"),
    path("plan/<uuid:pk>/version-nueva/", views.amend, name="amend"),
    path("plan/<uuid:pk>/pdf/", views.pdf, name="pdf"),
    path("accion/<uuid:pk>/", views.mark, name="mark"),
    path("metas-modelo/", catalogue.goals, name="model_goals"),
    path("metas-modelo/nueva/", catalogue.new, name="model_goal_new"),
    path("metas-modelo/<uuid:pk>/", catalogue.edit, name="model_goal"),
]
