"""Time to pay: plans and holds."""

from django.urls import path

from ..views import holds, planning, plans

urlpatterns = [
    path("krav/planer/", plans.plan_list, name="plan-list"),
    path("krav/planer/ny/<int:pk>/", planning.new, name="plan-new"),
    path("krav/planer/<int:pk>/", plans.plan, name="plan"),
    path("krav/planer/<int:pk>/papper/", plans.paper, name="plan-paper"),
    path("krav/planer/<int:pk>/lattare/", planning.soften, name="plan-soften"),
    path("krav/planer/<int:pk>/avsluta/", plans.call_off, name="plan-call-off"),
    path("krav/anstand/", holds.hold_list, name="hold-list"),
    path("krav/anstand/ny/<int:pk>/", holds.new, name="hold-new"),
    path("krav/anstand/<int:pk>/avsluta/", holds.call_off, name="hold-call-off"),
]
