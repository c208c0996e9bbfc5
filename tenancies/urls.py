from django.urls import path

from .views import apartments, search, tenancies, undo

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
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
