"""All of Ashby's protocol: addresses, envelopes, error forms, pages, probes. No meaning of any field.

Written from Ashby's documentation and its OpenAPI contract. Never imports the Lever client or the simulators: a
shared misreading must not hide in shared code.
"""
