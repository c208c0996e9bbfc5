from django.urls import path

from .views import apartments, exchange, imports, search, tenancies, undo

app_name = "tenancies"
urlpatterns = [
    # --- homes
    path("lagenheter/", apartments.apartment_list, name="apartment-list"),
    path("lagenheter/<int:pk>/", apartments.apartment_detail, name="apartment-detail"),
    # --- stays
    path("hyresforhallanden/", tenancies.tenancy_list, name="tenancy-list"),
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    # --- across
    path("sok/", search.search, name="search"),
    path("registret/in-och-ut/", exchange.exchange, name="exchange"),
    path("registret/export/<slug:what>.<slug:form>", exchange.export, name="export"),
    path("registret/mall.xlsx", exchange.import_template, name="import-template"),
    path("registret/las-in/", imports.upload, name="import-upload"),
    path("registret/las-in/<uuid:key>/", imports.preview, name="import-preview"),
    path("registret/las-in/<uuid:key>/kolumner/", imports.choose_columns, name="import-columns"),
    path("registret/las-in/<uuid:key>/bekrafta/", imports.confirm, name="import-confirm"),
    path("registret/las-in/<uuid:key>/avbryt/", imports.discard, name="import-discard"),
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
