"""The households of the story. Every name, number and fate is invented.

Months are counted from the day the story ends: 0 is that day's month, −12 the same month a year before.
"""

from dataclasses import dataclass
from datetime import date

from tenancies.rules import personal_number

from .payers import AUTOGIRO, FORGETFUL, HALF_THEN_REST, LAST_MINUTE, MOST, NEVER, OLD_RENT, ON_TIME, SCATTERED, Habit

Habits = tuple[tuple[int, Habit], ...]
EARLIEST = -999
CAME_LONG_AGO = -61
FULL_TIME, BY_TURNS, VISITS = "full_time", "alternating", "visits"
NEWEST_RENT, LAST_NIGHT = "newest rent", "last night"


@dataclass(frozen=True)
class Person:
    """`age` in the year the story ends; `birthday`: month and day; `sex`: k (woman) or m."""

    name: str
    age: int
    birthday: str
    sex: str
    language: str = "sv"
    called: str = ""
    is_protected: bool = False
    children: tuple[tuple[int, str], ...] = ()  # age and residence


@dataclass(frozen=True)
class Household:
    """A tenancy: who, behind which door, since when, and how the rent is paid.

    `owes`: whole rents unpaid when the story begins. `lapses`: (month, days late) of single rents, None: not at all.
    `instalment`: (from month, kronor a month) on the oldest debt. `lump`: (month, kronor, payer) once. `fails`: leaves
    the newest rent unpaid that can have had a visit when the story ends, or becomes late in its last night.
    """

    door: str
    person: Person
    came: int = CAME_LONG_AGO
    habits: Habits = ((EARLIEST, ON_TIME),)
    owes: int = 0
    lapses: tuple[tuple[int, int | None], ...] = ()
    instalment: tuple[int, int] | None = None
    lump: tuple[int, int, str] | None = None
    payer: str = ""
    swaps_digits: bool = False
    writes_text: bool = False
    fails: str = ""

    def habit(self, month: int) -> Habit:
        for late, days in self.lapses:
            if late == month:
                return NEVER if days is None else Habit(days, days)
        return [habit for since, habit in self.habits if since <= month][-1]


def always(habit: Habit) -> Habits:
    return ((EARLIEST, habit),)


def until(month: int, habit: Habit, then: Habit = ON_TIME) -> Habits:
    """The habit before that month, and another one from it on."""
    return ((EARLIEST, habit), (month, then))


def number_for(person: Person, year: int, nth: int) -> str:
    """A personal number that nobody has: Skatteverket keeps the birth numbers 980–999 for tests."""
    serial = 980 + nth % 10 * 2 + (person.sex == "m")
    base = f"{year - person.age}{person.birthday}{serial}"
    return next(base + digit for digit in "0123456789" if personal_number.is_valid(base + digit))


def birth_year(age: int, on: date) -> int:
    return on.year - age


P, H = Person, Household

