"""What the database itself refuses of a spreadsheet that waits, and that its role may delete it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bolots.privileges import is_append_only, is_tracked
from tenancies.models import ImportMapping, PendingImport

pytestmark = pytest.mark.django_db


def test_one_file_waits_once_per_person(cast):
    facts = {"sha256": "0" * 64, "data": b"x", "uploaded_at": timezone.now()}
    for user in (cast.alma, cast.miriam):
        PendingImport.objects.create(**facts, by=user)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        PendingImport.objects.create(**facts, by=cast.alma)
    assert error.value.__cause__.diag.constraint_name == "one_import_waits_per_person_and_file"


def test_one_heading_has_one_answer(cast, today):
    facts = {"headers_sha256": "0" * 64, "columns": [], "set_by": cast.miriam, "set_on": today}
    ImportMapping.objects.create(**facts)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        ImportMapping.objects.create(**facts)
    assert error.value.__cause__.diag.constraint_name == "tenancies_importmapping_headers_sha256_key"


def test_waiting_file_may_go_and_the_answer_may_not():
    assert not is_tracked(PendingImport)
    assert not is_append_only(PendingImport)
    assert is_tracked(ImportMapping)
