"""Run the benchmarks and print one line per figure."""

import sys

from tests.benchmarks import allowance, help_time, load_rate, transform_scale

BENCHMARKS = {
    "help": help_time.main,
    "allowance": allowance.main,
    "load": load_rate.main,
    "transform": transform_scale.main,
}


def main() -> None:
    """Run those named, or all."""
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}", flush=True)
        BENCHMARKS[name]()


main()
