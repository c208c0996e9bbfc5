from django.apps import AppConfig
from django.urls import register_converter

from .converters import MonthConverter, Sha256Converter


class ArrearsConfig(AppConfig):
    name = "arrears"

    def ready(self):
        """Addresses are read after this, so that any module of them may use these."""
        register_converter(MonthConverter, "month")
        register_converter(Sha256Converter, "sha256")
