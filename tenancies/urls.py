from django.urls import path

from .views import (
    apartments,
    apartments_edit,
    apartments_page,
    exchange,
    imports,
    lease_page,
    leases,
    loans,
    moving,
    new_tenancy,
    notices,
    photos,
    search,
    staffing,
    tenancies,
    undo,
)

HOME = "hyresforhallanden/<int:pk>/"

app_name = "tenancies"
urlpatterns = [
    # --- homes
    path("lagenheter/", apartments.apartment_list, name="apartment-list"),
    path("lagenheter/ny/", apartments_edit.apartment_register, name="apartment-register"),
    path("lagenheter/<int:pk>/", apartments_page.apartment_detail, name="apartment-detail"),
    path("lagenheter/<int:pk>/andra/", apartments_edit.apartment_edit, name="apartment-edit"),
    path("lagenheter/<int:pk>/ur-drift/", apartments_edit.out_of_use_begin, name="out-of-use-begin"),
    path("lagenheter/ur-drift/<int:pk>/", apartments_edit.out_of_use_edit, name="out-of-use-edit"),
    path("lagenheter/ur-drift/<int:pk>/ta-tillbaka/", apartments_edit.out_of_use_withdraw, name="out-of-use-withdraw"),
    path("lagenheter/<int:pk>/lamna-ut/", loans.loan_issue, name="loan-issue"),
    path("lagenheter/utlamnat/", loans.loan_list, name="loan-list"),
    path("lagenheter/utlamnat/<int:pk>/ater/", loans.loan_return, name="loan-return"),
    path("lagenheter/<int:pk>/foto/", photos.photo_change, name="photo-change"),
    path("lagenheter/<int:pk>/foto/ta-bort/", photos.photo_remove, name="photo-remove"),
    path("lagenheter/foto/<uuid:key>/", photos.photo, name="photo"),
    # --- stays
    path("hyresforhallanden/", tenancies.tenancy_list, name="tenancy-list"),
    path("hyresforhallanden/ny/", new_tenancy.new_tenancy, name="tenancy-new"),
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    path("hyresforhallanden/<int:pk>/handlaggare/", staffing.case_worker, name="case-worker"),
    # --- the lease of a home
    path(f"{HOME}kontrakt/", lease_page.lease, name="tenancy-lease"),
    path(f"{HOME}kontrakt/andra/", leases.edit, name="lease-edit"),
    path(f"{HOME}kontrakt/hyra/", leases.rent, name="rent-change"),
    path(f"{HOME}kontrakt/bistandsbeslut/", leases.decision, name="decision-add"),
    path(f"{HOME}kontrakt/bistandsbeslut/<int:decision>/", leases.decision_edit, name="decision-edit"),
    path(f"{HOME}kontrakt/avstaende/", leases.waiver, name="waiver-add"),
    path(f"{HOME}kontrakt/avstaende/<int:waiver>/", leases.waiver_edit, name="waiver-edit"),
    path(f"{HOME}kontrakt/uppsagning/", notices.give, name="notice-give"),
    path(f"{HOME}kontrakt/uppsagning/<int:notice>/", notices.edit, name="notice-edit"),
    path(f"{HOME}kontrakt/besiktning/", moving.inspection, name="inspection-add"),
    path(f"{HOME}kontrakt/uppfoljning/", moving.follow_up, name="follow-up-add"),
    path(f"{HOME}avsluta/", moving.end, name="tenancy-end"),
    path(f"{HOME}avsluta/ta-tillbaka/", moving.take_back, name="tenancy-end-take-back"),
    # --- across
    path("overlamning/", staffing.hand_over, name="hand-over"),
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
