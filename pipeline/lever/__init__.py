"""All of Lever's protocol: addresses, signing, pages, envelopes, error texts. No meaning of any field.

Written from Lever's documentation and recorded answers. Never imports the Ashby client or the simulators: a shared
misreading must not hide in shared code.
"""
