"""The registers: rules and normative documents, administrative decisions, fees, data calls; and table 二 counted from them."""
