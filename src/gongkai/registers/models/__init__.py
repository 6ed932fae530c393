"""Records of the registers."""

from .calls import CallFigure, DataCall
from .decisions import Decision, DecisionBatch, DecisionRow, Fee
from .documents import Document, DocumentEvent, DocumentMaker, FiledDocument
from .nil import NilDeclaration, Register

__all__ = [
    "CallFigure",
    "DataCall",
    "Decision",
    "DecisionBatch",
    "DecisionRow",
    "Document",
    "DocumentEvent",
    "DocumentMaker",
    "Fee",
    "FiledDocument",
    "NilDeclaration",
    "Register",
]
