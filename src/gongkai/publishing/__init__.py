"""The act of publication."""