RESIDENTS = {
    "Olsborgsvägen 96 A": (
        H("1001", P("Ann-Sofie Lindgren", 55, "0312", "k"), -74),
        H("1101", P("Tommy Ekdahl", 47, "0928", "m"), habits=always(FORGETFUL)),
        H("1102", P("Jimmy Wallén", 34, "0117", "m"), -44,
          ((EARLIEST, MOST), (-12, NEVER), (-4, ON_TIME)), owes=7, instalment=(-3, 2_500),
          lump=(-2, 54_000, "Vallentuna kommun, försörjningsstöd")),
        H("1201", P("Birgitta Norén", 63, "0604", "k"), -88),
    ),
    "Olsborgsvägen 96 B": (
        H("1003", P("Conny Sjödahl", 51, "1122", "m"), -57, until(-4, MOST), owes=7, instalment=(-3, 1_800),
          lump=(-1, 26_000, "Conny Sjödahl")),
        H("1103", P("Amina Warsame", 33, "0210", "k", "so",
            children=((9, FULL_TIME), (6, FULL_TIME), (2, FULL_TIME))), -39,
          until(-5, HALF_THEN_REST), lapses=((0, 12),)),
        H("1104", P("Robin Hagelin", 24, "0819", "m"), -31, always(SCATTERED)),
        H("1203", P("Kent Åkerblad", 58, "0430", "m"), -66, until(-18, MOST, NEVER), owes=9),
    ),
    "Olsborgsvägen 96 C": (
        H("1005", P("Maj-Britt Öhrn", 69, "1203", "k"), -95, payer="Kerstin Lind, god man"),
        H("1105", P("Fredrik Stenqvist", 42, "0725", "m"), -50, always(FORGETFUL)),
        H("1205", P("Sandra Lövgren", 29, "0316", "k", children=((11, VISITS), (4, BY_TURNS))), -36,
          until(-4, MOST), owes=5, lump=(-4, 42_000, "Vallentuna kommun, försörjningsstöd")),
        H("1206", P("Emil Tallberg", 21, "1009", "m"), -27, always(SCATTERED)),
    ),
    "Banvägen 214 A": (
        H("1001", P("Leif Brolund", 60, "0214", "m"), -70),
        H("1101", P("Marika Heikkinen", 45, "0601", "k", "fi"), habits=always(AUTOGIRO)),
        H("1201", P("Stefan Dahlqvist", 39, "1130", "m"), -48, until(-5, MOST, NEVER), owes=8),
        H("1301", P("Yvonne Kjellman", 53, "0508", "k"), -79, lapses=((-14, 9), (-8, 11), (-4, 10))),
    ),
    "Banvägen 214 C": (
        H("1003", P("Hassan Darwich", 49, "0905", "m", "ar"), -33),
        H("1103", P("Pia Roslund", 50, "0123", "k"), habits=always(FORGETFUL)),
        H("1203", P("Mikael Frisk", 44, "0811", "m"), -52, always(MOST), owes=5),
    ),
    "Allévägen 181": (
        H("1001", P("Roger Palmqvist", 57, "0629", "m"), -83, until(-14, AUTOGIRO, OLD_RENT)),
        H("1002", P("Lena Sundh", 48, "1017", "k"), -45, always(LAST_MINUTE), swaps_digits=True),
        H("1101", P("Jonas Hedvall", 36, "0303", "m"), habits=always(FORGETFUL)),
        H("1102", P("Elin Sandell", 31, "0712", "k", is_protected=True), -29, lapses=((-1, 17),)),
        H("1201", P("Göran Thunell", 66, "0520", "m"), -90),
        H("1202", P("Denise Falk", 27, "1225", "k"), -28, always(SCATTERED)),
    ),
    "Tuna torg 43": (
        H("1101", P("Peter Rydén", 46, "0415", "m"), -58, until(-3, MOST), owes=7,
          lump=(-2, 31_000, "Peter Rydén")),
        H("1102", P("Nadja Ilic", 38, "0908", "k", "en"), -35),
        H("1201", P("Anders Viklund", 52, "0222", "m"), habits=always(FORGETFUL)),
        H("1202", P("Rasmus Enell", 22, "1106", "m"), -26, always(SCATTERED)),
        H("1301", P("Carina Mossberg", 54, "0718", "k"), -37, until(-4, MOST), owes=8, instalment=(-4, 3_000),
          lump=(-2, 33_000, "Carina Mossberg")),
        H("1302", P("Ulf Granath", 61, "0327", "m", called="Uffe"), -64, always(LAST_MINUTE), writes_text=True),
    ),
    "Åbyvägen 112 A": (
        H("1001", P("Håkan Löv", 59, "0813", "m"), -60, always(SCATTERED), owes=1),
        H("1101", P("Therese Ahlin", 35, "1029", "k"), -41),
        H("1201", P("Samir Haddad", 43, "0105", "m", "en"), habits=always(FORGETFUL)),
        H("1301", P("Monica Sjölin", 56, "0616", "k"), -32, owes=1),
    ),
    "Åbyvägen 112 B": (
        H("1002", P("Bengt Oskarsson", 71, "0407", "m"), -99, always(AUTOGIRO)),
        H("1102", P("Daniel Kvist", 26, "0926", "m"), -30, ((EARLIEST, ON_TIME), (-10, NEVER), (-3, ON_TIME)),
          lump=(-3, 31_000, "Anna Kvist")),
        H("1202", P("Inger Fors", 64, "0519", "k"), -72),
        H("1302", P("Jenny Backlund", 37, "1213", "k"), habits=always(FORGETFUL), fails=NEWEST_RENT),
    ),
    "Bällstabergsvägen 207": (
        H("1001", P("Tobias Nyman", 30, "0221", "m"), -34, always(SCATTERED)),
        H("1002", P("Kerstin Holmén", 62, "0830", "k"), -76),
        H("1101", P("Patrik Lundell", 41, "1102", "m"), -47, until(-10, MOST, NEVER), owes=6),
        H("1102", P("Lisbeth Ottosson", 67, "0610", "k"), -92, always(AUTOGIRO)),
        H("1201", P("Marcus Engdahl", 25, "0706", "m"), -28, always(FORGETFUL)),
        H("1202", P("Fatuma Abdi", 40, "0118", "k", "so"), -38),
    ),
    "Gärdesvägen 139": (
        H("1001", P("Christer Bjurman", 54, "0924", "m"), -55, until(-4, MOST), owes=8,
          lump=(-2, 38_000, "Christer Bjurman")),
        H("1101", P("Susanne Högberg", 49, "0402", "k"), habits=always(FORGETFUL)),
        H("1102", P("Viktor Almlöf", 23, "1215", "m"), -27, always(SCATTERED), fails=NEWEST_RENT),
        H("1201", P("Eva-Lena Strid", 58, "0313", "k"), -53),
    ),
    "Lindholmsvägen 88": (
        H("1001", P("Jörgen Säll", 55, "0727", "m"), -49, fails=LAST_NIGHT),
        H("1002", P("Anneli Wirén", 47, "1019", "k"), -42),
        H("1101", P("Kevin Modig", 22, "0209", "m"), -26, always(SCATTERED)),
        H("1102", P("Gunilla Ekström", 65, "0522", "k"), -86, always(AUTOGIRO)),
    ),
}  # fmt: skip
