"""Search for a case by its number, for those who may see cases."""

import re
from datetime import date

from django.utils.translation import gettext as _

from bolots.access import Permission
from tenancies.finding import Hits, hit, stays_for

from .models import EvictionRiskCase

LABEL = re.compile(r"([12]\d{3})-(\d{3,9})", re.ASCII)


def find(text: str, user, on: date) -> list[Hits]:
    """The case with the number that was written, whole, if the user may know of its home."""
    said = LABEL.fullmatch(text.strip())
    if not said or not user.may(Permission.SEE_CASES):
        return []
    case = EvictionRiskCase.objects.filter(pk=int(said[2]), opened_on__year=int(said[1])).first()
    stays = stays_for(user).filter(pk=case.tenancy_id) if case else ()
    hits = [hit(stay, on, url=case.get_absolute_url(), note=case.label) for stay in stays if case.label == said[0]]
    return [Hits(_("Case number"), hits, has_more=False)]
