"""Addresses of the desk."""

from django.urls import include, path

from arraigo.desk import bulk, saved, views
from arraigo.desk.emergency import emergency_file

desk = (
    [
        path("", views.home, name="home"),
        path("hoy/", views.today, name="today"),
        path("hoy/ruta/", views.route, name="route"),
        path("tablero/", views.board, name="board"),
        path("tablero/uso/", views.use, name="use"),
        path("casos/", views.cases, name="cases"),
        path("casos/vistos/", views.seen, name="seen"),
        path("casos/escogidos/hoja/", bulk.cases_print, name="cases_print"),
        path("casos/escogidos/archivo/", bulk.cases_export, name="cases_export"),
        path("casos/escogidos/archivo/bajar/", bulk.cases_file, name="cases_file"),
        path("casos/filtros/nuevo/", saved.save, name="filter_save"),
        path("casos/filtros/<uuid:pk>/", saved.show, name="filter"),
        path("casos/filtros/<uuid:pk>/quitar/", saved.remove, name="filter_remove"),
        path("casos/<uuid:pk>/", views.case, name="case"),
        path("personas/<uuid:pk>/", views.person, name="person"),
        path("mas/", views.more, name="more"),
    ],
    "desk",
)

urlpatterns = [
    path("urgencia/abierto/<uuid:pk>/", emergency_file, name="emergency_file"),
    path("buscar/", views.search_post, name="search"),
    path("buscar/<uuid:pk>/", views.search_results, name="search_results"),
    path("", include(desk)),
]
