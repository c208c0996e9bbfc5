from django.urls import path

from .views import case_work, cases, notes, today, visits

app_name = "outreach"
urlpatterns = [
    path("i-dag/", today.today, name="today"),
    path("i-dag/borta/", today.away, name="away"),
    path("besok/<int:pk>/", visits.visit, name="visit"),
    path("besok/<int:pk>/privat/", visits.private, name="visit-private"),
    path("besok/<int:pk>/rapport/", visits.report, name="visit-report"),
    path("besok/<int:pk>/lamna/", visits.hand_on, name="visit-hand-on"),
    path("besok/<int:pk>/lapp/", notes.note, name="note"),
    path("besok/<int:pk>/lapp/<int:note>/pdf/", notes.paper, name="note-paper"),
    path("besok/nytt/<int:pk>/", visits.order, name="visit-order"),
    path("mina/", cases.mine, name="mine"),
    path("arenden/", cases.case_list, name="case-list"),
    path("arenden/<int:pk>/", cases.case_detail, name="case-detail"),
    path("arenden/<int:pk>/anteckning/", case_work.write, name="case-note"),
    path("arenden/<int:pk>/nasta/", case_work.plan, name="case-plan"),
    path("arenden/<int:pk>/besok/", case_work.visit, name="case-visit"),
    path("arenden/<int:pk>/kontroll/", case_work.check, name="case-check"),
    path("arenden/<int:pk>/avsluta/", case_work.close, name="case-close"),
    path("arenden/ny/<int:pk>/", cases.case_open, name="case-open"),
    path("arenden/handelse/<int:pk>/", cases.incident_case, name="incident-case"),
]
