"""What late payment costs: reference rates, fees, interest."""

urlpatterns: list = []
