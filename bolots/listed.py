"""Small lists that a row of something else brings along as JSON: one query instead of one for each list.

For a few rows that a page shows beside its subject. The rows that come of it have the columns that were named, and no
others: they are for reading.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject


def listed(rows, *columns: str) -> ArraySubquery:
    """The rows, in their order, as a column of the outer row; a column may be one of a related row, `user__role`."""
    return ArraySubquery(rows.values(row=JSONObject(**{column: column for column in columns})))


def rows_of(model, found: Iterable[dict]) -> list:
    """What `listed` found, as rows of the model."""
    return [_row(model, said) for said in found]


def _row(model, said: dict):
    own, related = {}, defaultdict(dict)
    for name, value in said.items():
        first, _, rest = name.partition("__")
        if rest:
            related[first][rest] = value
        else:
            own[first] = model._meta.get_field(first).to_python(value)
    beside = {name: _row(model._meta.get_field(name).related_model, columns) for name, columns in related.items()}
    return model(**own, **beside)
