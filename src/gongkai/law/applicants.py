"""Kinds of applicant (申请人): the columns in which the annual report counts applications.

The yearly form (国办公开办函〔2021〕30号) names the kinds; a definition of each was not found in it (未核实). The
definitions here are this platform's defaults; a supervising office (主管部门) may lay down its own, so whoever shows
or applies them takes them as a setting and these as its first value.

The kind goes by the name in which the application is made, not by the agent's: a lawyer acting for a citizen makes a
citizen's application, a law firm writing in its own name a legal service's.
"""

from __future__ import annotations

from enum import Enum


class Applicant(Enum):
    """A kind of applicant: stable key (the value), Chinese term, and the default definition in Chinese (未核实)."""

    PERSON = "person", "自然人", "以个人名义申请的公民，含律师、记者、学者；外国人和港澳台居民亦计入"
    BUSINESS = "business", "商业企业", "营利法人、个人独资企业、合伙企业；个体工商户默认计入"
    RESEARCH = "research", "科研机构", "科研院所、高等学校等从事科研教学的单位"
    NONPROFIT = "nonprofit", "社会公益组织", "社会团体、基金会、社会服务机构、公益性事业单位"
    LEGAL_SERVICE = "legal_service", "法律服务机构", "律师事务所、基层法律服务所、公证机构、司法鉴定机构等"
    OTHER = "other", "其他", "机关、村（居）民委员会、农村集体经济组织、业主委员会，以及未列入以上各类的"

    term: str
    default_definition: str

    def __new__(cls, key: str, term: str, default_definition: str) -> Applicant:
        """Make the member of its key; the rest are attributes."""
        member = object.__new__(cls)
        member._value_ = key
        member.term = term
        member.default_definition = default_definition
        return member

    @property
    def key(self) -> str:
        """The stable key, as in the JSON of a report."""
        return str(self._value_)

    @property
    def is_organisation(self) -> bool:
        """Whether this is a kind of legal person or other organisation (法人或其他组织)."""
        return self is not Applicant.PERSON
