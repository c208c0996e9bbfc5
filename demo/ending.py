"""The last days: what is left undone, so that everybody has something to do when the demo opens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from arrears import actions as ledger
from bolots import actions as office
from bolots import calendar
from outreach import actions as outreach
from outreach.models import OutreachTask

from .bank import File
from .payers import Manner, Transfer
from .scene import Resident, Scene, at
from .script import PAYS_AT_THE_LAST_MINUTE, PAYS_TOMORROW, RECALLED, WAITING

BILLIE_LEAVES = 3  # bank days before the end: Bosse takes over her visits


def draw_near(scene: Scene, day: date) -> None:
    """Called every bank day: the bank takes money back twice, and then the last week begins."""
    for address, door, before, days_later in RECALLED:
        if day == scene.bank_day(before):
            take_back(scene, scene.living_in(address, door, day), day, days_later)
    for before, kronor, payer, what in WAITING:
        if day == scene.bank_day(before):
            scene.bank.send(_unclear(scene, day, kronor * 100, payer, what), today=day)
    if day == scene.bank_day(BILLIE_LEAVES):
        send_away(scene, day)
    if day == scene.bank_day(1):
        spoil_a_file(scene, day)


def take_back(scene: Scene, resident: Resident, day: date, days_later: int | None) -> None:
    """The bank takes the household's last payment back, if it has made one."""
    payer = resident.purse.manner.payer
    for transfer in [sent for sent in scene.bank.sent if sent.payer == payer][-1:]:
        scene.bank.recall(transfer, on=day)
        if days_later:
            scene.bank.send(replace(transfer, on=day + timedelta(days_later)), today=day)


def _unclear(scene, day, ore, payer, what) -> Transfer:
    """A transfer with a text only, or with a slip of the finger in the number of the home's oldest debt."""
    if isinstance(what, str):
        return Transfer(day, ore, what, payer, "")
    debts = [bill for bill in scene.living_in(*what, day).purse.bills if bill.left_ore]
    return Manner(payer, "", swaps_digits=True).transfer(day, ore, debts[0])


def send_away(scene: Scene, day: date) -> None:
    billie, bosse = scene.cast.billie, scene.cast.bosse
    back = calendar.add_bank_days(scene.as_of, 2)
    office.set_absence(billie, from_on=day, until_on=back, deputy=bosse, by=scene.cast.miriam, on=day)
    for task in OutreachTask.objects.open().filter(assignee=billie).order_by("pk"):
        outreach.hand_on(task, to=bosse, by=billie, on=day)


def spoil_a_file(scene: Scene, day: date) -> None:
    """The download broke half-way: the file is refused, and the whole one comes with the night."""
    whole = scene.bank.preview(day)
    ledger.import_bank_file(
        whole.data[: len(whole.data) * 2 // 3],
        name=whole.name,
        via="upload",
        on=day,
        at=at(day, 18, 40),
        by=scene.cast.finn,
    )


def last_morning(scene: Scene) -> None:
    """After the night's list was made, one more file: somebody on the list has paid."""
    day, before = scene.as_of, scene.bank_day(1)
    late_payer = scene.living_in(*PAYS_AT_THE_LAST_MINUTE, day)
    scene.bank.coming[before] += _everything(late_payer, before)
    file = scene.bank.file(before, number=2)
    ledger.import_bank_file(file.data, name=file.name, via="upload", on=day, at=at(day, 7, 50), by=scene.cast.finn)


def tomorrows_file(scene: Scene, folder: Path) -> Path:
    """The file that the bank will deliver next, with some of the late rents in it."""
    day = calendar.roll(scene.as_of)
    for address, door, kronor in PAYS_TOMORROW:
        payer = scene.living_in(address, door, scene.as_of)
        scene.bank.coming[day] += payer.purse.settle(day, kronor * 100) if kronor else _everything(payer, day)
    return _save(scene.bank.file(day), folder)


def _everything(resident: Resident, day: date) -> Iterator[Transfer]:
    return resident.purse.settle(day, sum(bill.left_ore for bill in resident.purse.bills))


def _save(file: File, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.name
    path.write_bytes(file.data)
    return path
