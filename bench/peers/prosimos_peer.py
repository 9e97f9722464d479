"""Prosimos: the procedure as BPMN, the rest as its JSON; no log and no statistics written."""
import json
import math
import os
import random
import tempfile

import numpy
from prosimos.simulation_engine import run_simulation

import model

NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
ALWAYS = [{"from": "MONDAY", "to": "SUNDAY", "beginTime": "00:00:00", "endTime": "23:59:59.999999"}]
LONG = 1e12  # seconds: no upper limit


def exponential(minutes):
    return {"distribution_name": "expon",
            "distribution_params": [{"value": minutes * 60}, {"value": 0}, {"value": LONG}]}


def lognormal(median, p90):
    mu, sigma = model.mu_sigma(median * 60, p90 * 60)
    mean = math.exp(mu + sigma * sigma / 2)
    variance = math.expm1(sigma * sigma) * mean * mean
    return {"distribution_name": "lognorm",
            "distribution_params": [{"value": mean}, {"value": variance}, {"value": 0},
                                    {"value": LONG}]}


def bpmn(tasks, flows, gateways):
    nodes = ['<startEvent id="start"/>', '<endEvent id="end"/>']
    nodes += [f'<task id="{task}" name="{task}"/>' for task in tasks]
    nodes += [f'<exclusiveGateway id="{g}" gatewayDirection="{d}"/>' for g, d in gateways]
    nodes += [f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in flows]
    return (f'<definitions xmlns="{NAMESPACE}"><process id="p">' + "".join(nodes) +
            "</process></definitions>")


def parameters(gap, people, tasks, gateways):
    """tasks: [(name, pool, distribution)]"""
    return {
        "resource_profiles": [
            {"id": pool, "name": pool, "resource_list": [
                {"id": pool, "name": pool, "amount": n, "cost_per_hour": 1, "calendar": "always",
                 "assignedTasks": [t for t, p, _ in tasks if p == pool]}]}
            for pool, n in people.items()],
        "resource_calendars": [{"id": "always", "name": "always", "time_periods": ALWAYS}],
        "arrival_time_distribution": exponential(gap),
        "arrival_time_calendar": ALWAYS,
        "task_resource_distribution": [
            {"task_id": task, "resources": [{"resource_id": pool, **distribution}]}
            for task, pool, distribution in tasks],
        "gateway_branching_probabilities": gateways,
    }


def workload_a():
    flows = [("start", "s1"), ("s1", "end")]
    tasks = [("s1", "all", exponential(model.SERVICE_A))]
    return bpmn(["s1"], flows, []), parameters(model.GAP["a"], {"all": model.SERVERS_A}, tasks, [])


def workload_b():
    flows = [("start", "s1"), ("s1", "s2"), ("s2", "split"), ("split", "s3"), ("split", "join"),
             ("s3", "join"), ("join", "s4"), ("s4", "s5"), ("s5", "s6"), ("s6", "end")]
    tasks = [(name, pool, lognormal(median, p90)) for name, pool, median, p90 in model.STEPS]
    gateways = [{"gateway_id": "split", "probabilities": [
        {"path_id": "split_s3", "value": model.NO_SKIP},
        {"path_id": "split_join", "value": 1 - model.NO_SKIP}]}]
    return (bpmn([task for task, _, _ in tasks], flows,
                 [("split", "Diverging"), ("join", "Converging")]),
            parameters(model.GAP["b"], model.PEOPLE, tasks, gateways))


def run(workload, dossiers, seed):
    random.seed(seed)
    numpy.random.seed(seed)
    diagram, settings = workload_a() if workload == "a" else workload_b()
    with tempfile.TemporaryDirectory() as folder:
        paths = os.path.join(folder, "model.bpmn"), os.path.join(folder, "model.json")
        with open(paths[0], "w") as file:
            file.write(diagram)
        with open(paths[1], "w") as file:
            json.dump(settings, file)
        os.chdir(folder)  # where it leaves its warnings
        _, log = run_simulation(*paths, dossiers, starting_at="2025-01-06T00:00:00+00:00")
        os.chdir("/")
    cycle = sum((t.completed_at - t.started_at).total_seconds() for t in log.trace_list)
    return cycle / dossiers / 60, sum(len(t.event_list) for t in log.trace_list)


if __name__ == "__main__":
    model.main("prosimos", run)
