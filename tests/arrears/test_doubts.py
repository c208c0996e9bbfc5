"""Names that banks turn round: the statement and the suggestions mean the same by "called like the tenant"."""

from datetime import date

import pytest

from arrears import doubts
from arrears.suggestions import orders
from bolots import guidelines
from tests.factories import PaymentFactory, TenancyFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("holder", "payer"),
    [
        ("Anna Svensson", "SVENSSON ANNA"),
        ("Anna Svensson", "Svensson, Anna"),
        ("Eva Berg Lund", "BERG LUND EVA"),
        ("Eva Berg Lund", "Lund, Eva Berg"),
        ("Eva Berg Lund", "  eva  berg lund "),
        ("Eva Berg Lund", "Berg Eva Lund"),
        ("Eva Berg Lund", "Eva Lund"),
        ("Cher", "CHER"),
        ("Anna Svensson", ""),
    ],
)
def test_payer_is_called_like_the_tenant_where_the_suggestions_say_so(holder, payer):
    home, other = TenancyFactory(holder__name=holder), TenancyFactory(holder__name="Nils Ek")
    money = PaymentFactory(tenancy=None, amount_ore=100, payer_name=payer)
    found = set(doubts.about(home, ON, guidelines.on(ON)).doubted)
    assert found == ({money.pk} if holder.lower() in orders(payer) else set())
    assert doubts.about(other, ON, guidelines.on(ON)).doubted == []
