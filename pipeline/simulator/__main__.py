"""`python -m pipeline.simulator`: serve both stand-ins; prints one line of JSON when they are ready."""

import argparse

from pipeline.simulator import company
from pipeline.simulator.server import PEOPLE, serve

parser = argparse.ArgumentParser(prog="python -m pipeline.simulator", description=__doc__)
parser.add_argument("--lever-port", type=int, default=0, help="0: any free port")
parser.add_argument("--ashby-port", type=int, default=0, help="0: any free port")
parser.add_argument("--people", type=int, default=PEOPLE, help="contacts in Lever besides the awkward cases")
parser.add_argument("--seed", type=int, default=company.SEED, help="the same seed gives the same company")

if __name__ == "__main__":
    arguments = parser.parse_args()
    serve(arguments.lever_port, arguments.ashby_port, arguments.seed, arguments.people)
