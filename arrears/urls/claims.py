"""After the home: claims, write-offs, refunds; and new versions of what was charged wrong."""

from django.urls import path

from ..views import claims, claims_home, refunds, versions, write_offs

urlpatterns = [
    path("krav/", claims_home.claims_home, name="claims-home"),
    path("avier/<int:pk>/ny-version/", versions.replace, name="charge-replace"),
    path("avier/<int:pk>/skriv-av/", write_offs.ask, name="write-off-ask"),
    path("tillgodo/<int:pk>/aterbetala/", refunds.refund, name="refund"),
    path("krav/avskrivningar/", write_offs.write_offs, name="write-offs"),
    path("krav/avskrivningar/<int:pk>/", write_offs.write_off, name="write-off"),
    path("krav/avskrivningar/<int:pk>/besluta/", write_offs.decide, name="write-off-decide"),
    path("krav/avskrivningar/<int:pk>/avsla/", write_offs.decline, name="write-off-decline"),
    path("krav/avskrivningar/<int:pk>/ta-tillbaka/", write_offs.take_back, name="write-off-take-back"),
    path("krav/efter-flytten/", claims.claims, name="claims"),
    path("krav/efter-flytten/<int:pk>/", claims.claim, name="claim"),
    path("krav/efter-flytten/<int:pk>/avbrott/", claims.record_break, name="claim-break"),
]
