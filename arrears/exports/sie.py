"""SIE 4I: vouchers for the municipality's accounts, one for each day. Each sums to 0. No Django.

The text is for code page 437 with CRLF, as the format says; what that page lacks becomes a question mark when encoded.
Each tenancy is an object of a dimension of its own, so that the accounts can be broken down without names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from .journal import amount
from .model import Posting

DIMENSION = 20  # 1–19 are reserved by the format
SERIES = "HY"


def as_sie(
    postings: Iterable[Posting], *, chart: Mapping[str, tuple[str, str]], company: str, organisation: str, made_on: date
) -> str:
    """The file's text. `chart`: number and name of each account; `made_on` the last day of the period."""
    days = _by_day(postings, chart)
    homes = sorted({number for sums in days.values() for _account, number in sums if number is not None})
    lines = _head(company, organisation, made_on, {day.year for day in days})
    lines += [f"#KONTO {number} {_text(name)}" for number, name in sorted(dict(chart.values()).items())]
    lines += [f"#DIM {DIMENSION} {_text('Hyresförhållande')}"]
    lines += [f'#OBJEKT {DIMENSION} "{number}" {_text(f"Hyresförhållande {number}")}' for number in homes]
    for day, sums in days.items():
        lines += _voucher(day, sums)
    return "".join(f"{line}\r\n" for line in lines)


def _head(company: str, organisation: str, made_on: date, years: Collection[int]) -> list[str]:
    """The head, with the year of the file as year 0 and an earlier one of its vouchers as −1, −2 and so on."""
    lines = ["#FLAGGA 0", '#PROGRAM "Bolots" 1.0', "#FORMAT PC8", f"#GEN {made_on:%Y%m%d}", "#SIETYP 4"]
    lines += [f"#ORGNR {organisation}"] if organisation else []
    earlier = sorted((year for year in years if year < made_on.year), reverse=True)
    rows = [f"#RAR {year - made_on.year} {year}0101 {year}1231" for year in (made_on.year, *earlier)]
    return [*lines, f"#FNAMN {_text(company)}", *rows]


def _by_day(postings: Iterable[Posting], chart: Mapping[str, tuple[str, str]]):
    """Öre by day, and in it by (account number, tenancy); what came to nothing is left out."""
    days: dict[date, dict[tuple[str, int | None], int]] = defaultdict(lambda: defaultdict(int))
    for one in postings:
        for leg in one.legs:
            days[one.day][chart[leg.account][0], leg.tenancy_id] += leg.ore
    return {day: {key: ore for key, ore in sums.items() if ore} for day, sums in days.items()}


def _voucher(day: date, sums: Mapping[tuple[str, int | None], int]) -> list[str]:
    if not sums:
        return []
    rows = sorted(sums.items(), key=lambda row: (row[0][0], row[0][1] or 0))
    lines = [f"   #TRANS {account} {_object(number)} {amount(ore)}" for (account, number), ore in rows]
    return [f'#VER {SERIES} "{day:%Y%m%d}" {day:%Y%m%d} {_text("Hyresreskontra")}', "{", *lines, "}"]


def _object(number: int | None) -> str:
    return "{}" if number is None else f'{{{DIMENSION} "{number}"}}'


def _text(said: str) -> str:
    """Quoted, without line breaks and other signs without ink."""
    plain = "".join(sign for sign in said if sign.isprintable())
    return '"{}"'.format(plain.replace("\\", "\\\\").replace('"', '\\"'))
