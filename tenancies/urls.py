from django.urls import path

from .views import apartments, plan, reminders, stays, tenancies, undo

app_name = "tenancies"
urlpatterns = [
    # --- homes
    path("lagenheter/", apartments.apartment_list, name="apartment-list"),
    path("lagenheter/<int:pk>/", apartments.apartment_detail, name="apartment-detail"),
    # --- stays
    path("hyresforhallanden/", tenancies.tenancy_list, name="tenancy-list"),
    path("hyresforhallanden/<int:pk>/", tenancies.tenancy_detail, name="tenancy-detail"),
    path("hyresforhallanden/<int:pk>/planen/", plan.tenancy_plan, name="tenancy-plan"),
    path("hyresforhallanden/<int:pk>/planen/andra/", plan.tenancy_plan_edit, name="tenancy-plan-edit"),
    path("hyresforhallanden/<int:pk>/planen/omprovning/", plan.tenancy_review, name="tenancy-review"),
    path("hyresforhallanden/<int:pk>/planen/mal/", plan.goal_add, name="goal-add"),
    path("hyresforhallanden/<int:pk>/planen/mal/<int:goal>/", plan.goal_end, name="goal-end"),
    path("hyresforhallanden/<int:pk>/planen/bevakning/", plan.reminder_add, name="reminder-add"),
    path("vistelser/", stays.stay_list, name="stay-list"),
    # --- dates
    path("bevakningar/", reminders.reminder_list, name="reminder-list"),
    path("bevakningar/<int:pk>/", reminders.reminder_detail, name="reminder-detail"),
    path("bevakningar/<int:pk>/klar/", reminders.reminder_done, name="reminder-done"),
    path("bevakningar/<int:pk>/skjut-upp/", reminders.reminder_snooze, name="reminder-snooze"),
    path("bevakningar/<int:pk>/lamna-over/", reminders.reminder_hand_over, name="reminder-hand-over"),
    # --- across
    path("registret/angra/<str:kind>/<int:pk>/", undo.undo, name="undo"),
]
