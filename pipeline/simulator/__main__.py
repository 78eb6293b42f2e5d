"""`python -m pipeline.simulator`: serve both stand-ins; prints one line of JSON when they are ready."""

import argparse

from pipeline.simulator import company
from pipeline.simulator.ashby_options import AshbyOptions
from pipeline.simulator.lever_options import LeverOptions
from pipeline.simulator.server import PEOPLE, serve

parser = argparse.ArgumentParser(prog="python -m pipeline.simulator", description=__doc__)
parser.add_argument("--lever-port", type=int, default=0, help="0: any free port")
parser.add_argument("--ashby-port", type=int, default=0, help="0: any free port")
parser.add_argument("--people", type=int, default=PEOPLE, help="contacts in Lever besides the awkward cases")
parser.add_argument("--seed", type=int, default=company.SEED, help="the same seed gives the same company")
parser.add_argument("--unlimited", action="store_true", help="neither vendor limits how fast it is called")

if __name__ == "__main__":
    arguments = parser.parse_args()
    serve(
        arguments.lever_port,
        arguments.ashby_port,
        arguments.seed,
        arguments.people,
        LeverOptions(rate_limit="none") if arguments.unlimited else None,
        AshbyOptions(rate_window="none") if arguments.unlimited else None,
    )
