"""SimPy: a process for each dossier, a Resource for each pool."""
import random

import simpy

import model


def run(workload, dossiers, seed):
    dice = random.Random(seed)
    env = simpy.Environment()
    tally = {"cycle": 0.0, "completions": 0}

    if workload == "a":
        servers = simpy.Resource(env, model.SERVERS_A)

        def dossier():
            arrived = env.now
            with servers.request() as request:
                yield request
                yield env.timeout(dice.expovariate(1 / model.SERVICE_A))
            tally["completions"] += 1
            tally["cycle"] += env.now - arrived
    else:
        pools = {name: simpy.Resource(env, people) for name, people in model.PEOPLE.items()}
        steps = [(name, pools[pool], *model.mu_sigma(median, p90))
                 for name, pool, median, p90 in model.STEPS]

        def dossier():
            arrived = env.now
            for name, pool, mu, sigma in steps:
                if name == "s3" and dice.random() >= model.NO_SKIP:
                    continue
                with pool.request() as request:
                    yield request
                    yield env.timeout(dice.lognormvariate(mu, sigma))
                tally["completions"] += 1
            tally["cycle"] += env.now - arrived

    def arrivals():
        rate = 1 / model.GAP[workload]
        for _ in range(dossiers):
            yield env.timeout(dice.expovariate(rate))
            env.process(dossier())

    env.process(arrivals())
    env.run()
    return tally["cycle"] / dossiers, tally["completions"]


if __name__ == "__main__":
    import platform
    pypy = platform.python_implementation() == "PyPy"
    model.main("simpy-pypy" if pypy else "simpy", run)
