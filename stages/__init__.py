"""The journey, stage by stage.

extract    copies Lever to disk, word for word
survey     copies Ashby's configuration and people to disk
transform  DuckDB SQL: types, identity, splitting, mapping, payloads
check      Great Expectations; holds bad rows back, each with its reason
load       writes to Ashby, parents first, newest first
reconcile  reads Ashby back, compares every record and field, writes the report

A stage reads tables and writes tables; stages never import each other. `journey` knows their order.
"""
