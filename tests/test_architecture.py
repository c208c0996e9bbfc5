"""The house keeps its shape: layers, one clock, no floating money, nothing inline, nothing too long."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.template import engines
from django.urls import reverse
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from bolots.access import ROLE_PERMISSIONS, Permission, Role
from bolots.navigation import NAVIGATION, START
from bolots.privileges import is_append_only, kept_columns
from tests.pages import PAGES, views

ROOT = settings.BASE_DIR
APPS = ("bolots", "tenancies", "arrears", "outreach", "evaluation", "demo")
SOURCES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
MODELS = [model for model in apps.get_models() if model._meta.app_label in APPS]
OWN = [model for model in MODELS if not hasattr(model, "pgh_tracked_model")]
NEITHER = {
    "JobRun": "the record of a job is its own history, and changes every few seconds",
    "PendingFile": "an upload between its preview and the answer; gone by either",
    "PendingImport": "a spreadsheet between its trial and the answer; gone by either",
}
MAX_LINES, MAX_FUNCTION, MAX_TEMPLATE = 400, 50, 120


def name(path) -> str:
    return str(Path(path).relative_to(ROOT))


def trees(*parts):
    """(file name, syntax tree) of the sources whose path has one of the parts."""
    for path in SOURCES:
        if not parts or set(parts) & {path.stem, *path.parts}:
            yield name(path), ast.parse(path.read_text())


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


# --- layers -----------------------------------------------------------------------------------------------------------


def test_imports_point_one_way(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None) == EXIT_STATUS_SUCCESS


def test_no_relation_can_be_followed_upward():
    """A key to another app has no reverse name; lower apps cannot look into upper ones by accident (decision 20)."""
    seen = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
        and not (field.remote_field.related_name or "").endswith("+")
    ]
    assert seen == []


def test_keys_never_delete_what_hangs_on_them():
    loose = [
        f"{model.__name__}.{field.name}"
        for model in OWN
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is not models.PROTECT
    ]
    assert loose == []


def test_no_signals_and_no_rules_in_save():
    found = [file for file, tree in trees() if "signals" in ast.unparse(tree) or "receiver(" in ast.unparse(tree)]
    methods = [
        f"{file}: {node.name}"
        for file, tree in trees("models")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    assert found + methods == []


def test_what_a_person_sends_goes_through_a_form_with_named_fields():
    """Promise 19: keys that no form has declared are read by nobody."""
    taken = [
        f"{file}: {found}"
        for file, tree in trees()
        for found in re.findall(r"ModelForm|modelform_factory|request\.(?:POST|body)[.[].*", ast.unparse(tree))
    ]
    assert taken == [
        "bolots/views/start.py: request.POST.get('next', '/')",
        "bolots/views/start.py: request.POST.get('scheme')",
    ]


# --- access -----------------------------------------------------------------------------------------------------------


def test_every_view_says_who_may_open_it():
    silent = [f"{address} ({view.__module__})" for address, view in views() if not hasattr(view, "access")]
    assert silent == []


def test_every_permission_opens_something_and_every_role_has_some():
    given = set().union(*ROLE_PERMISSIONS.values())
    assert given == set(Permission)
    assert set(ROLE_PERMISSIONS) == set(Role)
    used = {view.access for _address, view in views()}
    assert set(Permission) <= used


@pytest.mark.django_db
def test_navigation_leads_each_role_to_pages_that_it_may_open(cast):
    for user in vars(cast).values():
        offered = {url_name for _label, url_name, permission in NAVIGATION if user.may(permission)}
        for url_name in offered | {START[user.role]}:
            assert reverse(url_name)
            if user.username in ("alma", "bosse", "finn", "miriam", "axel"):
                assert user.username in PAGES[url_name].who.split()


def test_strangers_have_no_navigation(rf):
    from bolots.context import frame

    request = rf.get("/")
    request.user = AnonymousUser()
    assert frame(request)["navigation"] == []


# --- facts ------------------------------------------------------------------------------------------------------------


def test_every_model_is_tracked_or_append_only_or_says_why_not():
    loose = {m.__name__ for m in OWN if not is_append_only(m) and not getattr(m, "pgh_event_models", None)}
    assert loose == set(NEITHER)


def test_money_is_whole_ore_in_wide_columns():
    narrow = [
        f"{model.__name__}.{field.name}"
        for model in OWN
        for field in model._meta.concrete_fields
        if (field.name == "ore" or field.name.endswith("_ore")) and not isinstance(field, models.BigIntegerField)
    ]
    floating = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, (models.FloatField, models.DecimalField))
    ]
    assert narrow + floating == []


def test_no_floating_point_near_money():
    """No float literal, no float(), no true division, no Decimal outside the readers of bank files."""
    found = []
    for file, tree in trees("rules", "money", "actions", "ledger", "models", "bankfiles", "charge_files"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                found.append(f"{file}:{node.lineno} {node.value}")
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "path" not in ast.unparse(node).lower():
                found.append(f"{file}:{node.lineno} {ast.unparse(node)}")
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "float":
                found.append(f"{file}:{node.lineno} float()")
    assert found == []


def test_no_business_row_takes_its_time_from_the_computer():
    clocked = [
        f"{model.__name__}.{field.name}"
        for model in OWN
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or field.has_db_default()
        or (isinstance(field, (models.DateField, models.TimeField)) and field.has_default())
    ]
    assert clocked == []


CLOCKS = re.compile(r"(calendar\.(today|now)|timezone\.(now|localdate)|(datetime|date)\.(now|today|utcnow)|Now)$")
EDGES = ("views", "commands", "tasks", "templatetags", "forms")
MAY_ASK = {
    "bolots/calendar.py": "the clock itself",
    "bolots/context.py": "every page shows the day",
    "bolots/access_log.py": "the instant of a reading",
    "bolots/middleware.py": "the instant of a refusal",
    "bolots/jobs.py": "start and end of a run",
    "bolots/models/users.py": "whether somebody stands in for a colleague is asked of the present day",
    "tenancies/models/stays.py": "who may know of a home is asked of the present day",
}


def test_the_clock_is_asked_at_the_edge_only():
    asked = {
        file
        for file, tree in trees()
        for call, _node in calls(tree)
        if CLOCKS.search(call)
        and not set(EDGES) & set(Path(file).with_suffix("").parts)
        and not file.startswith("demo/")
    }
    assert asked - set(MAY_ASK) == set()


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles_and_keeps_to_the_rules(path):
    text = path.read_text()
    engines["django"].from_string(text)
    assert len(text.splitlines()) <= MAX_TEMPLATE
    assert re.findall(r"\|\s*safe\b|autoescape off|mark_safe", text) == []
    if "letters" not in path.parts:
        assert (
            re.findall(
                r"\sstyle=|\son(?:click|change|input|submit|load|error|focus|blur|toggle)=|<style|<script(?![^>]*\ssrc=)|javascript:",
                text,
            )
            == []
        )


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.stem.split("_")[-1] == "name"], ids=name)
def test_name_ends_without_a_line_break_so_that_no_gap_follows_it(path):
    assert not path.read_text().endswith("\n")


LOWER = {
    "tenancies": ("arrears", "outreach", "evaluation"),
    "arrears": ("outreach", "evaluation"),
    "outreach": ("evaluation",),
}


@pytest.mark.parametrize("app", LOWER)
def test_templates_of_lower_apps_know_nothing_of_upper_ones(app):
    upper = "|".join(LOWER[app])
    known = [
        name(path)
        for path in (ROOT / "templates" / app).rglob("*.html")
        if re.search(rf"""["'](?:{upper})[:/]|load [\w ]*(?:{upper})""", path.read_text())
    ]
    assert known == []


