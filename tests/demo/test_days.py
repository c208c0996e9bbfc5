"""The last three months of the story, told in this process: every door is used, and the books add up."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfWriter

from arrears.actions import prove_ledger
from arrears.models import Allocation, Charge, ImportFile, LateRent, Payment
from bolots.models import JobRun, User
from demo import story
from outreach.models import ContactAttempt, EvictionRiskCase, OutreachTask
from tenancies.models import Caution, Tenancy

pytestmark = pytest.mark.django_db
AS_OF = date(2017, 3, 1)


@pytest.fixture(autouse=True)
def blank_papers(monkeypatch):
    """Every paper is the same empty page: a hundred real ones would take as long as the story."""
    page, written = PdfWriter(), BytesIO()
    page.add_blank_page(595, 842)
    page.write(written)
    monkeypatch.setattr("bolots.letters.to_pdf", lambda html: written.getvalue())


@pytest.fixture
def tell(tmp_path, today):
    """`tell(as_of)` plays three months; the steps of its progress and the path of the next bank file."""

    def play(as_of):
        steps = []

        def progress(done, whole):
            steps.append((done, whole))

        path = story.tell(as_of, password="x", folder=tmp_path / "files", progress=progress, months=3)
        return steps, path

    return play


def test_three_months_leave_sound_books_and_something_of_everything(tell):
    steps, path = tell(AS_OF)
    assert steps[-1] == (91, 91)
    assert path.name == "camt054-20170301-1.xml"
    assert prove_ledger(on=AS_OF).mismatches == 0
    assert set(Charge.objects.values_list("kind", flat=True)) == {"rent", "opening", "interest"}
    assert Allocation.objects.exclude(by=None).exists()
    assert LateRent.objects.filter(flagged_on=AS_OF).exists()
    assert ImportFile.objects.filter(verdict="rejected").count() == 1
    assert Payment.objects.undecided_reversals().count() == 1
    assert ContactAttempt.objects.exists()
    assert EvictionRiskCase.objects.open().exists()
    assert OutreachTask.objects.due(AS_OF).exists()
    assert not JobRun.objects.filter(ended_at=None).exists()
    assert not JobRun.objects.exclude(error="").exists()
    at_work = {user.username for user in User.objects.filter(is_active=True)}
    assert at_work == {"alma", "bosse", "billie", "finn", "miriam", "axel", "ebba"}


@pytest.mark.parametrize("as_of", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 11, 22)])
def test_story_can_end_on_a_leap_day_a_holiday_and_a_sunday(tell, as_of):
    _steps, path = tell(as_of)
    assert path.exists()
    assert prove_ledger(on=as_of).mismatches == 0
    assert 5 <= OutreachTask.objects.due(as_of).count() <= 8
    assert Payment.objects.unmatched().count() >= 2
    assert Payment.objects.undecided_reversals().count() == 1
    assert Tenancy.objects.running_on(as_of).count() > 50
    assert Caution.objects.count() <= 1
