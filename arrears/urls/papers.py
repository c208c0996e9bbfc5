"""Papers about money: rent notices, reminders and demands."""

from django.urls import path

from ..views import demands, paper_runs, papers, proposals

urlpatterns = [
    path("avier/<int:pk>/avi/", papers.notice, name="charge-notice"),
    path("avier/<int:pk>/avi/gor/", papers.issue_notice, name="charge-notice-issue"),
    path("avier/<int:pk>/avi/lamnad/", papers.hand_over_notice, name="charge-notice-handed"),
    path("krav/forslag/", proposals.proposal_list, name="proposals"),
    path("krav/avier/", paper_runs.notices, name="notices"),
    path("krav/avier/<month:month>/", paper_runs.notices, name="notices"),
    path("krav/omgangar/<int:pk>/", paper_runs.run, name="paper-run"),
    path("krav/omgangar/<int:pk>/utskrift/", paper_runs.batch, name="paper-run-batch"),
    path("krav/omgangar/<int:pk>/fortsatt/", paper_runs.go_on, name="paper-run-go-on"),
    path("krav/omgangar/<int:pk>/postad/", paper_runs.posted, name="paper-run-posted"),
    path("krav/skickade/", demands.demand_list, name="demand-list"),
    path("krav/skickade/<int:pk>/", demands.demand, name="demand"),
    path("krav/skickade/<int:pk>/papper/", papers.demand, name="demand-paper"),
    path("krav/skickade/<int:pk>/lamnat/", demands.hand_over, name="demand-handed"),
    path("krav/skickade/<int:pk>/handelser/", demands.note_event, name="demand-event"),
]
