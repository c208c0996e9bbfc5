"""Promise 39: money is whole öre everywhere; no float can come near it."""

import ast
from pathlib import Path

import pytest

from bolots.settings import BASE_DIR

MONEY = [
    *(BASE_DIR / "arrears").rglob("*.py"),
    *(BASE_DIR / "outreach" / "rules").rglob("*.py"),
    *(BASE_DIR / "bolots" / name for name in ("money.py", "periods.py", "calendar.py", "guidelines.py", "formats.py")),
]


def floats(tree: ast.AST):
    """Where a number could lose an öre: true division, float(), a decimal point, round()."""
    for node in ast.walk(tree):
        divides = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        names = ("float", "round", "FloatField", "truediv")
        calls = isinstance(node, ast.Name | ast.Attribute) and getattr(node, "id", getattr(node, "attr", "")) in names
        if divides or is_float or calls:
            yield node.lineno


@pytest.mark.parametrize("path", MONEY, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_no_float_comes_near_money(path):
    assert list(floats(ast.parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("text", ["a / b", "a /= 2", "float(x)", "1.5", "round(x)", "models.FloatField()", "1e3"])
def test_the_check_finds_floats(text):
    assert list(floats(ast.parse(text))) == [1]


def test_the_check_reads_the_ledger():
    assert len(MONEY) > 40
    assert Path(BASE_DIR / "arrears" / "actions" / "posting.py") in MONEY
