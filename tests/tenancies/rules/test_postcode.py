import pytest

from tenancies.rules import postcode


@pytest.mark.parametrize("text", ["18630", "186 30", " 186  30 ", "SE-186 30", "S-18630", "se 18630"])
def test_postcode_is_written_one_way(text):
    assert postcode.parse(text) == "186 30"


@pytest.mark.parametrize(
    "text", ["", "1863", "186300", "086 30", "186 3O", "186-30", "FI-00100", "١٨٦٣٠", "186 30 Vallentuna"]
)
def test_anything_else_is_none(text):
    with pytest.raises(ValueError, match="not a postcode"):
        postcode.parse(text)
