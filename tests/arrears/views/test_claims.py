"""The pages of versions, refunds, write-offs and old debts, as the finance officer and the manager meet them."""

from datetime import date

import pytest

from arrears import actions
from arrears.models import Charge, LimitationBreak, Payment, WriteOff
from bolots.models import AccessRecord
from tenancies.models import Tenancy
from tests.arrears import book
from tests.factories import ChargeFactory, TenancyFactory

from .conftest import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge():
    return book.charged(holder__name="Samira Daoud")[0]


@pytest.fixture
def miriam(sign_in):
    return sign_in("miriam")


# --- versions --------------------------------------------------------------------------------------------------------


def replace(client, charge, **form):
    form = {"amount": "6 000", "why": "fel hyra", **form}
    return client.post(f"/hyror/avier/{charge.pk}/ny-version/", form, follow=True)


def test_new_version_is_made_and_the_two_lead_to_each_other(finn, charge):
    said = text(replace(finn, charge))
    new = Charge.objects.get(replaces=charge)
    assert f"Den nya versionen har OCR-numret {new.ocr}." in said
    assert f'href="/hyror/avier/{charge.pk}/"' in finn.get(f"/hyror/avier/{new.pk}/").content.decode()
    old = finn.get(f"/hyror/avier/{charge.pk}/")
    assert "En gammal version: den var fel och är krediterad" in text(old)
    assert f'href="/hyror/avier/{new.pk}/"' in old.content.decode()
    assert f"/hyror/avier/{charge.pk}/ny-version/" not in old.content.decode()


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"amount": "6 840"}, "Avin har redan det beloppet."),
        ({"amount": "mycket"}, "Skriv beloppet i kronor"),
        ({"why": ""}, "Skriv skälet"),
    ],
)
def test_new_version_that_cannot_be_says_why_and_keeps_what_was_typed(finn, charge, form, sentence):
    response = replace(finn, charge, **form)
    assert sentence in text(response)
    assert f'value="{form.get("amount", "6 000")}"' in response.content.decode()
    assert Charge.objects.count() == 1


def test_page_of_a_new_version_says_what_follows(finn, cast, charge):
    ChargeFactory(tenancy=charge.tenancy, kind="fee", about=charge, amount_ore=6_000)
    said = text(finn.get(f"/hyror/avier/{charge.pk}/ny-version/"))
    assert "60 kr i avgifter och ränta hör till den. Kreditera det som inte ska stå kvar." in said


# --- refunds ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def credit(charge):
    book.imported(book.delivery(book.paid(charge, 700_000)))
    return Payment.objects.credits().get()


def refund(client, tenancy, **form):
    form = {"amount": "160", "to": "utbetalning 4711", "why": "flyttat", **form}
    return client.post(f"/hyror/tillgodo/{tenancy.pk}/aterbetala/", form, follow=True)


def test_credit_is_paid_back_from_the_list_of_credits(finn, charge, credit):
    path = f"/hyror/tillgodo/{charge.tenancy_id}/aterbetala/"
    assert path in finn.get("/hyror/tillgodo/").content.decode()
    assert "Hemmet har 160 kr tillgodo." in text(finn.get(path))
    said = text(refund(finn, charge.tenancy))
    assert "160 kr är återbetalt." in said
    assert "Återbetalning, −160 kr" in said
    assert "utbetalning 4711" in said
    assert "Inget tillgodo" in text(finn.get(path))


def test_refund_of_too_much_keeps_what_was_typed(finn, charge, credit):
    response = refund(finn, charge.tenancy, amount="161")
    assert "Så mycket har hemmet inte tillgodo." in text(response)
    assert 'value="utbetalning 4711"' in response.content.decode()
    assert not Payment.objects.filter(source="refund").exists()


def test_refund_page_tells_what_the_home_owes_and_reads_on_record(finn, cast, charge, credit):
    ChargeFactory(tenancy=charge.tenancy, month=date(2026, 2, 1), amount_ore=50_000)
    assert "Hemmet är skyldigt 500 kr" in text(finn.get(f"/hyror/tillgodo/{charge.tenancy_id}/aterbetala/"))
    assert AccessRecord.objects.filter(what="refund", person_id=charge.tenancy.holder_id).exists()


def test_refund_page_tells_what_of_the_homes_debts_was_written_off(finn, cast, charge, credit):
    other = ChargeFactory(tenancy=charge.tenancy, month=date(2026, 2, 1), amount_ore=50_000)
    facts = {"why": "x", "by": cast.finn, "on": book.TODAY}
    done = actions.ask_write_off(other, amount_ore=20_000, **facts)
    address = f"/hyror/tillgodo/{charge.tenancy_id}/aterbetala/"
    assert "200 kr av hemmets skulder är avskrivet" in text(finn.get(address))
    actions.revive(done, **facts)
    assert "avskrivet" not in text(finn.get(address))


# --- write-offs ------------------------------------------------------------------------------------------------------


def ask(client, charge, amount):
    path = f"/hyror/avier/{charge.pk}/skriv-av/"
    return client.post(path, {"amount": amount, "why": "dödsbo"}, follow=True)


def test_small_debt_is_written_off_at_once(finn, charge):
    assert "500 kr är avskrivet." in text(ask(finn, charge, "500"))
    assert "500 kr avskrivna" in text(finn.get(f"/hyror/avier/{charge.pk}/"))


def test_write_off_of_more_than_is_open_says_how_much_is(finn, charge):
    assert "6 840 kr är öppet på avin. Skriv av högst så mycket." in text(ask(finn, charge, "6 841"))


