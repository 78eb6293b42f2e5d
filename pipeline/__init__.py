"""The parts: files, HTTP, both vendors, the ledger, the command line. No meaning of a field, no order of stages."""
