#!/usr/bin/env python3
"""Runs the ceiling and whichever peers are here over the models of bench/README.md, taken in turn,
and prints a table of ratios to the ceiling.

  bench/peers/run.py [--install] [--rounds 3] [--scale 1.0] [--only NAME,NAME]

--install makes virtual environments under build-peers/ and installs the Python peers into them with
pip as you have it configured. Without it, what --install made before is used, or else what this
Python can import. C++ is built into build-peers/ by g++. What is not here is said and passed over.

Ends with 1 if a peer's mean cycle time is not that of the ceiling within sampling error: then it
does not run the same model, and its speed says nothing.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "build-peers"
# Dossiers of the ceiling, in 20 to 200 runs, to learn where means of one length lie and how far
# apart.
SPREAD_DOSSIERS = 20_000_000


def have(command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def python_peer(script, package, interpreter="python3"):
    """The command of a Python peer, or None. Each package has an environment of its own."""
    def find(install):
        folder = WORK / f"{package}-{interpreter}"
        python = folder / "bin" / interpreter
        if install and not python.exists() and shutil.which(interpreter):
            made = have([interpreter, "-m", "venv", folder]) and have(
                [python, "-m", "pip", "install", package])
            if not made:
                shutil.rmtree(folder, ignore_errors=True)
        for candidate in [str(python), interpreter]:
            if have([candidate, "-c", f"import {package}"]):
                return [candidate, str(HERE / script)]
        return None
    return find


def built(name, *arguments, standard="c++20"):
    def find(_):
        if shutil.which("g++") is None:
            return None
        WORK.mkdir(exist_ok=True)
        command = ["g++", "-O3", f"-std={standard}", *map(str, arguments), "-o", str(WORK / name)]
        return [str(WORK / name)] if have(command) else None
    return find


def never(_):
    """No adapter here: BIMP is only a service; the others need an installation of their own."""
    return None


def ceiling(install):
    sources = [ROOT / "bench" / "ceiling.cc", ROOT / "bench" / "ceiling_bench.cc",
               ROOT / "src" / "simulate" / "statistics.cc"]
    found = built("ceiling_bench", f"-I{ROOT / 'src'}", f"-I{ROOT / 'bench'}", *sources,
                  "-lbenchmark")(install)
    return found and found + ["line"]


def simmer(_):
    return ["Rscript", str(HERE / "simmer_peer.R")] if have(
        ["Rscript", "-e", "library(simmer)"]) else None


# name, how to find it, dossiers of (a) and (b): some seconds each
PEERS = [
    ("ceiling", ceiling, 1_000_000, 1_000_000),
    ("systemc", built("systemc_peer", HERE / "systemc_peer.cc", "-lsystemc",
                      standard="c++17"), 500_000, 200_000),
    ("simpy-pypy", python_peer("simpy_peer.py", "simpy", "pypy3"), 200_000, 60_000),
    ("simpy", python_peer("simpy_peer.py", "simpy"), 100_000, 40_000),
    ("ciw", python_peer("ciw_peer.py", "ciw"), 50_000, 20_000),
    ("salabim", python_peer("salabim_peer.py", "salabim"), 20_000, 15_000),
    ("prosimos", python_peer("prosimos_peer.py", "prosimos"), 40_000, 10_000),
    ("simmer", simmer, 100_000, 40_000),
    ("jaamsim", never, 0, 0),
    ("qbp", never, 0, 0),
    ("bimp", never, 0, 0),
]


def run(command, workload, dossiers, seed):
    """(events per second, mean cycle in minutes)"""
    done = subprocess.run([*command, workload, str(dossiers), str(seed)], capture_output=True,
                          text=True, check=False,
                          env={**os.environ, "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE": "1"})
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr.strip()}")
    line = done.stdout.strip().splitlines()[-1]  # before it, what the libraries have to say
    print(line, flush=True)
    _, _, _, _, speed, mean = line.split()
    return float(speed), float(mean)


def expected(command, workload, dossiers):
    """Of the mean cycle times of runs of that length: the mean, its own deviation squared, and
    that of one run."""
    runs = min(200, max(20, SPREAD_DOSSIERS // dossiers))
    means = []
    for seed in range(1000, 1000 + runs):
        done = subprocess.run([*command, workload, str(dossiers), str(seed)], capture_output=True,
                              text=True, check=True)
        means.append(float(done.stdout.split()[5]))
    variance = statistics.variance(means)
    return statistics.mean(means), variance / runs, variance


def main():
    options = argparse.ArgumentParser(description=__doc__,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--install", action="store_true")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--scale", type=float, default=1.0, help="of the numbers of dossiers")
    options.add_argument("--only", default="", help="names, separated by commas")
    asked = options.parse_args()
    wanted = set(filter(None, asked.only.split(","))) | {"ceiling"}

    here, absent = [], []
    for name, find, a, b in PEERS:
        if asked.only and name not in wanted:
            continue
        command = find(asked.install)
        if command:
            here.append((name, command, {"a": int(a * asked.scale), "b": int(b * asked.scale)}))
        else:
            absent.append(f"{name}: " + ("no adapter here" if find is never else "not installed"))
            print(absent[-1])
    if not here or here[0][0] != "ceiling":
        sys.exit("the ceiling cannot be built: g++ and the Google Benchmark library are needed")

    results = {}  # (name, workload) -> [(speed, mean)]
    for turn in range(asked.rounds):
        for workload in "ab":
            for name, command, dossiers in here:
                results.setdefault((name, workload), []).append(
                    run(command, workload, dossiers[workload], turn + 1))
    sys.exit(table(here, absent, results, asked.rounds))


def table(here, absent, results, rounds):
    strangers = 0
    for workload in "ab":
        print(f"\nWorkload ({workload}), median of {rounds} runs\n")
        print("| peer | dossiers | events/s | ceiling / peer | share of the ceiling "
              "| mean cycle, min | expected | off by |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        top = [speed for speed, _ in results["ceiling", workload]]
        for name, _, dossiers in here:
            runs = results[name, workload]
            # Turn by turn: each run against the ceiling's of the same turn.
            ratio = statistics.median(t / speed for t, (speed, _) in zip(top, runs))
            speed = statistics.median(speed for speed, _ in runs)
            mean = statistics.mean(mean for _, mean in runs)
            centre, own, variance = expected(here[0][1], workload, dossiers[workload])
            off = (mean - centre) / (own + variance / rounds) ** 0.5
            # By chance alone rarer than 1 in 1,000, even where 20 runs tell the deviation.
            strangers += abs(off) > 4
            print(f"| {name} | {dossiers[workload]:,} | {speed:,.0f} | {ratio:,.1f} "
                  f"| {100 / ratio:.3g} % | {mean:.2f} | {centre:.2f} | {off:+.1f} deviations |")
    for line in absent:
        print(f"\n{line}")
    if strangers:
        print("\nA mean cycle time is too far off: that peer does not run the same model.")
    return 1 if strangers else 0


if __name__ == "__main__":
    main()
