"""The pages where homes are kept: forms keep what was typed, conflicts show, names stay with those who may know."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bolots import editing
from bolots.models import AccessRecord
from tenancies import actions, pictures
from tenancies.models import Apartment, Loan, OutOfUse, Photo, PropertyOwner, Tenant
from tests.factories import ApartmentFactory, TenancyFactory
from tests.tenancies import images

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
LIST = "/lagenheter/"


@pytest.fixture
def home():
    return ApartmentFactory(number="1203")


@pytest.fixture
def alma(sign_in):
    return sign_in("alma")


@pytest.fixture
def who(cast):
    return {"by": cast.alma, "on": TODAY}


def to(name, *args):
    return reverse(f"tenancies:{name}", args=args)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(client, path, **query):
    return text(client.get(path, query))


# --- facts ------------------------------------------------------------------------------------------------------------

TYPED = {
    "number": "1401",
    "street": "Banvägen 214",
    "postcode": "186 32",
    "town": "Vallentuna",
    "floor": "4",
    "tenure_form": "head_lease",
    "new_owner": "Brf Gåsen",
    "rooms": "2",
    "area_m2": "58",
    "head_rent_ore": "6 000,50",
    "head_starts_on": "1/1 2026",
    "head_last_on": "2026-12-31",
    "head_notice_months": "3",
}


def test_apartment_is_registered_in_one_form(alma):
    response = alma.post(to("apartment-register"), TYPED)
    home = Apartment.objects.get()
    assert response["Location"] == home.get_absolute_url()
    assert (home.head_rent_ore, home.head_starts_on, home.head_ends_on) == (600_050, date(2026, 1, 1), date(2027, 1, 1))
    shown = page(alma, home.get_absolute_url())
    assert (home.postcode, home.town) == ("186 32", "Vallentuna")
    for words in (
        "Banvägen 214<br>186 32 Vallentuna",
        "Brf Gåsen",
        "2 rum",
        "58 m²",
        "6 000,50 kr",
        "tor 31 dec",
        "3 månaders uppsägningstid",
    ):
        assert words in shown


def test_postcode_may_be_typed_in_any_of_the_usual_ways_or_left_out(alma):
    for number, typed, stored in (("1", "18632", "186 32"), ("2", "SE-186 32", "186 32"), ("3", "", "")):
        alma.post(to("apartment-register"), TYPED | {"number": number, "postcode": typed})
        assert Apartment.objects.get(number=number).postcode == stored


def test_owned_home_leaves_the_head_lease_out_whatever_was_typed(alma):
    alma.post(to("apartment-register"), TYPED | {"tenure_form": "owned", "head_notice_months": "x"})
    home = Apartment.objects.get()
    assert (home.head_rent_ore, home.head_starts_on, home.head_ends_on, home.head_notice_months) == (None,) * 4


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"new_owner": ""}, "owner", "Välj ägaren, eller skriv namnet på en annan."),
        ({"head_rent_ore": ""}, "head_rent_ore", "Skriv vad kommunen betalar för en hyrd lägenhet."),
        ({"head_rent_ore": "mycket"}, "head_rent_ore", ""),
        ({"head_starts_on": "i fjol"}, "head_starts_on", ""),
        ({"head_last_on": "2025-12-30"}, "__all__", "Förstahandskontraktet slutar efter den dag det börjar."),
        ({"number": "12345678901"}, "number", "10 tecken"),
        ({"rooms": "0"}, "rooms", ""),
        ({"postcode": "1863"}, "postcode", "Ett postnummer har fem siffror, som 186 30."),
    ],
)
def test_what_was_typed_survives_an_error(alma, wrong, field, sentence):
    response = alma.post(to("apartment-register"), TYPED | wrong)
    assert list(response.context["form"].errors) == [field]
    shown = text(response)
    assert sentence in shown
    for typed in (TYPED | wrong).values():
        assert f'value="{typed}"' in shown or typed == ""
    assert not Apartment.objects.exists()
    assert not PropertyOwner.objects.exists()


def test_two_homes_never_share_a_door(alma, home):
    typed = TYPED | {"number": home.number, "street": home.street}
    assert "Det finns redan en lägenhet med det numret" in text(alma.post(to("apartment-register"), typed))


def as_shown(client, path, **changed):
    """The form as it stands in the page, with something changed."""
    form = client.get(path).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, False)} | changed


def test_change_is_saved_and_can_be_undone(alma, home):
    typed = as_shown(alma, to("apartment-edit", home.pk), entry_code="9999", is_furnished="on")
    assert alma.post(to("apartment-edit", home.pk), typed).status_code == 302
    assert "9999" in page(alma, home.get_absolute_url())
    undo = alma.get(home.get_absolute_url()).context["undo"]
    back = alma.post(undo["url"], {"seen": undo["seen"], "back": undo["back"]})
    assert back["Location"] == home.get_absolute_url()
    home.refresh_from_db()
    assert (home.entry_code, home.is_furnished) == ("4719", False)
    assert alma.get(home.get_absolute_url()).context["undo"] is None


def test_second_of_two_editors_sees_both_versions_and_overwrites_nothing(alma, sign_in, home):
    path = to("apartment-edit", home.pk)
    typed = as_shown(alma, path, entry_code="1111", new_owner="Brf Gåsen")
    miriam = sign_in("miriam")
    miriam.post(path, as_shown(miriam, path, entry_code="2222"))
    shown = text(alma.post(path, typed))
    assert "Miriam" in shown
    assert "<td>2222</td><td>1111</td>" in shown
    home.refresh_from_db()
    assert home.entry_code == "2222"
    again = alma.post(path, typed | {"seen": editing.version(home)})
    assert again.status_code == 302
    home.refresh_from_db()
    assert (home.entry_code, home.owner.name) == ("1111", "Brf Gåsen")


# --- the board --------------------------------------------------------------------------------------------------------


def test_board_says_how_long_a_home_is_empty_and_what_that_cost(alma, who):
    home = ApartmentFactory(head_lease=True)
    TenancyFactory(apartment=home, ends_on=TODAY - timedelta(days=9), end_reason="unknown")
    closed = ApartmentFactory()
    actions.take_out_of_use(closed, reason="damage", starts_on=TODAY, ends_on=TODAY + timedelta(days=2), **who)
    shown = page(alma, LIST)
    for words in ("9 dagar, 1 775,34 kr", "1 är ur drift", "Skada", "Ur drift 1", "delat med 365", "ons 11 mar"):
        assert words in shown
    rows = alma.get(LIST, {"state": "out_of_use"}).context["rows"]
    assert [row["home"] for row in rows] == [closed]


def test_board_pages_by_key_and_loses_nothing_on_the_way(alma, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("tenancies.views.apartments.PAGE_SIZE", 4)
    for street, stairs in (("Banvägen 2", ""), ("Banvägen 2", "B"), ("Åvägen 1", "A"), ("Allén 10", "")):
        for _ in range(3):
            ApartmentFactory(street=street, staircase=stairs)
    order = list(Apartment.objects.order_by("street", "staircase", "number").values_list("pk", flat=True))
    seen, path = [], ""
    while True:
        context = alma.get(LIST + path).context
        seen.append([row["home"].pk for row in context["rows"]])
        if not (path := context["older"]):
            break
    assert seen == [order[:4], order[4:8], order[8:]]
    back = alma.get(LIST + context["newer"]).context
    assert [row["home"].pk for row in back["rows"]] == order[4:8]
    first = alma.get(LIST + back["newer"]).context
    assert [row["home"].pk for row in first["rows"]] == order[:4]
    assert first["newer"] == ""
    found = alma.get(LIST, {"q": "banvägen", "after": order[0]}).context["rows"]
    assert {row["home"].street for row in found} == {"Banvägen 2"}


@pytest.mark.parametrize("key", ["0", "x", "-1", "9" * 30, "٣"])
def test_place_that_does_not_exist_is_the_first_page(alma, home, key):
    for name in ("after", "before"):
        assert len(alma.get(LIST, {name: key}).context["rows"]) == 1


# --- history ----------------------------------------------------------------------------------------------------------


def test_history_is_one_list_of_stays_periods_and_emptiness(alma, cast, who):
    home = ApartmentFactory(head_lease=True, head_starts_on=date(2025, 1, 1))
    first = TenancyFactory(
        apartment=home,
        case_worker=cast.alma,
        starts_on=date(2025, 2, 1),
        ends_on=date(2025, 6, 1),
        end_reason="other_home",
    )
    actions.take_out_of_use(
        home, reason="repair", note="Nytt golv", starts_on=date(2025, 6, 11), ends_on=date(2025, 7, 1), **who
    )
    TenancyFactory(apartment=home, starts_on=date(2026, 3, 1), holder__name="Någon Annan")
    context = alma.get(home.get_absolute_url()).context
    assert [(row.kind, row.starts_on, row.last_on) for row in context["history"]] == [
        ("stay", date(2026, 3, 1), None),
        ("empty", date(2025, 7, 1), date(2026, 2, 28)),
        ("out", date(2025, 6, 11), date(2025, 6, 30)),
        ("empty", date(2025, 6, 1), date(2025, 6, 10)),
        ("stay", date(2025, 2, 1), date(2025, 5, 31)),
        ("empty", date(2025, 1, 1), date(2025, 1, 31)),
    ]
    years = dict(context["years"])
    assert (years[2025].days, years[2026].days) == (365, 68)
    assert (years[2025].occupied, years[2025].out_of_use, years[2025].empty) == (120, 20, 225)
    shown = page(alma, home.get_absolute_url())
    for words in (first.holder.name, "Tom 10 dagar", "Nytt golv", "inte ditt hem", "Har kostat 1 972,60 kr"):
        assert words in shown
    assert "Någon Annan" not in shown


# --- out of use -------------------------------------------------------------------------------------------------------


def test_home_is_taken_out_of_use_and_into_use_again(alma, home):
    typed = {"reason": "repair", "starts_on": "2026-03-01", "last_on": "", "note": "Nytt badrum"}
    assert alma.post(to("out-of-use-begin", home.pk), typed).status_code == 302
    period = OutOfUse.objects.get()
    assert "Ur drift: reparation" in page(alma, home.get_absolute_url())
    path = to("out-of-use-edit", period.pk)
    alma.post(path, as_shown(alma, path, last_on="i går"))
    period.refresh_from_db()
    assert period.ends_on == TODAY


def test_somebody_who_lives_there_is_named_as_the_conflict_not_by_name(alma, home):
    stay = TenancyFactory(apartment=home)
    typed = {"reason": "repair", "starts_on": "i dag", "last_on": "", "note": "Nytt badrum"}
    shown = text(alma.post(to("out-of-use-begin", home.pk), typed))
    assert "Någon bor där då: sedan ons 1 jan 2025." in shown
    assert 'value="Nytt badrum"' in shown
    assert stay.holder.name not in shown


def test_change_of_a_period_over_another_change_shows_both(alma, home, who):
    period = actions.take_out_of_use(home, reason="repair", starts_on=TODAY, **who)
    path = to("out-of-use-edit", period.pk)
    typed = as_shown(alma, path, note="Mitt")
    actions.edit_out_of_use(period, seen=None, reason="damage", note="Hennes", starts_on=TODAY, ends_on=None, **who)
    shown = text(alma.post(path, typed))
    assert "<td>Hennes</td><td>Mitt</td>" in shown
    assert "<td>Skada</td><td>Reparation</td>" in shown


def test_period_entered_by_mistake_goes_with_a_reason(alma, home, who):
    period = actions.take_out_of_use(home, reason="repair", starts_on=TODAY, **who)
    path = to("out-of-use-withdraw", period.pk)
    assert list(alma.post(path, {"why": ""}).context["form"].errors) == ["why"]
    assert alma.post(path, {"why": "fel lägenhet"}).status_code == 302
    assert "Ur drift:" not in page(alma, home.get_absolute_url())
    assert alma.get(path).status_code == 404


# --- keys and things --------------------------------------------------------------------------------------------------

KEY = {"kind": "key", "number": "2", "label": "A17", "whom": "tenant", "to": "", "issued_on": "i dag"}


@pytest.fixture
def stay(home, cast):
    return TenancyFactory(apartment=home, case_worker=cast.alma, holder__name="Samira Daoud")


def test_keys_go_to_the_tenant_and_come_back(alma, home, stay, cast):
    assert "Hyresgästen, Samira Daoud" in page(alma, to("loan-issue", home.pk))
    assert AccessRecord.objects.get(what="loan-issue").person_id == stay.holder_id
    alma.post(to("loan-issue", home.pk), KEY)
    loan = Loan.objects.get()
    assert (loan.tenancy, loan.to, loan.number) == (stay, "", 2)
    shown = page(alma, home.get_absolute_url())
    assert "Nyckel A17, 2 st" in shown
    assert "inte komma tillbaka innan" in text(alma.post(to("loan-return", loan.pk), {"returned_on": "2026-03-09"}))
    alma.post(to("loan-return", loan.pk), {"returned_on": "i dag"})
    shown = page(alma, home.get_absolute_url())
    assert "Inget är utlämnat." in shown
    assert "1 återlämnad" in shown
    assert "redan återlämnat" in text(alma.post(to("loan-return", loan.pk), {"returned_on": "i dag"}))


def test_who_may_not_know_of_the_home_hands_out_to_somebody_named_only(sign_in, home, stay):
    elsa = sign_in("elsa")
    shown = page(elsa, to("loan-issue", home.pk))
    assert "Samira" not in shown
    assert "Hyresgästen" not in shown
    assert elsa.post(to("loan-issue", home.pk), KEY).status_code == 200
    assert not Loan.objects.exists()
    shown = text(elsa.post(to("loan-issue", home.pk), KEY | {"whom": "other"}))
    assert "Skriv vem som kvitterar." in shown
    elsa.post(to("loan-issue", home.pk), KEY | {"whom": "other", "to": "Rörfirman"})
    assert Loan.objects.get().to == "Rörfirman"


def test_borrowers_are_named_to_those_who_may_know_of_the_home(sign_in, alma, home, stay, who):
    actions.issue_loan(home, tenancy=stay, kind="key", issued_on=TODAY, **who)
    actions.issue_loan(home, to="Farida Daoud", kind="key", issued_on=TODAY, **who)
    Tenant.objects.update(is_protected=True)
    for path in (home.get_absolute_url(), to("loan-list")):
        shown = page(alma, path)
        assert "Samira Daoud" in shown
        assert "Farida Daoud" in shown
        for other in ("elsa", "miriam"):
            assert "Daoud" not in page(sign_in(other), path)
    assert "Daoud" not in page(sign_in("finn"), home.get_absolute_url())


def test_what_former_tenants_have_not_returned_is_listed_apart(alma, home, stay, who, cast):
    other = TenancyFactory(case_worker=cast.alma)
    for tenancy in (stay, other):
        actions.issue_loan(tenancy.apartment, tenancy=tenancy, kind="key", issued_on=date(2026, 3, 1), **who)
    assert "Inget är kvar hos tidigare hyresgäster" in page(alma, to("loan-list"), show="left")
    actions.end_tenancy(stay, ends_on=TODAY, reason="own_lease", **who)
    mine = actions.issue_loan(stay.apartment, to="Rörfirman", kind="key", issued_on=TODAY, **who)
    shows = ("", "left", "others", "nonsense")
    every, left, others, same = (alma.get(to("loan-list"), {"show": show}).context["rows"] for show in shows)
    assert len(every) == len(same) == 3
    assert [row["loan"] for row in others] == [mine]
    assert [row["loan"].tenancy for row in left] == [stay]
    for path in (to("loan-list"), stay.apartment.get_absolute_url()):
        assert "har flyttat" in page(alma, path)


# --- photo ------------------------------------------------------------------------------------------------------------


def upload(client, home, data, name="IMG_0042 hos Samira.jpg"):
    return client.post(to("photo-change", home.pk), {"photo": SimpleUploadedFile(name, data, "image/jpeg")})


def test_photo_is_shown_by_a_name_that_tells_nothing_as_our_own_jpeg(alma, sign_in, home):
    assert upload(alma, home, images.from_a_phone()).status_code == 302
    photo = Photo.objects.get()
    path = to("photo", photo.key)
    assert path in page(sign_in("bosse"), home.get_absolute_url())
    answer = sign_in("bosse").get(path)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == f'inline; filename="{photo.key}.jpg"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content == bytes(photo.jpeg)
    assert images.PLACE.encode() not in answer.content
    assert "Samira" not in str(answer.headers)


def test_photo_is_for_those_who_may_see_the_register(alma, sign_in, client, home):
    upload(alma, home, images.a_photo())
    path = to("photo", Photo.objects.get().key)
    assert sign_in("axel").get(path).status_code == 403
    assert client.get(path).status_code == 302
    for who in ("bosse", "finn"):
        assert upload(sign_in(who), home, images.a_photo()).status_code == 403


def test_photo_is_replaced_and_removed_and_the_old_address_is_gone(alma, home):
    upload(alma, home, images.a_photo((30, 20)))
    old = to("photo", Photo.objects.get().key)
    upload(alma, home, images.a_photo((60, 20)))
    new = to("photo", Photo.objects.get().key)
    assert (alma.get(old).status_code, alma.get(new).status_code) == (404, 200)
    assert alma.post(to("photo-remove", home.pk)).status_code == 302
    assert alma.get(new).status_code == 404
    assert "Inget foto än." in page(alma, home.get_absolute_url())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><script>alert(1)</script></html>", "ingen bild som går att läsa"),
        (images.a_png_that_says(50_000, 50_000), "Bilden är för stor"),
        (b"", "tom"),
        (b"x" * (pictures.MAX_BYTES + 1), "Bilden är för stor"),
    ],
    ids=["html", "50 000 × 50 000", "nothing", "too many bytes"],
)
def test_hostile_upload_is_refused_in_a_sentence(alma, home, data, sentence):
    assert sentence in text(upload(alma, home, data))
    assert not Photo.objects.exists()
