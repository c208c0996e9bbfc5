from django.urls import path

from .views import apartments, corrections, incident_list, incidents, inspections, tenancies, undo

app_name = "tenancies"
urlpatterns = [
    # --- homes
    path("lagenheter/", apartments.apartment_list, name="apartment-list"),
    path("lagenheter/<int:pk>/", apartments.apartment_detail, name="apartment-detail"),
    # --- stays
    path("hyresforhallanden/", tenancies.tenancy_list, name="tenancy-list"),
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    # --- incidents
    path("hyresforhallanden/<int:pk>/handelser/", incidents.of_home, name="tenancy-incidents"),
    path("hyresforhallanden/<int:pk>/handelser/ny/", incidents.report, name="incident-new"),
    path("hyresforhallanden/<int:pk>/handelser/tillsyn/", inspections.record, name="inspection-new"),
    path("tillsyn/<int:pk>/", inspections.edit, name="inspection-edit"),
    path("handelser/", incident_list.incident_list, name="incident-list"),
    path("handelser/<int:pk>/", incidents.incident, name="incident"),
    path("handelser/<int:pk>/andra/", incidents.edit, name="incident-edit"),
    path("handelser/<int:pk>/underratta/", incidents.notify, name="incident-notify"),
    path("handelser/<int:pk>/avsluta/", incidents.resolve, name="incident-resolve"),
    path("handelser/<int:pk>/oppna/", incidents.reopen, name="incident-reopen"),
    path("handelser/<int:pk>/rattelseanmaning/", corrections.write, name="incident-correction"),
    path("handelser/<int:pk>/rattelseanmaning/pdf/", corrections.paper, name="incident-letter"),
    # --- across
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
