"""The officers' pages on applications (依申请公开)."""
