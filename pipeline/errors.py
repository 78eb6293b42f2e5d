"""The errors that a person reads, and the exit codes they stand for (surface.md, "Exit codes").

    Lever2AshbyError                 one sentence for the person who must act; never a trace
    ├── SettingsError       exit 2   a setting, an option or a mapping file is wrong
    ├── InputMissing        exit 3   an input of this stage is missing, half-written or damaged
    ├── Undecided           exit 4   a person must decide first
    ├── CheckFailed         exit 4   a critical check of a whole table failed
    └── VendorError                  carries the vendor, the call and the request's id; never a body
        ├── Unreachable     exit 7   no answer, maintenance or a broken answer, after all retries
        └── NotAllowed      exit 2   the key is wrong or lacks a permission; says which

Anything else that reaches the command line is a bug: exit 1, with its trace.
What a vendor answers to a *write* is a value (`pipeline.ashby.answers`), not an error: refusals are results.
"""

DONE = 0
BUG = 1
WRONG_USE = 2
NO_INPUT = 3
DECIDE = 4
ROWS_LEFT = 5
DIFFERENCES = 6
VENDOR = 7
INTERRUPTED = 130


class Lever2AshbyError(Exception):
    """Shown as one sentence; `exit_code` says which case it is."""

    exit_code = BUG


class SettingsError(Lever2AshbyError):
    """A setting, an option or a mapping file is wrong; the text says which and what is allowed."""

    exit_code = WRONG_USE


class InputMissing(Lever2AshbyError):
    """An input of this stage is missing, half-written or damaged; the text says which stage makes it."""

    exit_code = NO_INPUT


class Undecided(Lever2AshbyError):
    """A person must decide before the journey can go on; the text lists what."""

    exit_code = DECIDE


class CheckFailed(Lever2AshbyError):
    """A critical expectation about a whole table failed, or could not be checked at all."""

    exit_code = DECIDE


class VendorError(Lever2AshbyError):
    """Something between us and a vendor."""


class Unreachable(VendorError):
    """The vendor gave no usable answer after all retries. Nothing is lost: run again to go on."""

    exit_code = VENDOR


class NotAllowed(VendorError):
    """The key is wrong, or lacks the permission that the call needs."""

    exit_code = WRONG_USE
