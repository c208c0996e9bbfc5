app_name = "arrears"
urlpatterns = []
