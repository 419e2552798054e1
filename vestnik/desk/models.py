"""What the newsroom keeps for itself; each table in a module of what it is for."""

from vestnik.desk.actlog.keeping import AuditedModelLog, AuditedPageLog
from vestnik.desk.diary.models import FollowUp
from vestnik.desk.listing.models import Done, SavedView
from vestnik.desk.roads.models import Notice
from vestnik.desk.wanted.models import CorrectionWanted
from vestnik.desk.writing.models import CheckRule, Note, OwnWord

__all__ = [
    "AuditedModelLog",
    "AuditedPageLog",
    "CheckRule",
    "CorrectionWanted",
    "Done",
    "FollowUp",
    "Note",
    "Notice",
    "OwnWord",
    "SavedView",
]
