"""Run the benchmarks and print one line per figure."""

import sys

from tests.benchmarks import allowance, extraction, help_time, load_memory, load_rate, memory, transform_scale

BENCHMARKS = {
    "help": help_time.main,
    "allowance": allowance.main,
    "extraction": extraction.main,
    "memory": memory.main,
    "load": load_rate.main,
    "load_memory": load_memory.main,
    "transform": transform_scale.main,
}


def main() -> None:
    """Run those named, or all."""
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}", flush=True)
        BENCHMARKS[name]()


main()
