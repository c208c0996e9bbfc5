app_name = "tenancies"
urlpatterns = []
