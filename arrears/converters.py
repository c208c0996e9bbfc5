"""How a month and a file stand in an address."""

from datetime import date

from django.urls.converters import StringConverter


class MonthConverter:
    """A rent month in an address: 2026-03."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value):
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value):
        return f"{value:%Y-%m}"


class Sha256Converter(StringConverter):
    """The content of a file, as 64 hex digits; anything else is no file's."""

    regex = r"[0-9a-f]{64}"
