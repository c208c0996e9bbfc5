from django.urls import path

from .views import apartments, apartments_edit, apartments_page, loans, photos, tenancies, undo

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
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    # --- across
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
