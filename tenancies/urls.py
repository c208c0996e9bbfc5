from django.urls import path

from .views import apartments, contacts, people, protection, tenancies, undo

app_name = "tenancies"
urlpatterns = [
    # --- homes
    path("lagenheter/", apartments.apartment_list, name="apartment-list"),
    path("lagenheter/<int:pk>/", apartments.apartment_detail, name="apartment-detail"),
    # --- stays
    path("hyresforhallanden/", tenancies.tenancy_list, name="tenancy-list"),
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    # --- people of a home
    path("hyresforhallanden/<int:pk>/personer/", people.people, name="tenancy-people"),
    path("hyresforhallanden/<int:pk>/personer/andra/", people.edit, name="people-edit"),
    path("hyresforhallanden/<int:pk>/personer/barn/nytt/", people.add_child, name="child-add"),
    path("hyresforhallanden/<int:pk>/personer/barn/<int:child>/", people.edit_child, name="child-edit"),
    path("hyresforhallanden/<int:pk>/personer/forsiktighet/ny/", people.set_caution, name="caution-add"),
    path("hyresforhallanden/<int:pk>/personer/forsiktighet/<int:caution>/", people.end_caution, name="caution-end"),
    path("hyresforhallanden/<int:pk>/personer/kontakter/ny/", contacts.add_contact, name="contact-add"),
    path("hyresforhallanden/<int:pk>/personer/kontakter/<int:contact>/", contacts.edit_contact, name="contact-edit"),
    path(
        "hyresforhallanden/<int:pk>/personer/kontakter/<int:contact>/samtycke/",
        contacts.give_consent,
        name="consent-add",
    ),
    path(
        "hyresforhallanden/<int:pk>/personer/samtycken/<int:consent>/",
        contacts.take_back_consent,
        name="consent-take-back",
    ),
    path("hyresforhallanden/<int:pk>/personer/skydd/", protection.edit, name="protection-edit"),
    path("hyresforhallanden/<int:pk>/personer/oppna/", protection.open_protected, name="people-open"),
    path("hyresforhallanden/<int:pk>/personer/lasare/", protection.name_reader, name="reader-add"),
    path("hyresforhallanden/<int:pk>/personer/lasare/<int:reader>/", protection.take_back_reader, name="reader-end"),
    # --- across
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
