"""Names in SQL: folded for spelling, alike for sound, in Swedish order; and what is stored answers what is asked."""

import unicodedata

import pytest
from django.db import connection
from django.db.models import F, Value
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tenancies.models import Tenant
from tenancies.spelling import Spelling, begins, folded, sounding, sounds_like, spelled
from tests.factories import TenantFactory

pytestmark = pytest.mark.django_db


def in_sql(expression):
    TenantFactory()
    return Tenant.objects.values_list(expression, flat=True)[0]


def found(asked, *names, by=begins, column="search_words"):
    for name in names:
        TenantFactory(name=name)
    return list(Tenant.objects.filter(by(column, spelled(asked))).order_by("sort_name").values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Åsa Öberg", "asa oberg"),
        ("ÅSA-LENA  ÖBERG", "asa lena oberg"),
        ("Édith Æbeltoft", "edith abeltoft"),
        ("  O’Brien, Séan (Jr) ", "o brien sean jr"),
        ("Łukasz Şahin Müller Søren", "lukasz sahin muller soren"),
        (unicodedata.normalize("NFD", "Åsa Öberg"), "asa oberg"),
        ("سميرة داود", "سميرة داود"),
        ("a\u3000b\u2028c\u00a0d\tf", "a b c d f"),
        ("' & | ! :* () <->", ""),
        ("", ""),
    ],
)
def test_name_is_folded_to_plain_words(name, plain):
    assert in_sql(folded(Value(name))) == plain


ALIKE = [
    ("Kristina", "Christina"),
    ("Eriksson", "Ericson"),
    ("Mohammed", "Muhammad"),
    ("Wall", "Vall"),
    ("Sofia", "Sophia"),
    ("Daoud", "Doaud"),
    ("Lindqvist", "Lindkvist"),
    ("Lindquist", "Lindqvist"),
    ("Carl Gustaf", "Karl Gustav"),
    ("Schmidt", "Smitt"),
    ("Elisabeth", "Elizabet"),
    ("Sara", "Sarah"),
    ("Yusuf", "Jusuf"),
    ("Khalid", "Chalid"),
    ("Cecilia", "Sesilia"),
    ("Max Alexandersson", "Maks Aleksanderson"),
    ("Åkerström", "Akerstrom"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_that_sound_alike_are_one(one, other):
    assert in_sql(sounding(Value(one))) == in_sql(sounding(Value(other)))


@pytest.mark.parametrize(("one", "other"), [("Anna", "Hanna"), ("Eva", "Ava"), ("Sten", "Sven"), ("Ali", "Alim")])
def test_first_letter_and_consonants_stay_apart(one, other):
    assert in_sql(sounding(Value(one))) != in_sql(sounding(Value(other)))


@pytest.mark.parametrize("asked", ["sam dao", "DAO sam", "daoud, samira", "samira-daoud", "Sámira"])
def test_beginnings_of_words_are_found_in_any_order(asked):
    assert found(asked, "Samira Daoud", "Sam Andersson", "Dao Ming") == ["Samira Daoud"]


@pytest.mark.parametrize("asked", ["amira", "samira x", "Samiras"])
def test_insides_of_words_and_words_too_many_find_nothing(asked):
    assert found(asked, "Samira Daoud") == []


def test_asa_oberg_is_found_without_a_swedish_keyboard():
    assert found("Asa oberg", "Åsa Öberg", "Asta Oberg") == ["Åsa Öberg"]


def test_preferred_name_is_found_too():
    TenantFactory(name="Mohammed Hassan", preferred_name="Hasse")
    assert found("hasse") == ["Mohammed Hassan"]


@pytest.mark.parametrize(("asked", "name"), ALIKE)
def test_name_is_found_by_its_sound(asked, name):
    assert found(asked, name, "Ulla Nordin", by=sounds_like, column="search_sounds") == [name]


def test_names_come_in_swedish_order():
    names = ["Andersson", "Édith", "Wall", "Zorn", "Åberg", "Åkesson", "Ärlig", "Öberg"]
    for name in reversed(names):
        TenantFactory(name=name)
    assert list(Tenant.objects.order_by("sort_name").values_list("name", flat=True)) == names


def test_change_of_name_changes_what_finds_it():
    tenant = TenantFactory(name="Anna Ek")
    Tenant.objects.filter(pk=tenant.pk).update(name="Anna Alm")
    assert (found("ek"), found("alm")) == ([], ["Anna Alm"])


def test_columns_for_searching_are_no_part_of_the_history():
    tenant = TenantFactory(name="Anna Ek")
    assert not {"search_words", "search_sounds", "sort_name"} & {f.name for f in tenant.events.model._meta.fields}
    assert tenant.events.get().name == "Anna Ek"


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (begins("search_words", Spelling(["sam", "dao"], [])), "tenant_words"),
        (sounds_like("search_sounds", Spelling([], ["smr", "dd"])), "tenant_sounds"),
    ],
)
def test_search_can_use_its_index(question, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert index in Tenant.objects.filter(question).explain()


class TestAnyText(TestCase):
    @settings(max_examples=200, deadline=None)
    @given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80))
    def test_whatever_is_a_name_is_found_by_itself_and_whatever_is_asked_is_a_question(self, text):
        asked = {"search_words": (begins, folded), "search_sounds": (sounds_like, sounding)}
        tenant = TenantFactory(name=text)
        for column, (by, form) in asked.items():
            has_words = Tenant.objects.annotate(words=form(F("name"))).get(pk=tenant.pk).words != ""
            assert Tenant.objects.filter(by(column, spelled(text)), pk=tenant.pk).exists() == has_words
