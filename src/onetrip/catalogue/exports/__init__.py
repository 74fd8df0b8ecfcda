"""The catalogue in the formats of others: CPSV-AP, schema.org, HSDS, tables, and our own package that can be read back. Pure.

Nothing here reaches a resident who may not see it: what is open "for the editor alone" stands only in the package that
an operator makes, never in a public file.
"""
