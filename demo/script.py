"""What the story needs to happen on certain days, as data. Months and days as in `people` and `moves`."""

from typing import NamedTuple


class Contact(NamedTuple):
    """Somebody whom Alma gets to know in a month on a day; `what` may be told for so many months."""

    address: str
    door: str
    kind: str
    name: str
    organisation: str
    phone: str
    month: int
    day: int
    what: str = ""
    months: int = 0
    is_taken_back: bool = False


class Order(NamedTuple):
    """A visit that Alma orders: in a month on a day, or `before` so many bank days before the last day."""

    address: str
    door: str
    why: str
    month: int = 0
    day: int = 0
    before: int | None = None


# What the first, second, … knock leads to; the last one is repeated.
AT_THE_DOOR = {
    ("Banvägen 214 A", "1201"): ("nobody_home", "note_left", "nobody_home"),
    ("Gärdesvägen 139", "1102"): ("note_left",),
    ("Åbyvägen 112 A", "1001"): ("met",),
}

COMES_HOME_ON_THE_LAST_DAY = ("Gärdesvägen 139", "1102")

ORDERS = (
    Order("Banvägen 214 A", "1201", "Två månader obetalda. Inget svar på telefon eller brev.", -2, 16),
    Order("Lindholmsvägen 88", "1101", "Banken drog tillbaka överföringen. Hör vad som hände.", -2, 10),
    Order("Olsborgsvägen 96 B", "1103", "Avin har kommit till fel dörr. Gå igenom adressen.", -2, 12),
    Order("Olsborgsvägen 96 B", "1203", "Ny i huset sedan i våras. Hör hur det går.", -2, 19),
    Order("Tuna torg 43", "1301", "Har betalat av sedan i höst. Hur går det?", -2, 18),
    Order("Olsborgsvägen 96 A", "1102", "Budget- och skuldrådgivningen ringer i nästa vecka. Påminn om tiden.", -2, 24),
    Order("Banvägen 214 A", "1201", "Pröva en annan tid på dagen. Ring grannen på 1301 om ingen öppnar.", before=7),
    Order("Olsborgsvägen 96 C", "1005", "Gode mannen undrar om värmen fungerar.", -1, 7),
    Order("Olsborgsvägen 96 B", "1003", "Ett samtal om att en avbetalning uteblev.", before=3),
    Order("Tuna torg 43", "1101", "Pengarna från Försäkringskassan har kommit. Hjälp med inbetalningen.", before=2),
    Order("Åbyvägen 112 A", "1001", "Vill ha hjälp att ställa upp autogiro.", before=2),
    Order("Olsborgsvägen 96 B", "1104", "Ringde och bad om ett besök.", before=2),
    Order("Allévägen 181", "1202", "Elen är på väg att stängas av. Hjälp med att ringa elbolaget.", before=1),
)  # fmt: skip

# In a file that comes after the night's list was made: "betalt sedan listan gjordes".
PAYS_AT_THE_LAST_MINUTE = ("Gärdesvägen 139", "1102")
# In the file that the bank delivers after the last day: all that is late, or so many kronor of it.
PAYS_TOMORROW = (
    ("Åbyvägen 112 B", "1302", None),
    ("Lindholmsvägen 88", "1001", None),
    ("Olsborgsvägen 96 B", "1003", 1_800),
)
# The bank takes the home's last payment back, so many bank days before the end; so many days later it is paid again.
RECALLED = (("Lindholmsvägen 88", "1101", 60, 24), ("Olsborgsvägen 96 C", "1206", 1, None))
# Money that Finn has not looked at: bank days before the end, kronor, payer, and the home that it is for or a text.
WAITING = (
    (4, 1_500, "M K Invest", "TACK FÖR HJÄLPEN"),
    (3, 2_000, "J Backlund", ("Åbyvägen 112 B", "1302")),
)


class Closed(NamedTuple):
    """A home out of use from a month and day, until the first day in use again (None: still out of use)."""

    address: str
    door: str
    month: int
    day: int
    until: tuple[int, int] | None
    reason: str
    note: str


