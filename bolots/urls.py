from django.conf import settings
from django.urls import include, path

from .views import absences, gallery, jobs, passwords, start, users

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
    path("losenord/", passwords.password_change, name="password-change"),
    path("franvaro/", absences.absence_list, name="absence-list"),
    path("franvaro/ny/", absences.absence_new, name="absence-new"),
    path("franvaro/<int:pk>/", absences.absence_edit, name="absence-edit"),
    path("franvaro/<int:pk>/tillbaka/", absences.absence_end, name="absence-end"),
    path("anvandare/", users.user_list, name="user-list"),
    path("anvandare/ny/", users.user_new, name="user-new"),
    path("anvandare/<int:pk>/", users.user_edit, name="user-edit"),
    path("anvandare/<int:pk>/angra/", users.user_undo, name="user-undo"),
    path("anvandare/<int:pk>/losenord/", passwords.give, name="user-password"),
    path("anvandare/<int:pk>/stang/", users.user_deactivate, name="user-deactivate"),
    path("anvandare/<int:pk>/oppna/", passwords.reactivate, name="user-reactivate"),
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
