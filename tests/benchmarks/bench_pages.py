"""How long the pages take: `python -m tests.benchmarks.bench_pages [--homes 55 5500]`.

Each page as the least-privileged role that may see it, through the test client and the whole middleware; the median of
20 after 3 warm-ups, by turns with a bare view that answers "ok" behind the same middleware. The goal is a ratio of at
most 15, and 8 queries beyond the frame (12 on the tenancy page), the same number at every size.
"""

import argparse
import os

from .scratch import RUNS, WARM_UPS, filled, median, ms, start_django, took

GOAL = 15


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, nargs="+", default=[55, 5_500])
    sizes = parser.parse_args().homes
    start_django()
    from . import book, unit

    os.environ["BOLOTS_TODAY"] = book.TODAY.isoformat()
    _serve_bare()
    asked = []
    for homes in sizes:
        with filled(homes):
            unit.work(homes)
            asked.append({name: _measure(name, role, address) for name, role, address in _pages(book)})
    for name in asked[0]:
        numbers = {found[name] for found in asked}
        if len(numbers) > 1:
            print(f"{name}: the number of queries moves with the size: {sorted(numbers)}")


def _serve_bare():
    from django.http import HttpResponse
    from django.urls import path

    from bolots import urls

    urls.urlpatterns.append(path("bar/", lambda request: HttpResponse("ok")))


def _pages(book):
    """(name, role, address); each object is one that its role may know of, with something to show."""
    from arrears.models import Allocation
    from bolots import periods
    from bolots.models import User
    from outreach.models import EvictionRiskCase, OutreachTask

    task = OutreachTask.objects.open().filter(assignee__username="bolots1").earliest("pk")
    case = EvictionRiskCase.objects.get(pk=task.case_id)
    paid = Allocation.objects.filter(charge__tenancy=task.tenancy).latest("pk")
    home = task.tenancy
    assert User.objects.filter(username="case_worker1").exists()
    month = f"{periods.first_of(book.TODAY):%Y-%m}"
    return [
        ("I dag", "bolots", "/i-dag/"),
        ("Visit", "bolots", task.get_absolute_url()),
        ("Mina hyresgäster", "case_worker", "/mina/"),
        ("Ärenden", "bolots", "/arenden/"),
        ("Ärenden, all", "unit_manager", "/arenden/"),
        ("Ärende", "bolots", case.get_absolute_url()),
        ("Hyror", "finance_officer", "/hyror/"),
        ("Queue", "finance_officer", "/hyror/omatchade/"),
        ("Payment", "finance_officer", f"/hyror/betalningar/{paid.payment_id}/"),
        ("Charge", "finance_officer", f"/hyror/avier/{paid.charge_id}/"),
        ("Month", "finance_officer", f"/hyror/manader/{month}/"),
        ("Month, a case worker's", "case_worker", f"/hyror/manader/{month}/"),
        ("Lägenheter", "bolots", "/lagenheter/"),
        ("Lägenhet", "bolots", f"/lagenheter/{home.apartment_id}/"),
        ("Tenancies", "bolots", "/hyresforhallanden/"),
        ("Tenancy", "bolots", home.get_absolute_url()),
        ("Kontrakt", "unit_manager", f"{home.get_absolute_url()}kontrakt/"),
        ("Personer", "unit_manager", f"{home.get_absolute_url()}personer/"),
        ("Planen", "unit_manager", f"{home.get_absolute_url()}planen/"),
        ("Händelser, a home's", "unit_manager", f"{home.get_absolute_url()}handelser/"),
        ("Vistelser", "case_worker", "/vistelser/"),
        ("Bevakningar", "case_worker", "/bevakningar/"),
        ("Tenancy, with its ledger", "unit_manager", home.get_absolute_url()),
        ("Uppföljning", "unit_manager", "/uppfoljning/"),
        ("Debt", "unit_manager", "/uppfoljning/skuld/"),
        ("Late rents", "unit_manager", "/uppfoljning/sena-hyror/"),
        ("First attempts", "unit_manager", "/uppfoljning/forsta-forsok/"),
        ("Jobb", "system_admin", "/jobb/"),
    ]


def _measure(name, role, address) -> int:
    """Print the page's line; how many queries it asks beyond the frame."""
    client = _signed_in(role)
    page, bare = [], []
    for _ in range(WARM_UPS + RUNS):
        page.append(took(lambda: client.get(address)))
        bare.append(took(lambda: client.get("/bar/")))
    questions, response = _questions(client, address)
    assert response.status_code == 200, (name, response.status_code)
    ratio = median(page) / median(bare)
    size = f"{len(response.content) / 1000:.0f} kB"
    mark = "" if ratio <= GOAL else "  over the goal"
    print(
        f"  {name:26} {role:16} {ms(median(page)):>9}  bare {ms(median(bare))}  ratio {ratio:5.1f}  "
        f"{questions:2} queries  {size}{mark}",
        flush=True,
    )
    return questions


def _signed_in(role):
    from django.test import Client

    from bolots.models import User

    client = Client(SERVER_NAME="localhost")
    user, _ = User.objects.get_or_create(username=f"{role}1", defaults={"first_name": role, "role": role})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _questions(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.pages import FRAME

    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    return sum(not FRAME.match(query["sql"]) for query in asked), response


if __name__ == "__main__":
    main()
