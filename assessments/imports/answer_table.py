"""The table of answers: a row is what an application answers to one criterion."""

from centres.imports.columns import Column, Number
from centres.imports.references import Reference
from centres.imports.round_tables import RoundCode
from centres.imports.tables import Table
from centres.imports.targets import CENTRE, HOSPITAL

from ..models import Answer
from .answer_rows import AnswerLoader
from .application_table import Applications
from .columns import OwnReference
from .targets import APPLICATION, ROUND


class Answers(Table):
    name, dutch, model = "answers", "antwoorden", Answer
    loader = AnswerLoader
    keys = ()
    columns = (
        OwnReference("reference", "kenmerk", to=APPLICATION, example="AAN-7K3QXM"),
        RoundCode("round", "ronde", to=ROUND, example="2026-1"),
        Reference("hospital", "ziekenhuis", to=HOSPITAL, example="ZV"),
        Reference(
            "centre", "centrum", to=CENTRE, within=("hospital",), example="TEC-7K3QXM"
        ),
        Column("proposed_name", "voorgestelde_naam", example="Longkanker"),
        Number("criterion", "criterium", required=True, example="1"),
        Column("text", "antwoord", required=True, example="Wij doen dit sinds 2009."),
    )  # fmt: skip
    applications = Applications()
    """By whose keys a row names its application."""
