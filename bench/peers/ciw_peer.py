"""Ciw: a node for each pool, so that its steps share one queue; a class for each step, which is the
service it asks for there. Where to go next is a routing of ours, which also sets the class."""
import ciw

import model


class Onward(ciw.routing.NodeRouting):
    """From this node on: the next step of the individual, by the step it has just finished."""

    def next_node(self, ind):
        step = int(ind.customer_class) + 1
        if step == 2 and ciw.rng.random() >= model.NO_SKIP:
            step = 3
        if step == len(model.STEPS):
            return self.simulation.nodes[-1]
        ind.customer_class = ind.next_class = CLASS[step]
        return self.simulation.nodes[NODE[step]]


POOLS = list(model.PEOPLE)
CLASS = [str(step) for step in range(len(model.STEPS))]
NODE = [POOLS.index(pool) + 1 for _, pool, _, _ in model.STEPS]


def network(workload):
    arrivals = ciw.dists.Exponential(rate=1 / model.GAP[workload])
    if workload == "a":
        return ciw.create_network(
            arrival_distributions=[arrivals],
            service_distributions=[ciw.dists.Exponential(rate=1 / model.SERVICE_A)],
            number_of_servers=[model.SERVERS_A])
    nobody = ciw.dists.Deterministic(0)
    services, comes, routes = {}, {}, {}
    for step, (_, pool, median, p90) in enumerate(model.STEPS):
        services[CLASS[step]] = [
            ciw.dists.Lognormal(*model.mu_sigma(median, p90)) if name == pool else nobody
            for name in POOLS]
        comes[CLASS[step]] = [arrivals if step == 0 and name == pool else None for name in POOLS]
        routes[CLASS[step]] = ciw.routing.NetworkRouting([Onward() for _ in POOLS])
    return ciw.create_network(
        arrival_distributions=comes, service_distributions=services, routing=routes,
        number_of_servers=list(model.PEOPLE.values()))


def run(workload, dossiers, seed):
    ciw.seed(seed)
    simulation = ciw.Simulation(network(workload))
    # Stops when so many have left: the tail of the others is not run, which is no matter at this
    # length. Counted are the completions of all.
    simulation.simulate_until_max_customers(dossiers, method="Finish")
    came, went, completions = {}, {}, 0
    for record in simulation.get_all_records(only=["service"]):
        completions += 1
        number = record.id_number
        came[number] = min(record.arrival_date, came.get(number, record.arrival_date))
        went[number] = max(record.exit_date, went.get(number, 0))
    done = [i.id_number for i in simulation.nodes[-1].all_individuals]
    return sum(went[i] - came[i] for i in done) / len(done), completions


if __name__ == "__main__":
    model.main("ciw", run)
