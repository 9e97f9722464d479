"""The models of bench/README.md for the Python peers, in minutes; and the line a peer prints."""
import math
import sys
import time

Z90 = 1.2815515655446004
PEOPLE = {"reception": 3, "specialist": 4, "leader": 1}
STEPS = [  # name, pool, median, 90th percentile
    ("s1", "reception", 8, 20),
    ("s2", "specialist", 12, 30),
    ("s3", "specialist", 15, 45),
    ("s4", "leader", 6, 15),
    ("s5", "specialist", 5, 12),
    ("s6", "reception", 4, 10),
]
NO_SKIP = 0.7  # of s3
GAP = {"a": 250 / 60, "b": 693.211 / 60}
SERVERS_A, SERVICE_A = 3, 10.0


def mu_sigma(median, p90):
    return math.log(median), math.log(p90 / median) / Z90


def main(peer, run):
    """run(workload, dossiers, seed) -> (mean cycle in minutes, completions of service). The call
    is timed, in processor time, as the machine is shared: building the model, running it and the
    mean; starting Python is not."""
    workload, dossiers, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = time.process_time()
    mean, completions = run(workload, dossiers, seed)
    seconds = time.process_time() - begun
    events = dossiers + completions
    print(f"{peer} {workload} {events} {seconds:.6f} {events / seconds:.0f} {mean:.4f}")
