from django.conf import settings
from django.urls import include, path

from .views import gallery, jobs, start

urlpatterns = [
    path("", start.start, name="start"),
    path("logga-in/", start.login, name="login"),
    path("logga-ut/", start.logout, name="logout"),
    path("sprak/", start.set_language, name="set-language"),
    path("utseende/", start.set_scheme, name="set-scheme"),
    path("halsa/", start.health, name="health"),
    path("jobb/", jobs.job_list, name="job-list"),
    path("jobb/natten/", jobs.run_night, name="job-run-night"),
    path("jobb/<int:pk>/slapp/", jobs.release, name="job-release"),
    path("", include("outreach.urls")),
    path("hyror/", include("arrears.urls")),
    path("", include("tenancies.urls")),
    path("uppfoljning/", include("evaluation.urls")),
]
if settings.DEBUG or settings.TESTING:
    urlpatterns.append(path("komponenter/", gallery.gallery, name="gallery"))

handler400 = "bolots.views.errors.bad_request"
handler403 = "bolots.views.errors.permission_denied"
handler404 = "bolots.views.errors.not_found"
handler500 = "bolots.views.errors.server_error"