def test_large_debt_waits_for_the_manager_who_decides_with_the_ledger_beside(finn, miriam, charge):
    assert "Den väntar på en andra person" in text(ask(finn, charge, "6 840"))
    row = WriteOff.objects.get()
    path = f"/hyror/krav/avskrivningar/{row.pk}/"
    assert "Någon annan än den som begärde det beslutar." in text(finn.get(path))
    assert path in miriam.get("/hyror/krav/avskrivningar/").content.decode()
    book.imported(book.delivery(book.paid(charge, 84_000)))
    said = text(miriam.get(path))
    assert "Bara 6 000 kr är obetalt nu" in said
    assert "Vad hemmet är skyldigt Hyra, mars 2026 6 000 kr" in said
    answer = text(miriam.post(f"{path}besluta/", follow=True))
    assert "6 000 kr är avskrivet: det var allt som var obetalt." in answer
    assert "Någon hann före" in text(miriam.post(f"{path}besluta/", follow=True))


def test_manager_declines_with_a_reason(finn, miriam, charge):
    ask(finn, charge, "6 840")
    path = f"/hyror/krav/avskrivningar/{WriteOff.objects.get().pk}/avsla/"
    assert "Skriv skälet" in text(miriam.post(path, {"why": ""}))
    assert "Avskrivningen är avslagen." in text(miriam.post(path, {"why": "hen har lön"}, follow=True))
    assert "hen har lön" in text(finn.get(path.removesuffix("avsla/")))


def test_written_off_debt_is_claimed_again(finn, charge):
    ask(finn, charge, "500")
    path = f"/hyror/krav/avskrivningar/{WriteOff.objects.get().pk}/ta-tillbaka/"
    assert "Skulden krävs igen." in text(finn.post(path, {"why": "vill betala"}, follow=True))
    charge.refresh_from_db()
    assert charge.open_ore == 684_000
    assert "redan tillbakatagen" in text(finn.post(path, {"why": "igen"}))


# --- after the move --------------------------------------------------------------------------------------------------


@pytest.fixture
def left(cast):
    """Somebody who left on 10 September 2024 and owes the rent of that month, due on 30 August."""
    stay = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 9, 11), "end_reason": "other_home"}
    tenancy = TenancyFactory(case_worker=cast.alma, holder__name="Samira Daoud", **stay)
    days = dict.fromkeys(("printed_due_on", "statutory_due_on", "safe_due_on"), date(2024, 8, 30))
    ChargeFactory(tenancy=tenancy, month=date(2024, 9, 1), **days)
    return tenancy


def test_list_tells_the_last_days_of_each_debt(finn, left):
    said = text(finn.get("/hyror/krav/efter-flytten/"))
    assert "Ett hem är skyldigt 6 840 kr." in said
    # 10 September 2024 to 10 March 2026: 546 days (365 + 181)
    for word in ("flyttade tis 10 sep 2024", "546", "tor 10 sep", "mån 30 aug 2027"):
        assert word in said


def test_page_of_a_debt_says_by_when_to_sue_and_when_it_is_too_late(finn, left):
    path = f"/hyror/krav/efter-flytten/{left.pk}/"
    assert "Talan måste väckas senast tor 10 sep" in text(finn.get(path))
    Tenancy.objects.filter(pk=left.pk).update(ends_on=date(2024, 3, 10))  # 9 March 2026, a Monday, was the last day
    assert "För sent att väcka talan: de två åren gick ut mån 9 mar" in text(finn.get(path))


def test_running_stays_have_their_own_list(finn, left, charge):
    said = text(finn.get("/hyror/krav/efter-flytten/?show=running"))
    assert "Gamla hyror hos dem som bor kvar" in said
    assert str(charge.tenancy.apartment) in said
    assert str(left.apartment) not in said


def test_case_worker_sees_the_debts_of_the_own_homes_only(sign_in, left):
    assert "Ett hem är skyldigt" in text(sign_in("alma").get("/hyror/krav/efter-flytten/"))
    assert "Inga gamla skulder" in text(sign_in("elsa").get("/hyror/krav/efter-flytten/"))


def test_break_is_recorded_and_moves_the_clock(finn, left):
    path = f"/hyror/krav/efter-flytten/{left.pk}/"
    assert "Talan måste väckas senast tor 10 sep" in text(finn.get(path))
    form = {"kind": "suit", "happened_on": "2026-03-02", "note": "T 123-26"}
    said = text(finn.post(f"{path}avbrott/", form, follow=True))
    assert "Väckt i tid" in said
    assert "fre 2 mar 2029 sedan talan väcktes, mån 2 mar" in said
    assert "T 123-26" in said


@pytest.mark.parametrize(
    ("form", "place"), [({"happened_on": "2026-03-11"}, "__all__"), ({"note": ""}, "note"), ({"kind": "x"}, "kind")]
)
def test_break_needs_proof_and_a_day_that_has_come(finn, left, form, place):
    form = {"kind": "suit", "happened_on": "2026-03-02", "note": "T 123-26", **form}
    response = finn.post(f"/hyror/krav/efter-flytten/{left.pk}/avbrott/", form)
    assert list(response.context["form"].errors) == [place]
    assert not LimitationBreak.objects.exists()


def test_name_stands_on_the_page_and_in_the_record(finn, left):
    response = finn.get(f"/hyror/krav/efter-flytten/{left.pk}/")
    assert "Samira Daoud" in text(response)
    assert AccessRecord.objects.filter(what="claim", person_id=left.holder_id).count() == 1
    assert actions.prove_ledger(on=book.TODAY).mismatches == 0
