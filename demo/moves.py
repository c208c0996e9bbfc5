"""Who moved before the story, and who moves in it. Months are counted from the day the story ends, as in `people`."""

from typing import NamedTuple

from .payers import FORGETFUL, SCATTERED
from .people import Household, Person, always


class Leaving(NamedTuple):
    """The last month and day in the home, why it ended and where the person went; `ground` of an eviction."""

    name: str
    month: int
    day: int
    reason: str
    to: str
    ground: str = ""


P, H = Person, Household

LEFT_LONG_AGO = (
    ("Allévägen 181", H("1102", P("Lars-Erik Pihl", 64, "0411", "m"), -88, owes=7), -40),
    ("Tuna torg 43", H("1301", P("Susann Grön", 46, "0902", "k"), -75, owes=6,
                       lump=(-3, 25_000, "Susann Grön")), -39),
    ("Åbyvägen 112 A", H("1301", P("Dragan Pavic", 53, "0126", "m"), -80, owes=5), -34),
    ("Gärdesvägen 139", H("1202", P("Mats Ingelsson", 50, "1008", "m"), -66, owes=6,
                          lump=(-1, 45_000, "Dödsboet efter Mats Ingelsson")), -27),
    ("Banvägen 214 C", H("1401", P("Kicki Sandberg", 41, "0730", "k"), -71, owes=4), -29),
)  # fmt: skip

LEAVING = (
    Leaving("Eva-Lena Strid", -17, 30, "own_lease", "own_lease"),
    Leaving("Kent Åkerblad", -13, 15, "evicted", "homeless", "rent"),
    Leaving("Mikael Frisk", -10, 23, "evicted", "homeless", "both"),
    Leaving("Monica Sjölin", -9, 13, "evicted", "more_support", "mismanagement"),
    Leaving("Patrik Lundell", -6, 19, "evicted", "no_contact", "rent"),
    Leaving("Bengt Oskarsson", -4, 29, "more_support", "more_support"),
)
# Of the four evicted, two got more extensive support, and two are no longer in contact.
FOLLOWED_UP = (  # name, months after the end, how the person lives, note
    ("Eva-Lena Strid", 6, "own_lease", "Trivs. Hyran betalas i tid."),
    ("Eva-Lena Strid", 12, "own_lease", ""),
    ("Kent Åkerblad", 6, "more_support", "Stödboende med personal dygnet runt."),
    ("Kent Åkerblad", 12, "more_support", ""),
    ("Mikael Frisk", 6, "no_contact", "Svarar inte på brev. Ingen känd adress."),
    ("Monica Sjölin", 6, "more_support", "Bor kvar på boendet."),
)

COMING = (
    ("Banvägen 214 C", H("1401", P("Mirjam Tesfay", 32, "0503", "k", "en"), -20)),
    ("Gärdesvägen 139", H("1201", P("Rickard Hult", 45, "0818", "m"), -15, always(FORGETFUL))),
    ("Olsborgsvägen 96 B", H("1203", P("Sara Wikman", 28, "1114", "k"), -11)),
    ("Banvägen 214 C", H("1203", P("Ali Rahimi", 35, "0109", "m"), -8, always(FORGETFUL))),
    ("Åbyvägen 112 A", H("1301", P("Tove Lindahl", 24, "0623", "k"), -6, always(SCATTERED))),
    ("Bällstabergsvägen 207", H("1101", P("Niklas Berger", 33, "0319", "m"), -4)),
)
