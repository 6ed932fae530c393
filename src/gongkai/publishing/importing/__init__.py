"""Items brought in from files (导入): rows read, checked, read for personal data, and made into pages.

`table` reads a file into rows, `checking` says what is wrong with each, `scanning` finds personal data, `building` makes pages.
Only `publishing.services` writes; the acts are there.
"""