def test_markup_is_made_safe_in_few_known_places():
    trusted = {
        file for file, tree in trees() for call, _node in calls(tree) if call.endswith(("mark_safe", "SafeString"))
    }
    assert trusted <= {"bolots/templatetags/bolots.py", "bolots/charts.py"}


# --- size -------------------------------------------------------------------------------------------------------------


def test_rows_that_the_application_may_not_change_are_not_locked():
    """PostgreSQL asks for the right to UPDATE where a row is locked: tests run as the owner and would not notice."""
    fixed = {model.__name__ for model in MODELS if is_append_only(model) and not kept_columns(model)}
    assert "RentNotice" in fixed
    locked = re.compile(r"\b(\w+)\.objects\b(?:(?!\.objects)[^\n])*?\.select_for_update\(")
    found = {(name(path), model) for path in SOURCES for model in locked.findall(path.read_text()) if model in fixed}
    assert found == set()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_file_and_its_functions_are_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= MAX_LINES
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno - node.lineno >= MAX_FUNCTION
    ]
    assert long == []


def test_there_are_no_drawers_for_odds_and_ends():
    odd = {"utils", "helpers", "services", "selectors", "managers", "common", "misc"}
    assert [name(path) for path in SOURCES if path.stem in odd or path.parent.name in odd] == []
