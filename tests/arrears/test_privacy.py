"""Who a protected payer is, nobody learns from the queue."""

from datetime import date

import pytest

from arrears.privacy import shown_payer
from tests.arrears.book import TODAY
from tests.factories import PaymentFactory, TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden(cast):
    return TenancyFactory(protected=True, holder__name="Hemlig Person", case_worker=cast.alma)


def is_shown(payment, user):
    payer = shown_payer([payment], user)[payment.pk]
    assert payer.is_protected == (payer.name == payer.message == payer.references == "")
    return not payer.is_protected


def test_plain_payer_is_shown_as_the_bank_said(cast):
    payment = PaymentFactory(payer_name="Testa", message="hyra", references=["12", "13"])
    assert shown_payer([payment], cast.finn) == {payment.pk: ("Testa", "hyra", "12, 13", False, frozenset())}


def test_payer_of_a_protected_home_is_shown_to_those_involved_only(cast, hidden):
    payment = PaymentFactory(payer_name="God Man", tenancy=hidden, references=["x"], message="y")
    assert is_shown(payment, cast.alma)
    for name in ("elsa", "finn", "miriam", "bosse"):
        assert not is_shown(payment, getattr(cast, name))


@pytest.mark.parametrize(
    "said",
    [
        {"payer_name": "Hemlig Person"},
        {"payer_name": "PERSON, HEMLIG"},
        {"payer_name": "Hemlig Maria Person"},
        {"payer_name": "Granne", "message": "hyra för person hemlig"},
        {"payer_name": "Granne", "references": ["Hyra Hemlig", "Person"]},
    ],
)
def test_name_of_a_protected_person_is_hidden_in_unmatched_money(said, cast, hidden):
    payment = PaymentFactory(**{"message": "", "references": [], **said})
    assert not is_shown(payment, cast.finn)
    assert is_shown(payment, cast.alma)


@pytest.mark.parametrize("name", ["Hemlig", "Hemlig Personsson", "Testa Testsson"])
def test_other_names_are_shown(name, cast, hidden):
    assert is_shown(PaymentFactory(payer_name=name), cast.finn)


def test_involvement_that_has_ended_opens_nothing(cast, hidden, set_today):
    payment = PaymentFactory(payer_name="Hemlig Person")
    hidden.involvements.update(until_on=TODAY)
    assert not is_shown(payment, cast.alma)


def test_involvement_in_one_home_opens_the_same_persons_other_home(cast, hidden):
    old = TenancyFactory(
        holder=hidden.holder, starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1), end_reason="unknown"
    )
    assert is_shown(PaymentFactory(payer_name="Någon", tenancy=old), cast.alma)
    assert not is_shown(PaymentFactory(payer_name="Någon", tenancy=old), cast.elsa)


def test_protected_person_without_a_home_is_hidden_from_all(cast):
    TenantFactory(name="Ny Hemlig", is_protected=True)
    assert not is_shown(PaymentFactory(payer_name="Ny Hemlig"), cast.alma)


def test_one_query_for_any_number(cast, hidden, django_assert_num_queries):
    payments = [PaymentFactory() for _ in range(5)]
    assert cast.finn.standing_in_today == []  # asked once for a user and day
    for some in (payments[:1], payments):
        with django_assert_num_queries(1):
            shown = shown_payer(some, cast.finn)
        assert len(shown) == len(some)
    assert shown[payments[0].pk].name == "Testa Testsson"


@pytest.mark.parametrize("said", ["Samira Daoud", "DAOUD, SAMIRA", "daoud samira"])
def test_reading_of_whoever_is_called_like_the_payer_goes_on_record(cast, said):
    samira, payment = TenantFactory(name="Samira Daoud"), PaymentFactory(payer_name=said)
    assert shown_payer([payment], cast.finn)[payment.pk].people == {samira.pk}


def test_reading_of_the_homes_tenant_goes_on_record_whoever_paid(cast):
    stay = TenancyFactory()
    payment, other = PaymentFactory(tenancy=stay, payer_name="Överförmyndaren"), PaymentFactory()
    shown = shown_payer([payment, other], cast.finn)
    assert (shown[payment.pk].people, shown[other.pk].people) == ({stay.holder_id}, frozenset())


@pytest.mark.parametrize(
    "said",
    [
        {"payer_name": "Asa-Lena Oberg"},
        {"payer_name": "A\u030asa-Lena O\u0308berg"},
        {"message": "hyra 19121212-1212"},
        {"references": ["121212 1212"]},
        {"message": "ring +46 70 999 88 77"},
    ],
)
def test_other_spellings_and_numbers_of_a_protected_person_are_hidden_too(cast, said):
    holder = {"name": "Åsa-Lena Öberg", "personal_number": "191212121212", "phone": "070-999 88 77"}
    TenancyFactory(holder=TenantFactory(**holder, is_protected=True), case_worker=cast.alma)
    payment = PaymentFactory(**said)
    assert is_shown(payment, cast.alma)
    assert not is_shown(payment, cast.finn)
