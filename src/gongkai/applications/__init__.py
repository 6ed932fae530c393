"""Applications for disclosure (依申请公开): cases as events, what the law makes of them, and table 三."""
