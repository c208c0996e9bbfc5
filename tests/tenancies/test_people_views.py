"""Personer: who sees what, each form, two people at one tenant, and the emergency."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bolots import editing
from bolots.models import AccessRecord
from tenancies import actions
from tenancies.models import Caution, Child, Consent, Contact, Involvement, Reminder, Tenant
from tests.factories import TenancyFactory, TenantFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
NEXT_YEAR = date(2027, 3, 10)


@pytest.fixture
def stay(cast):
    stay = TenancyFactory(
        case_worker=cast.alma,
        holder__name="Samira Daoud",
        holder__personal_number="191212121212",
        holder__phone="070-111 22 33",
        holder__email="sami@example.se",
        holder__preferred_name="Sami",
        holder__contact_way="sms",
        holder__payer="trustee",
        holder__target_group="psychiatric",
        involved=[cast.bosse],
    )
    who = {"by": cast.alma, "on": TODAY}
    actions.add_child(stay.holder, birth_year=2015, residence="alternating", **who)
    actions.set_caution(
        stay.holder, kind="two_people", reason="hunden", from_on=TODAY, until_on=date(2026, 6, 1), by=cast.alma
    )
    contact = actions.add_contact(stay.holder, kind="trustee", name="Kerstin Lind", phone="070-174 06 33", **who)
    actions.give_consent(contact, what="skulden", given_on=TODAY, until_on=NEXT_YEAR, **who)
    return stay


KEYS = {"child", "contact", "consent", "caution"}


def url(stay, name="tenancy-people", **more):
    return reverse(f"tenancies:{name}", kwargs={"pk": stay.pk, **more})


def main(response):
    html = response.content.decode().replace("\xa0", " ")
    return html[html.index("<main") : html.index("</main>")]


def shown(client, stay, name="tenancy-people", **more):
    response = client.get(url(stay, name, **more))
    assert response.status_code == 200
    return main(response)


# --- who sees what ----------------------------------------------------------------------------------------------------

SOCIAL = ("Sami<", "070-111 22 33", "sami@example.se", "Sms", "Person med psykisk", "2015", "hunden", "Kerstin Lind")


@pytest.mark.parametrize(
    ("who", "seen", "hidden"),
    [
        ("alma", ["Samira Daoud", "191212121212", "God man", "skulden", *SOCIAL], []),
        ("bosse", ["Samira Daoud", "God man", *SOCIAL], ["191212121212", "Ändra"]),
        ("finn", ["Samira Daoud", "191212121212", "God man"], [*SOCIAL, "skulden", "Ändra"]),
        ("miriam", ["Samira Daoud", "191212121212", *SOCIAL], []),
    ],
)
def test_each_role_sees_its_part_of_the_people(sign_in, stay, who, seen, hidden):
    html = shown(sign_in(who), stay)
    assert [words for words in seen if words not in html] == []
    assert [words for words in hidden if words in html] == []


def test_target_group_stands_on_this_page_only(sign_in, stay):
    alma = sign_in("alma")
    for path in (stay.get_absolute_url(), "/hyresforhallanden/", "/lagenheter/", "/mina/"):
        response = alma.get(path)
        assert response.status_code == 200
        assert "psykisk" not in response.content.decode()


def test_page_is_not_found_from_elsewhere_and_forbidden_to_the_administrator(sign_in, stay):
    seen = {name: sign_in(name).get(url(stay)).status_code for name in ("elsa", "billie", "axel")}
    assert seen == {"elsa": 404, "billie": 404, "axel": 403}


def test_contact_without_a_valid_consent_says_that_nothing_may_be_told(sign_in, stay, set_today):
    assert "Inget får lämnas ut" not in shown(sign_in("alma"), stay)
    set_today(NEXT_YEAR)
    html = shown(sign_in("alma"), stay)
    assert "Inget får lämnas ut" in html
    assert "Samtycket gäller inte längre" in html


def test_what_is_over_is_folded_away(sign_in, stay):
    Child.objects.update(left_on=TODAY)
    Contact.objects.update(ended_on=TODAY)
    Caution.objects.update(ended_on=TODAY)
    html = shown(sign_in("alma"), stay)
    for words in (
        "1 som inte finns här längre",
        "1 tidigare kontakt",
        "1 som inte gäller längre",
        "Inga barn är kända",
    ):
        assert words in html


# --- forms ------------------------------------------------------------------------------------------------------------


def filled(client, path, **fields):
    """What the browser sends: the form as it stands, with some fields changed."""
    form = client.get(path).context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return sent | fields


def saved(client, stay, view="people-edit", said=None, /, **parts_and_fields):
    """The answer to the form of a page, filled in and sent; the page is found by the keys of its rows."""
    path = url(stay, view, **{key: parts_and_fields.pop(key) for key in KEYS & set(parts_and_fields)})
    response = client.post(path, filled(client, path, **parts_and_fields), follow=True)
    assert said is None or said in response.content.decode()
    return response


@pytest.mark.parametrize("typed", ["20000229-9808", "000229-9808", "0002299808", "200002299808", " 000229 - 9808 "])
def test_personal_number_is_typed_as_people_write_it(sign_in, stay, typed):
    saved(sign_in("alma"), stay, personal_number=typed)
    assert Tenant.objects.get(pk=stay.holder_id).personal_number == "200002299808"


def test_tenant_is_saved_and_the_change_can_be_taken_back(sign_in, stay):
    alma = sign_in("alma")
    html = main(saved(alma, stay, "people-edit", "Hyresgästen är sparad.", payer="self", language="so"))
    assert "Somaliska" in html
    assert "Ångra" in html
    undo = {"seen": editing.version(stay.holder), "back": url(stay)}
    alma.post(reverse("tenancies:undo", args=["tenant", stay.holder_id]), undo)
    stay.holder.refresh_from_db()
    assert (stay.holder.payer, stay.holder.language) == ("trustee", "sv")


def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, stay):
    other = TenantFactory(personal_number="198501019809")
    response = saved(sign_in("alma"), stay, personal_number="121212-1213", name="", email="ingen adress")
    html = main(response)
    assert response.status_code == 422
    for words in ("121212-1213", "ingen adress", "sista siffran", "Namn"):
        assert words in html
    response = saved(sign_in("alma"), stay, personal_number=other.personal_number)
    assert "redan en hyresgäst" in main(response)
    stay.holder.refresh_from_db()
    assert stay.holder.personal_number == "191212121212"


def test_second_person_is_told_and_sees_both_versions(sign_in, stay, cast):
    alma = sign_in("alma")
    path = url(stay, "people-edit")
    sent = filled(alma, path, phone="070-222 22 22")
    actions.edit_tenant(stay.holder, phone="070-333 33 33", by=cast.miriam, on=TODAY)
    response = alma.post(path, sent)
    html = main(response)
    for words in ("070-222 22 22", "070-333 33 33"):
        assert words in html
    stay.holder.refresh_from_db()
    assert stay.holder.phone == "070-333 33 33"
    form = response.context["form"]
    again = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    assert alma.post(path, again).status_code == 302
    stay.holder.refresh_from_db()
    assert stay.holder.phone == "070-222 22 22"


def test_child_is_added_changed_and_removed(sign_in, stay):
    alma = sign_in("alma")
    saved(alma, stay, "child-add", "Barnet är sparat.", birth_year="2020", residence="visits")
    child = Child.objects.get(birth_year=2020)
    html = main(saved(alma, stay, "child-edit", child=child.pk, residence="full_time", left_on="10/3"))
    child.refresh_from_db()
    assert (child.residence, child.left_on) == ("full_time", TODAY)
    assert "född 2020, inte här sedan" in html
    refused = saved(alma, stay, "child-add", birth_year="1500")
    assert refused.status_code == 422
    assert "1500" in main(refused)
    assert Child.objects.count() == 2


def test_caution_is_set_and_ended_with_a_reason(sign_in, stay):
    alma = sign_in("alma")
    facts = {"kind": "call_first", "reason": "ring först", "from_on": "2026-03-10"}
    too_long = saved(alma, stay, "caution-add", **facts, until_on="2027-05-01")
    assert "högst ett år" in main(too_long)
    assert "ring först" in main(too_long)
    saved(alma, stay, "caution-add", **facts, until_on="2026-04-01")
    row = Caution.objects.get(reason="ring först")
    assert saved(alma, stay, "caution-end", caution=row.pk, why="").status_code == 422
    saved(alma, stay, "caution-end", caution=row.pk, why="behövs inte")
    row.refresh_from_db()
    assert row.ended_on == TODAY


def test_contact_and_consent_are_written_down_and_taken_back(sign_in, stay):
    alma = sign_in("alma")
    saved(alma, stay, "contact-add", "Kontakten är sparad.", kind="next_of_kin", name="Bror Daoud", phone="1")
    contact = Contact.objects.get(name="Bror Daoud")
    assert "Inget får lämnas ut" in shown(alma, stay)
    said = {"what": "när jag ligger efter", "given_on": "2026-03-09", "until_on": "2026-09-01"}
    saved(alma, stay, "consent-add", contact=contact.pk, **said)
    consent = Consent.objects.get(contact=contact)
    assert "när jag ligger efter" in shown(alma, stay)
    refused = saved(alma, stay, "consent-take-back", consent=consent.pk, withdrawn_on="2026-03-01")
    assert "innan det gavs" in main(refused)
    saved(alma, stay, "consent-take-back", consent=consent.pk, withdrawn_on="2026-03-10")
    assert not Consent.objects.valid_on(TODAY).filter(pk=consent.pk)
    saved(alma, stay, "contact-edit", contact=contact.pk, ended_on="2026-03-10")
    assert "1 tidigare kontakt" in shown(alma, stay)


def test_rows_of_other_tenants_are_not_found(sign_in, stay, cast):
    other = TenancyFactory(case_worker=cast.alma)
    who = {"by": cast.alma, "on": TODAY}
    child = actions.add_child(other.holder, birth_year=2019, **who)
    contact = actions.add_contact(other.holder, kind="other", name="Y", **who)
    consent = actions.give_consent(contact, what="x", given_on=TODAY, until_on=NEXT_YEAR, **who)
    caution = actions.set_caution(
        other.holder, kind="other", reason="x", from_on=TODAY, until_on=NEXT_YEAR, by=cast.alma
    )
    alma = sign_in("alma")
    for name, parts in (
        ("child-edit", {"child": child.pk}),
        ("contact-edit", {"contact": contact.pk}),
        ("consent-add", {"contact": contact.pk}),
        ("consent-take-back", {"consent": consent.pk}),
        ("caution-end", {"caution": caution.pk}),
    ):
        assert alma.get(url(stay, name, **parts)).status_code == 404


# --- protected identity -----------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(stay):
    Tenant.objects.filter(pk=stay.holder_id).update(is_protected=True)
    return stay


def test_protection_is_set_with_a_reason(sign_in, stay):
    alma = sign_in("alma")
    assert saved(alma, stay, "protection-edit", is_protected="1", why="").status_code == 422
    saved(alma, stay, "protection-edit", "Skyddet är sparat.", is_protected="1", why="hot")
    stay.holder.refresh_from_db()
    assert stay.holder.is_protected
    saved(alma, stay, "protection-edit", is_protected="", why="inget hot")
    stay.holder.refresh_from_db()
    assert not stay.holder.is_protected


@pytest.mark.parametrize("who", ["finn", "miriam"])
def test_hidden_person_s_page_tells_nothing_but_the_way_to_open_it(sign_in, hidden, who):
    html = shown(sign_in(who), hidden)
    secrets = ["Samira", "Daoud", "191212121212", "070-111 22 33", "hunden", "2015", "Kerstin", "psykisk"]
    assert [word for word in [*secrets, hidden.apartment.street] if word in html] == []
    assert "Öppna i en nödsituation" in html


@pytest.mark.parametrize("name", ["people-edit", "child-add", "contact-add", "caution-add", "protection-edit"])
def test_nobody_changes_a_person_whom_they_may_not_know(sign_in, hidden, name):
    assert sign_in("miriam").get(url(hidden, name)).status_code == 404
    assert sign_in("miriam").post(url(hidden, name), {"name": "x", "why": "x"}).status_code == 404


def test_emergency_needs_a_reason_and_then_shows_the_person(sign_in, hidden, cast):
    miriam = sign_in("miriam")
    refused = miriam.post(url(hidden, "people-open"), {"why": ""})
    assert refused.status_code == 422
    assert "Samira" not in main(refused)
    assert not Involvement.objects.filter(why="break_glass")
    opened = miriam.post(url(hidden, "people-open"), {"why": "hotad vid dörren"}, follow=True)
    for words in ("Samira Daoud", "070-111 22 33", "Öppet för dig till midnatt"):
        assert words in opened.content.decode().replace("\xa0", " ")
    assert Reminder.objects.get(kind="protected_opened").owner == cast.alma
    assert AccessRecord.objects.filter(user_id=cast.miriam.pk, what="break-glass").count() == 1
    again = miriam.post(url(hidden, "people-open"), {"why": "igen"})
    assert again.status_code == 422
    assert Reminder.objects.count() == 1


def test_emergency_is_not_found_from_elsewhere(sign_in, hidden):
    assert sign_in("elsa").post(url(hidden, "people-open"), {"why": "nyfiken"}).status_code == 404
    assert not Involvement.objects.filter(why="break_glass")


def test_manager_names_a_reader_without_knowing_who_it_is_and_takes_it_back(sign_in, hidden, cast):
    miriam = sign_in("miriam")
    sent = {"user": cast.finn.pk, "from_on": "2026-03-10", "until_on": "2026-04-01", "why": "sköter hyran"}
    refused = miriam.post(url(hidden, "reader-add"), sent | {"until_on": "2026-03-10"})
    assert "högst ett år" in main(refused)
    assert "Finn" in main(miriam.post(url(hidden, "reader-add"), sent, follow=True))
    assert "Samira Daoud" in shown(sign_in("finn"), hidden)
    assert "Samira" not in shown(miriam, hidden)
    reader = hidden.involvements.get(why="reader")
    miriam.post(url(hidden, "reader-end", reader=reader.pk))
    assert "Samira" not in shown(sign_in("finn"), hidden)
    said = miriam.post(url(hidden, "reader-end", reader=reader.pk), follow=True)
    assert "inte namngiven läsare längre" in said.content.decode()


def test_manager_cannot_name_herself_and_case_worker_names_nobody(sign_in, hidden, cast):
    sent = {"user": cast.miriam.pk, "from_on": "2026-03-10", "until_on": "2026-04-01", "why": "x"}
    assert sign_in("miriam").post(url(hidden, "reader-add"), sent).status_code == 422
    assert sign_in("alma").post(url(hidden, "reader-add"), sent).status_code == 403
    assert not hidden.involvements.filter(why="reader")


def test_change_of_a_hidden_person_is_not_undone_by_whoever_no_longer_knows(sign_in, stay, cast):
    actions.edit_protection(stay.holder, is_protected=True, why="hot", by=cast.miriam, on=TODAY)
    undo = {"seen": editing.version(stay.holder), "back": "/"}
    path = reverse("tenancies:undo", args=["tenant", stay.holder_id])
    assert sign_in("miriam").post(path, undo).status_code == 404
    until = TODAY + timedelta(days=1)
    actions.name_reader(stay, cast.elsa, from_on=TODAY, until_on=until, why="jour", by=cast.miriam, on=TODAY)
    assert "Samira Daoud" in shown(sign_in("elsa"), stay)
