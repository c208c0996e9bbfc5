"""The rows of a spreadsheet into the register, by the register's own actions: all of them, or none.

The trial run is the same run, taken back: what it promises is what happens.
"""

from collections import Counter
from dataclasses import asdict
from datetime import date

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from bolots.refusals import Refused

from .cells import BadCell, parse
from .columns import Column, Part, all_columns, parts
from .lines import Blamed, Book, Line, Outcome, State
from .reading import Table
from .wording import of_cell

KEPT = 300  # faults and differences of each kind that a report tells in words
EXAMPLE = ("exempel", "example")


class Report:
    """What a run did or would do. As JSON it waits with the file."""

    def __init__(self):
        self.rows = self.examples = 0
        self.counts: dict[str, Counter] = {}
        self.faults: list[dict] = []
        self.differences: list[dict] = []
        self.people: set[int] = set()

    def fault(self, line: int, column, sentence: str) -> None:
        self.faults.append({"row": line, "column": str(column), "sentence": sentence})

    def count(self, line: Line, part: Part, outcome: Outcome) -> None:
        self.counts.setdefault(part.key, Counter())[outcome.state.value] += 1
        for found in outcome.differences:
            self.differences.append({"row": line.number} | asdict(found))
        if outcome.person_id:
            self.people.add(outcome.person_id)

    @property
    def new(self) -> int:
        return sum(counter[State.NEW] for counter in self.counts.values())

    def as_json(self) -> dict:
        return {
            "rows": self.rows,
            "examples": self.examples,
            "counts": {key: dict(counter) for key, counter in self.counts.items()},
            "new": self.new,
            "fault_count": len(self.faults),
            "faults": self.faults[:KEPT],
            "difference_count": len(self.differences),
            "differences": self.differences[:KEPT],
            "people": sorted(self.people),
        }


def run(table: Table, columns: list[str], *, by, on: date, for_real: bool) -> Report:
    """Store every row, or none when one has a fault, or when it is only a trial."""
    report = Report()
    with transaction.atomic():
        lines = _lines(table, columns, report, by, on)
        book, known_parts = Book.about(lines), parts()
        for line in lines:
            line.book = book
            _store(line, known_parts, report)
        transaction.set_rollback(not for_real or bool(report.faults))
    return report


def is_example(cells: list[str]) -> bool:
    """The row of the template that shows how to write."""
    first = next((cell for cell in cells if cell), "")
    return first.casefold().startswith(EXAMPLE)


def _lines(table: Table, keys: list[str], report: Report, by, on: date) -> list[Line]:
    """The rows whose every cell can be read; the others are faults of the report."""
    known, lines = all_columns(), []
    columns = [(index, known[key]) for index, key in enumerate(keys) if key in known]
    for number, cells in table.rows:
        if is_example(cells):
            report.examples += 1
            continue
        report.rows += 1
        before, values = len(report.faults), {}
        for index, column in columns:
            if cells[index]:
                _read(column, cells[index], values, report, number, on)
        if len(report.faults) == before:
            lines.append(Line(number, values, by, on))
    return lines


def _read(column: Column, text: str, values: dict, report: Report, number: int, on: date) -> None:
    try:
        values[column.key] = parse(text, column.kind, on)
    except BadCell as error:
        report.fault(number, column.label, of_cell(error, text))


def _store(line: Line, known_parts: list[Part], report: Report) -> None:
    """Each thing that the row tells of; at its first fault the rest of the row is left."""
    labels = {column.key: column.label for part in known_parts for column in part.columns}
    for part in known_parts:
        try:
            outcome = part.store(line)
        except Blamed as blame:
            return report.fault(line.number, labels[blame.column], of_cell(blame.error, _typed(line, blame.column)))
        except Refused as refusal:
            column = part.blames.get(type(refusal))
            return report.fault(line.number, labels.get(column, part.label), str(refusal))
        except (DataError, IntegrityError):
            return report.fault(line.number, part.label, _("The row contradicts itself or the register."))
        if outcome:
            report.count(line, part, outcome)
            if outcome.state == State.NEW:
                line.new.add(part.key)
    return None


def _typed(line: Line, column: str) -> str:
    return str(line.values.get(column, ""))
