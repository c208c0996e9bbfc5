"""An .xlsx file that may be opened: counted, measured and packed anew before the reader sees it. No Django.

A workbook is an archive of XML, and both can be small on disk and endless inside: what is read out is counted (not
believed), entities are refused, and a single cell at the far end of a sheet, which a reader would pad with seventeen
billion empty ones, is found first.
"""

import re
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

MAX_MEMBERS = 500
MAX_UNPACKED = 40 * 1024 * 1024  # bytes; 5 000 rows of 40 columns are a quarter of it
CHUNK = 64 * 1024
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Unreadable(Exception):
    """Why a file cannot be read, as a code with parameters; `wording` says it in words."""

    def __init__(self, code: str, **params: int):
        super().__init__(code)
        self.code, self.params = code, params


def checked(data: bytes, *, rows: int, columns: int) -> bytes:
    """The workbook with its XML only, each part as large as it really is.

    Raises Unreadable: `broken`, `not_a_workbook`, `too_large_inside`, `too_many_rows`, `too_many_columns`.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = dict(_parts(archive))
    except BROKEN as error:
        raise Unreadable("broken") from error
    if "xl/workbook.xml" not in parts:
        raise Unreadable("not_a_workbook")
    packed = BytesIO()
    with ZipFile(packed, "w") as copy:
        for name, content in parts.items():
            Extent(rows, columns).measure(content)
            copy.writestr(name, content)
    return packed.getvalue()


def _parts(archive: ZipFile):
    """(name, content) of the XML in the archive; pictures and programs are left out."""
    members, left = archive.infolist(), MAX_UNPACKED
    if len(members) > MAX_MEMBERS:
        raise Unreadable("too_large_inside")
    for member in members:
        content = bytearray()
        with archive.open(member) as opened:
            while chunk := opened.read(CHUNK):
                content += chunk
                left -= len(chunk)
                if left < 0:
                    raise Unreadable("too_large_inside")
        if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            yield member.filename, bytes(content)


class Extent:
    """How far the cells of a sheet reach that hold something."""

    def __init__(self, rows: int, columns: int):
        self.rows, self.columns = rows, columns
        self.row = self.column = 0
        self.is_in_cell = False

    def measure(self, xml: bytes) -> None:
        """Raises Unreadable when the XML is broken, has entities, or a cell too far down or to the right."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise Unreadable("broken") from error

    def _refuse(self, *declaration):
        raise Unreadable("broken")

    def _start(self, name, attributes):
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
        elif tag == "c":
            self.is_in_cell = True
            self._move_to(attributes.get("r"))
        elif self.is_in_cell and self.row > self.rows:
            raise Unreadable("too_many_rows", most=self.rows)
        elif self.is_in_cell and self.column > self.columns:
            raise Unreadable("too_many_columns", most=self.columns)

    def _end(self, name):
        if name.rpartition(":")[2] == "c":
            self.is_in_cell = False

    def _move_to(self, place):
        if place is None:
            self.column += 1
            return
        found = CELL.fullmatch(place.upper())
        if not found:
            raise Unreadable("broken")
        self.column, self.row = _letters(found[1]), int(found[2])


def _number(text, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,7}", text):
        raise Unreadable("broken")
    return int(text)


def _letters(text: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
