from .absences import Absence
from .access_record import AccessRecord
from .guideline import GuidelineValue
from .jobs import JobRun
from .letter import Letter, LetterEvent
from .users import User

__all__ = ["Absence", "AccessRecord", "GuidelineValue", "JobRun", "Letter", "LetterEvent", "User"]
