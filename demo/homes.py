"""The 55 training apartments: streets of Vallentuna, house numbers, doors and codes invented."""

from typing import NamedTuple

MUNICIPALITY = "Vallentuna kommun"
TOWN = "Vallentuna"
POSTCODES = {
    "Olsborgsvägen": "186 36",
    "Banvägen": "186 32",
    "Allévägen": "186 39",
    "Tuna torg": "186 31",
    "Åbyvägen": "186 35",
    "Bällstabergsvägen": "186 38",
    "Gärdesvägen": "186 33",
    "Lindholmsvägen": "186 34",
}


class House(NamedTuple):
    """One staircase of a building. `doors`: (apartment number, rent in kronor a month)."""

    street: str
    staircase: str
    entry_code: str
    tenure_form: str
    owner: str
    doors: tuple[tuple[str, int], ...]

    @property
    def address(self) -> str:
        return f"{self.street} {self.staircase}".strip()

    @property
    def postcode(self) -> str:
        return POSTCODES[self.street.rpartition(" ")[0]]


OWNED, BLOCK, HEAD = "owned", "block_lease", "head_lease"

HOUSES = (
    House("Olsborgsvägen 96", "A", "4719", OWNED, MUNICIPALITY,
          (("1001", 5_150), ("1101", 6_480), ("1102", 5_090), ("1201", 6_480))),
    House("Olsborgsvägen 96", "B", "4719", OWNED, MUNICIPALITY,
          (("1003", 5_150), ("1103", 7_860), ("1104", 5_090), ("1203", 6_840))),
    House("Olsborgsvägen 96", "C", "4719", OWNED, MUNICIPALITY,
          (("1005", 6_310), ("1105", 6_310), ("1205", 8_420), ("1206", 5_240))),
    House("Banvägen 214", "A", "2208", OWNED, MUNICIPALITY,
          (("1001", 6_120), ("1101", 6_120), ("1201", 7_390), ("1301", 7_390))),
    House("Banvägen 214", "C", "2208", OWNED, MUNICIPALITY,
          (("1003", 4_980), ("1103", 6_250), ("1203", 6_250), ("1401", 8_160))),
    House("Allévägen 181", "", "7350", OWNED, MUNICIPALITY,
          (("1001", 5_420), ("1002", 5_420), ("1101", 6_690), ("1102", 7_130), ("1201", 6_690), ("1202", 7_130))),
    House("Tuna torg 43", "", "1866", OWNED, MUNICIPALITY,
          (("1101", 6_930), ("1102", 5_610), ("1201", 6_930), ("1202", 5_610), ("1301", 8_770), ("1302", 6_200))),
    House("Åbyvägen 112", "A", "5093", BLOCK, "Bostads AB Angarnsjön",
          (("1001", 6_740), ("1101", 6_740), ("1201", 7_980), ("1301", 7_980))),
    House("Åbyvägen 112", "B", "5093", BLOCK, "Bostads AB Angarnsjön",
          (("1002", 5_830), ("1102", 5_830), ("1202", 7_210), ("1302", 7_210))),
    House("Bällstabergsvägen 207", "", "9641", BLOCK, "Markims Fastigheter",
          (("1001", 6_050), ("1002", 7_480), ("1101", 6_050), ("1102", 7_480), ("1201", 6_050), ("1202", 7_480))),
    House("Gärdesvägen 139", "", "3327", HEAD, "Brf Kornknarren",
          (("1001", 7_640), ("1101", 6_590), ("1102", 7_640), ("1201", 6_590), ("1202", 9_120))),
    House("Lindholmsvägen 88", "", "6104", HEAD, "Brf Stationsparken",
          (("1001", 5_760), ("1002", 6_980), ("1101", 5_760), ("1102", 6_980))),
)  # fmt: skip

# Who leases to the municipality: until which month (None: until further notice), and months of notice.
HEAD_LEASES = {
    "Bostads AB Angarnsjön": (None, 9),
    "Markims Fastigheter": (None, 9),
    "Brf Kornknarren": (10, 3),
    "Brf Stationsparken": (2, 3),
}
RENTS = {(house.address, door): rent * 100 for house in HOUSES for door, rent in house.doors}  # öre a month
FURNITURE = 250  # kronor a month: what the municipality adds for it to a head-lease rent (JB 12:55 st.4: at most 15 %)


def head_rent(house: House, rent: int) -> int | None:
    """Kronor a month that the municipality itself pays for a leased home."""
    return None if house.tenure_form == OWNED else rent - FURNITURE


def rooms(rent: int) -> int:
    """Without the kitchen; by the rent, as nobody has measured."""
    return 1 if rent < 5_700 else 2 if rent < 7_000 else 3


def area_m2(rent: int) -> int:
    return rent * 12 // 1_400


def floor(door: str) -> int:
    """The first two digits of an apartment number count the floors; 10 is the entrance (lag 2006:378)."""
    return int(door[:2]) - 10
