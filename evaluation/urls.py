from django.urls import path

from . import views

app_name = "evaluation"
urlpatterns = [
    path("", views.follow_up, name="follow-up"),
    path("skuld/", views.debt, name="debt"),
    path("sena-hyror/", views.late, name="late"),
    path("sena-hyror/manadens/", views.flagged, name="flagged"),
    path("avhysningar/", views.evictions, name="evictions"),
    path("forsta-forsok/", views.first_attempts, name="first-attempts"),
]
