"""Every word has its Swedish, and the papers made from the code are those of today."""

from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command


def test_no_word_is_without_its_swedish():
    call_command("catalogue", check=True)


def test_data_dictionary_is_that_of_the_models():
    call_command("data_dictionary", check=True)


def test_one_english_word_is_one_swedish_word_in_all_apps():
    """The catalogues become one: where they differ, the first would win in every app."""
    said = {}
    for locale in settings.LOCALE_PATHS:
        with (locale / "sv" / "LC_MESSAGES" / "django.po").open("rb") as file:
            for message in read_po(file, locale="sv"):
                if message.id:
                    said.setdefault((message.context, message.id), set()).add(message.string)
    assert {key: words for key, words in said.items() if len(words) > 1} == {}
