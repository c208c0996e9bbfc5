"""What people have written about a protected person is for those involved in the home, on whatever page it stands."""

import pytest
from django.urls import reverse

from arrears import actions
from arrears.models import Payment
from tenancies.models import Tenant
from tests.arrears import terminations as story
from tests.arrears.book import TODAY
from tests.arrears.deals import deal

pytestmark = pytest.mark.django_db
TOLD = "Sidensvansgränd 7"


@pytest.fixture
def home(cast):
    return story.late_home(cast, holder__name="Kanarie Fågel")


@pytest.fixture
def shown(home, sign_in):
    """The words, as the finance officer, whom nobody has involved, and as the case worker find them on a page."""

    def ask(name, *args):
        Tenant.objects.filter(pk=home.holder_id).update(is_protected=True)
        pages = [sign_in(user).get(reverse(f"arrears:{name}", args=args)).content.decode() for user in ("finn", "alma")]
        assert "Skydda" in pages[0]
        return [TOLD in page for page in pages]

    return ask


def test_reasons_and_proofs_of_a_termination_are_protected(home, cast, shown):
    row = story.issued(home, cast, why=f"Obetald hyra, {TOLD}")
    story.serve(row, cast, proof=f"kvitto, {TOLD}")
    assert shown("termination", row.pk) == [False, True]


def test_reason_of_a_termination_to_approve_is_protected(home, cast, sign_in):
    row = story.drafted(home, cast, why=f"Obetald hyra, {TOLD}")
    Tenant.objects.filter(pk=home.holder_id).update(is_protected=True)
    page = sign_in("miriam").get(reverse("arrears:termination-approve", args=[row.pk])).content.decode()
    assert ("Skydda" in page, TOLD in page) == (True, False)


@pytest.mark.parametrize("name", ["write-offs", "write-off"])
def test_reasons_of_a_write_off_are_protected(home, cast, shown, name):
    [rent] = story.rents(home)
    asked = actions.ask_write_off(rent, amount_ore=684_000, why=f"bor på {TOLD}", by=cast.finn, on=TODAY)
    actions.decline_write_off(asked, why=f"bor inte på {TOLD}", by=cast.miriam, on=TODAY)
    assert shown(name, *([asked.pk] if name == "write-off" else [])) == [False, True]


def test_proof_of_what_keeps_a_debt_alive_is_protected(home, cast, shown):
    facts = {"note": f"brev från {TOLD}", "by": cast.finn, "on": TODAY}
    actions.record_break(home, kind="acknowledged", happened_on=TODAY, **facts)
    assert shown("claim", home.pk) == [False, True]


def test_reason_without_interest_is_protected(home, cast, shown):
    [rent] = story.rents(home)
    actions.waive_interest(rent, why=f"inlagd, {TOLD}", by=cast.finn, on=TODAY)
    assert shown("charge-interest", rent.pk) == [False, True]


@pytest.mark.parametrize("name", ["charge", "payment"])
def test_reason_of_a_credit_note_is_protected(home, cast, shown, name):
    [rent] = story.rents(home)
    actions.credit_charge(rent, amount_ore=100, why=f"fel, {TOLD}", by=cast.finn, on=TODAY)
    pk = rent.pk if name == "charge" else Payment.objects.get(source="credit_note").pk
    assert shown(name, pk) == [False, True]


def test_reason_of_a_new_version_is_protected(home, cast, shown):
    [rent] = story.rents(home)
    newest = actions.replace_charge(rent, amount_ore=700_000, why=f"fel, {TOLD}", by=cast.finn, on=TODAY)
    assert shown("charge", newest.pk) == [False, True]


def test_agreement_of_a_protected_person_names_neither_person_nor_home(home, cast):
    Tenant.objects.filter(pk=home.holder_id).update(is_protected=True)
    home.refresh_from_db()
    plan = deal(story.rents(home), by=cast.finn)
    assert "Lämnas personligen" in plan.letter.html
    for word in ("Kanarie", home.apartment.street, home.apartment.number):
        assert word not in plan.letter.html
