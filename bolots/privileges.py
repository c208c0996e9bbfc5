"""What the application's database role may do: read and add everywhere, change only what may change (decision 29)."""

from django.apps import apps
from django.db import connection
from psycopg import sql


def grant(role: str) -> int:
    """Give the role its privileges, creating it if it is missing. Run by the owner after migrations. Returns tables."""
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        cursor.execute(sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(name))
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            for statement in _statements(table, name):
                cursor.execute(statement)
    return len(tables)


def _statements(table, role):
    model = _models_by_table().get(table)
    target = sql.Identifier(table)
    if table == "django_migrations":
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(target, role)
    elif model is not None and is_append_only(model):
        yield sql.SQL("GRANT SELECT, INSERT ON {} TO {}").format(target, role)
        for column in kept_columns(model):
            yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(sql.Identifier(column), target, role)
    else:
        yield sql.SQL("GRANT SELECT, INSERT, UPDATE ON {} TO {}").format(target, role)
        if model is None or not is_tracked(model):
            yield sql.SQL("GRANT DELETE ON {} TO {}").format(target, role)


def is_append_only(model) -> bool:
    """Ledger, audit, access and letter tables: declared with `@append_only`, or a model's history."""
    return getattr(model, "append_only", False) or hasattr(model, "pgh_tracked_model")


def is_tracked(model) -> bool:
    """A mutable model with a history: its rows change, but never go."""
    return hasattr(model, "pgh_event_models")


def kept_columns(model) -> list[str]:
    return [model._meta.get_field(name).column for name in getattr(model, "kept_columns", ())]


def _models_by_table():
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
