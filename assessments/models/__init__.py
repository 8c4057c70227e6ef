from .applications import Application, ApplicationKind, Approval, CompletionRequest
from .committee import Assignment, CommitteeMember, ConflictDeclaration, Employer
from .decisions import (
    RECOGNISING,
    Decision,
    DecisionOutcome,
    Objection,
    Requirement,
    RequirementCheck,
)
from .dossiers import Answer, Document
from .extensions import Extension
from .findings import Consensus, Finding, Verdict
from .mail import Contact, Letter, OutboxMessage, SentReminder
from .rounds import AssessmentRound, LateException

__all__ = [
    "RECOGNISING",
    "Answer",
    "Application",
    "ApplicationKind",
    "Approval",
    "AssessmentRound",
    "Assignment",
    "CommitteeMember",
    "CompletionRequest",
    "ConflictDeclaration",
    "Consensus",
    "Contact",
    "Decision",
    "DecisionOutcome",
    "Document",
    "Employer",
    "Extension",
    "Finding",
    "LateException",
    "Letter",
    "Objection",
    "OutboxMessage",
    "Requirement",
    "RequirementCheck",
    "SentReminder",
    "Verdict",
]
