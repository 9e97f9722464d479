"""salabim: a component for each dossier, a Resource for each pool, whose monitors are off; with
`yield`, as its yieldless mode needs one thread of control more for each component."""
import random

import salabim

import model

salabim.yieldless(False)


def run(workload, dossiers, seed):
    dice = random.Random(seed)
    env = salabim.Environment(time_unit="minutes", trace=False)
    tally = {"cycle": 0.0, "completions": 0}
    people = {"all": model.SERVERS_A} if workload == "a" else model.PEOPLE
    pools = {name: salabim.Resource(capacity=n, monitor=False) for name, n in people.items()}
    if workload == "a":
        steps = [("s1", pools["all"], lambda: dice.expovariate(1 / model.SERVICE_A))]
    else:
        def service(median, p90):
            mu, sigma = model.mu_sigma(median, p90)
            return lambda: dice.lognormvariate(mu, sigma)
        steps = [(name, pools[pool], service(median, p90))
                 for name, pool, median, p90 in model.STEPS]

    class Dossier(salabim.Component):
        def process(self):
            arrived = env.now()
            for name, pool, service in steps:
                if name == "s3" and dice.random() >= model.NO_SKIP:
                    continue
                yield self.request(pool)
                yield self.hold(service())
                self.release(pool)
                tally["completions"] += 1
            tally["cycle"] += env.now() - arrived

    class Arrivals(salabim.Component):
        def process(self):
            for _ in range(dossiers):
                yield self.hold(dice.expovariate(1 / model.GAP[workload]))
                Dossier()

    Arrivals()
    env.run()
    return tally["cycle"] / dossiers, tally["completions"]


if __name__ == "__main__":
    model.main("salabim", run)
