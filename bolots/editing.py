"""One row changed by a form: what stood there when the form was made, who was faster, and the way back.

The newest snapshot of a tracked row (`bolots.audit`) is its version. An action that begins with `edit_` may be undone
by the person who made it, for an hour, while nobody has changed the row since.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .audit import action
from .models import User
from .refusals import Refused

UNDO_WITHIN = timedelta(hours=1)


class ChangedMeanwhile(Refused):
    sentence = gettext_lazy("Somebody else has changed this. Look at both versions and save again if yours is right.")


class NothingToUndo(Refused):
    sentence = gettext_lazy("The change can no longer be undone: it has been changed since, or an hour has passed.")


def version(row) -> str:
    """The number of the row's newest snapshot."""
    return str(row.events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or "")


def change(row, *, seen: str | None, **fields) -> bool:
    """Set what differs, if the row is still the one that `seen` names (None: whatever it is). Within an action.

    Raises ChangedMeanwhile. Returns whether anything was changed.
    """
    rows = type(row).objects.filter(pk=row.pk)
    now = rows.select_for_update(no_key=True).get()
    if seen is not None and seen != version(now):
        raise ChangedMeanwhile
    changed = {name: value for name, value in fields.items() if getattr(now, name) != value}
    if changed:
        rows.update(**changed)
    row.refresh_from_db()
    return bool(changed)


class EditForm(forms.Form):
    """A form that shows a row's fields of the same names, and knows which version of the row it was made from.

    After a save by somebody else, `both` holds what differs: label, what stands there now, what was typed here; and the
    form carries the new version, so that saving again is a decision and no accident.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, row, **kwargs):
        self.row, self.both, self.changed_by = row, [], None
        own = [name for name in self.base_fields if name != "seen" and hasattr(row, name)]
        initial = {name: getattr(row, name) for name in own} | {"seen": version(row)}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)

    def clean(self):
        data, now = super().clean(), self.initial["seen"]
        if data.get("seen") != now:
            self.add_error(None, ChangedMeanwhile.sentence)
            self.both = [self._pair(name) for name in self.fields if self._differs(name)]
            self.changed_by = _who(self.row)
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now
        return data

    @property
    def values(self) -> dict:
        """What an edit action takes: the fields, and the version that they were typed over."""
        return self.cleaned_data

    def _differs(self, name) -> bool:
        return name in self.cleaned_data and name != "seen" and self.cleaned_data[name] != self.initial.get(name)

    def _pair(self, name):
        field = self.fields[name]
        return field.label, _worded(field, self.initial.get(name)), _worded(field, self.cleaned_data[name])


def _worded(field, value) -> str:
    """A value as the form would show it."""
    if value in (None, "", []):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(getattr(value, "pk", value), value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(field.prepare_value(value))


def _who(row) -> str:
    """The first name of whoever changed the row last; "" when it was no person."""
    newest = row.events.order_by("-pgh_id").first()
    facts = (newest and newest.pgh_context) or {}
    return User.objects.filter(pk=facts.get("user")).values_list("first_name", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Undo:
    """A change that its maker may take back: the version that it made, and what it set."""

    version: str
    before: dict


def undoable(row, user, *, at: datetime) -> Undo | None:
    """The row's last change, if this user made it by an `edit_…` action within the hour. One query."""
    newest = list(row.events.order_by("-pgh_id")[:2])
    if len(newest) < 2 or newest[0].pgh_label != "update":
        return None
    last, before = newest
    facts = last.pgh_context or {}
    is_own = facts.get("user") == user.pk and str(facts.get("action", "")).startswith("edit_")
    if not is_own or not _is_recent(facts, at):
        return None
    names = [f.attname for f in type(row)._meta.concrete_fields if hasattr(before, f.attname) and not f.primary_key]
    return Undo(str(last.pgh_id), {name: getattr(before, name) for name in names})


def _is_recent(facts, at) -> bool:
    said = facts.get("at")
    return said is not None and at - datetime.fromisoformat(said) <= UNDO_WITHIN


@action
def undo_change(row, *, seen: str, by, at: datetime) -> None:
    """Put back what stood there before the user's own last change. Raises NothingToUndo."""
    type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
    found = undoable(row, by, at=at)
    if found is None or found.version != seen:
        raise NothingToUndo
    try:
        with transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**found.before)
    except IntegrityError as error:
        raise NothingToUndo from error  # what stood there no longer fits: its place has been taken
    row.refresh_from_db()
