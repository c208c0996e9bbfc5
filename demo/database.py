"""The demo's database: is it empty, and how it is made anew (decision 27)."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection

from bolots.models import JobRun

APPS = ("bolots", "tenancies", "arrears", "outreach", "evaluation")


def is_empty() -> bool:
    """Not a row of anybody's work in any table; a beat that has planned its runs is no matter."""
    models = (model for app in APPS for model in apps.get_app_config(app).get_models() if model is not JobRun)
    return not any(model._base_manager.exists() for model in models)


def recreate() -> None:
    """Drop everything and migrate as the owner, then give the application's role its privileges again."""
    role = settings.DATABASES["default"]["USER"]
    connection.close()
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as owner:
        owner.execute("DROP SCHEMA public CASCADE")
        owner.execute("CREATE SCHEMA public")
    _manage("migrate", "--verbosity=0")
    if role != urlsplit(settings.DATABASE_OWNER_URL).username:
        _manage("grant_privileges", "--role", role)


def _manage(*arguments):
    """As the owner: the privileges of this process do not reach that far."""
    env = {**os.environ, "DATABASE_URL": settings.DATABASE_OWNER_URL}
    command = [sys.executable, settings.BASE_DIR / "manage.py", *arguments]
    subprocess.run(command, env=env, check=True, stdout=sys.stderr)
