"""Project package and foundation: users and roles, audit, jobs, letters, guidelines, money, calendar."""

from .celery import app as celery_app

__all__ = ["celery_app"]