OUT_OF_USE = (
    Closed("Olsborgsvägen 96 B", "1203", -13, 18, (-12, 6), "repair", "Målning och nytt golv efter avflyttningen."),
    Closed("Banvägen 214 C", "1203", -10, 26, (-9, 12), "damage", "Dörrar och en ruta byts."),
    Closed("Åbyvägen 112 A", "1301", -9, 16, (-7, 1), "renovation", "Saneras och målas om av fastighetsägaren."),
    Closed("Åbyvägen 112 B", "1002", -1, 6, None, "damage", "Vattenskada i badrummet. Väntar på fastighetsägaren."),
)
KEYS_FOR_OTHERS = (("Åbyvägen 112 B", "1002", -1, 6, "Servicetekniker, Bostads AB Angarnsjön"),)
KEEPS = {"Patrik Lundell": "key", "Bengt Oskarsson": "tag"}  # what somebody has not returned
CAUTIONS = (  # home, from month and day, kind, reason, for so many months
    ("Åbyvägen 112 A", "1001", -4, 14, "two_people", "Besök av andra i lägenheten som varit hotfulla. Gå två.", 9),
)
NAMED_READER = ("Allévägen 181", "1102", -6, 6, "Hoppar in för Bosse när han är ledig.", 11)
EMERGENCY = ("Allévägen 181", "1102", 2, "Polisen ringde: någon söker efter personen. Måste veta vem vi ska varna.")
CONTACTS = (
    Contact("Olsborgsvägen 96 C", "1005", "trustee", "Kerstin Lind", "", "070-174 06 81", -20, 14,
            "allt om hyran och lägenheten", 30),
    Contact("Bällstabergsvägen 207", "1102", "trustee", "Arne Wikström", "", "070-174 06 82", -19, 9,
            "när hyran är obetald", 12),
    Contact("Olsborgsvägen 96 A", "1102", "housing_support", "Tina Berg", "Alléns boendestöd", "070-174 06 83", -7, 5,
            "när vi har bokat ett besök, och hur det gick", 12),
    Contact("Olsborgsvägen 96 B", "1103", "authority", "Handläggaren", "Försäkringskassan", "", -9, 20,
            "att hyran är betald", 12, True),
    Contact("Olsborgsvägen 96 B", "1103", "housing_support", "Mona Grip", "Alléns boendestöd", "070-174 06 84", -4, 7,
            "när barnen är hemma och det är dags för besök", 12),
    Contact("Åbyvägen 112 B", "1102", "next_of_kin", "Anna Kvist", "", "070-174 06 85", -3, 22),
)  # fmt: skip
PLANS_KEPT = (
    ("Tuna torg 43", "1301", -1, 3),
    ("Olsborgsvägen 96 C", "1205", -2, 9),
    ("Gärdesvägen 139", "1001", -1, 20),
)

# Who is ready for a home of their own, since which month.
READY = {
    "Ann-Sofie Lindgren": -14,
    "Birgitta Norén": -9,
    "Marika Heikkinen": -6,
    "Inger Fors": -4,
    "Göran Thunell": -2,
}
WHY_READY = (
    "Betalar i tid sedan länge och sköter hemmet själv. Söker lägenhet genom kön.",
    "Inget stöd behövs längre. Det som saknas är en lägenhet att flytta till.",
)
WHY_EXTEND = (
    "Behöver mer tid för att få ordning på ekonomin. Möte med budget- och skuldrådgivningen bokat.",
    "Boendestödet har just kommit i gång. Vi ser hur det går till nästa gång.",
    "Står i bostadskön men har för kort kötid. Ingen annan bostad finns.",
    "Går på arbetsträning och vill vänta med en flytt tills den är klar.",
    "Det fungerar, men känns inte tryggt ännu att stå på egna ben.",
)
WHY_END = (
    "Hemmet fungerar inte utan mer stöd än vi kan ge. Annan insats söks.",
    "Vistelsen avslutas. Planering för flytten görs tillsammans.",
)
GOALS = (
    "Få hem barnen varannan helg",
    "Betala hyran själv, utan att någon påminner",
    "Sova hemma varje natt",
    "Få ett jobb jag orkar med",
    "Laga mat i stället för att köpa pizza",
    "Bli av med skulden till Kronofogden",
    "Eget förstahandskontrakt",
)
# Home, so many bank days before the end, so many days later, what Alma wants to be reminded of.
OWN_REMINDERS = (
    ("Olsborgsvägen 96 A", "1201", 4, 4, "Ring bostadskön om kötiden"),
    ("Tuna torg 43", "1102", 3, 8, "Skicka intyget till Försäkringskassan"),
    ("Åbyvägen 112 A", "1101", 2, 30, "Hör hur arbetsträningen går"),
)
