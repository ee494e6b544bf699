"""Addresses of the person's rights."""

from django.urls import path

from arraigo.rights.views import consents, copies, erasures, looks, retention, risks

app_name = "rights"

urlpatterns = [
    path("", looks.find, name="find"),
    path("<uuid:person_id>/accesos/", looks.looks, name="looks"),
    path("<uuid:person_id>/permisos/", consents.consents, name="consents"),
    path("<uuid:person_id>/permisos/<slug:purpose>/", consents.give, name="give"),
    path("<uuid:person_id>/permisos/<int:pk>/retirar/", consents.withdraw, name="withdraw"),
    path("<uuid:person_id>/copia/", copies.copy, name="copy"),
    path("<uuid:person_id>/historia/", copies.history, name="history"),
    path("<uuid:person_id>/borrado/", erasures.erasure, name="erasure"),
    path("<uuid:person_id>/borrado/decidir/", erasures.decide, name="decide_erasure"),
    path("<uuid:person_id>/retencion/", retention.hold, name="hold"),
    path("<uuid:person_id>/peligro/", risks.risk, name="risk"),
    path("peligro/", risks.risks, name="risks"),
    path("peligro/<uuid:pk>/", risks.review, name="risk_review"),
    path("retencion/", retention.hold_found, name="hold_found"),
    path("conservacion/", retention.retention, name="retention"),
    path("conservacion/reglas/<slug:kind>/", retention.rule, name="retention_rule"),
    path("conservacion/<uuid:pk>/", retention.batch, name="retention_batch"),
    path("conservacion/<uuid:pk>/apartar/", retention.keep_back, name="retention_keep_back"),
    path("conservacion/<uuid:pk>/pedir/", retention.ask, name="retention_ask"),
    path("conservacion/<uuid:pk>/confirmar/", retention.confirm, name="retention_confirm"),
    path("conservacion/<uuid:pk>/devolver/", retention.give_back, name="retention_return"),
]
