"""Names as they are searched and sorted, in SQL: the same expression makes a stored column and the query that asks it.

Without any extension of PostgreSQL: the embedded server has none. Every function used is immutable, as generated
columns demand.
"""

from dataclasses import dataclass
from functools import cache

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BooleanField, CharField, F, Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat, Lower
from django.db.models.sql import Query

TEXT = "\0"  # where the text comes in a statement; no text of the database is that

# Letters with marks, and the letters that people type who have no such key; all lower case.
MARKED = {
    "a": "åäàáâãā",
    "c": "çćč",
    "d": "đďð",
    "e": "éèêëēėęě",
    "g": "ğ",
    "i": "íìîïīı",
    "l": "łľ",
    "n": "ñńňņ",
    "o": "öóòôõøōő",
    "r": "řŕ",
    "s": "śšşș",
    "t": "ťţț",
    "u": "üúùûūůű",
    "y": "ýÿ",
    "z": "źžż",
}
LIGATURES = (("æ", "a"), ("œ", "o"), ("ß", "ss"), ("þ", "t"))
APART = r"[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u1680\u180e\u2000-\u206f\u3000\ufeff]+"  # neither letter nor figure

# Spellings that sound alike, in this order; the last steps leave the first letter and the consonants.
ALIKE = (
    (r"ph", "f"),
    (r"(sch|sj|sh)", "s"),
    (r"(ck|ch|kh)", "k"),
    (r"c(?=[eiy])", "s"),
    (r"q(u|v)", "kv"),
    (r"[cq]", "k"),
    (r"z", "s"),
    (r"[fvw]", "v"),
    (r"(dt|th)", "t"),
    (r"gh", "g"),
    (r"x", "ks"),
    (r"\my", "j"),
    (r"h\M", ""),
    (r"(.)\1+", r"\1"),
    (r"(?<=[a-z])[aeiouy]+", ""),
)


def _rewritten(text, pattern, by):
    return Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace", output_field=TextField())


def _trimmed(text):
    return Func(text, function="btrim", output_field=TextField())


def folded(text):
    """Lower case, without marks on letters, words apart by single spaces: `Åsa-Lena  Öberg` → `asa lena oberg`."""
    text = Lower(Func(text, function="normalize", output_field=TextField()))
    for sign, plain in LIGATURES:
        text = Func(text, Value(sign), Value(plain), function="replace", output_field=TextField())
    marked = "".join(MARKED.values())
    plain = "".join(letter * len(marks) for letter, marks in MARKED.items())
    text = Func(text, Value(marked), Value(plain), function="translate", output_field=TextField())
    return _trimmed(_rewritten(text, APART, " "))


def sounding(text):
    """What is left when spellings that sound alike are made one: `Christina Ericson` → `krstn erksn`."""
    text = folded(text)
    for pattern, by in ALIKE:
        text = _rewritten(text, pattern, by)
    return _trimmed(_rewritten(text, " +", " "))  # a lonely h has left nothing


def _words(text):
    """A text search vector of just these words: no dictionary, no parser that knows better."""
    array = Func(text, Value(" "), function="string_to_array", output_field=ArrayField(TextField()))
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())


def _column(form, names):
    text = Concat(*[part for name in names for part in (F(name), Value(" "))], output_field=TextField())
    return GeneratedField(expression=_words(form(text)), output_field=SearchVectorField(), db_persist=True)


def words_column(*names):
    """A stored column of the fields' words, for `begins`."""
    return _column(folded, names)


def sounds_column(*names):
    """A stored column of how the fields' words sound, for `sounds_like`."""
    return _column(sounding, names)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A text as the columns have it: its words, and how they sound."""

    words: list[str]
    sounds: list[str]


def spelled(text: str) -> Spelling:
    """What to ask the columns for. One query: the database alone knows how it folds."""
    statement, params = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [text if param == TEXT else param for param in params])
        words, sounds = cursor.fetchone()
    return Spelling(words.split(), sounds.split())


@cache
def _statement():
    """Made once: the expressions are long."""
    query = Query(None)
    query.add_annotation(folded(Value(TEXT)), "words")
    query.add_annotation(sounding(Value(TEXT)), "sounds")
    return query.get_compiler(DEFAULT_DB_ALIAS).as_sql()


def _asked(column: str, words: list[str], *, ending: str):
    """`column @@ 'sam:* & dao:*'`, the words in any order. They hold no sign that means anything in a query."""
    if not words:
        return Value(False, output_field=BooleanField())
    query = Func(Value(" & ".join(word + ending for word in words)), template="%(expressions)s::tsquery")
    return Func(F(column), query, template="(%(expressions)s)", arg_joiner=" @@ ", output_field=BooleanField())


def begins(column: str, asked: Spelling):
    """Each word that is asked for begins a word of the column."""
    return _asked(column, asked.words, ending=":*")


def sounds_like(column: str, asked: Spelling):
    """Each word that is asked for sounds like a word of the column."""
    return _asked(column, asked.sounds, ending="")


def sorted_column(name: str):
    """A stored column in Swedish order (… z å ä ö), byte by byte: no server of ours has a Swedish collation."""
    order = Func(Lower(name), Value("åäöéèüæø"), Value("{|}eey|}"), function="translate", output_field=TextField())
    return GeneratedField(expression=order, output_field=CharField(max_length=80, db_collation="C"), db_persist=True)
