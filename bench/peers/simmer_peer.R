# simmer: a trajectory, a resource for each pool.
suppressPackageStartupMessages(library(simmer))

asked <- commandArgs(trailingOnly = TRUE)
workload <- asked[1]
dossiers <- as.integer(asked[2])
set.seed(as.integer(asked[3]))
z90 <- 1.2815515655446004

step <- function(path, pool, service) {
  seize(path, pool) |> timeout(service) |> release(pool)
}
lognormal <- function(median, p90) {
  sigma <- log(p90 / median) / z90
  function() rlnorm(1, log(median), sigma)
}

begun <- sum(proc.time()[1:2])  # processor time
office <- simmer()
if (workload == "a") {
  gap <- 250 / 60
  path <- step(trajectory(), "all", function() rexp(1, 1 / 10))
  office <- add_resource(office, "all", 3)
} else {
  gap <- 693.211 / 60
  verify <- step(trajectory(), "specialist", lognormal(15, 45))
  path <- trajectory() |>
    step("reception", lognormal(8, 20)) |>
    step("specialist", lognormal(12, 30)) |>
    branch(function() as.integer(runif(1) < 0.7), continue = TRUE, verify) |>
    step("leader", lognormal(6, 15)) |>
    step("specialist", lognormal(5, 12)) |>
    step("reception", lognormal(4, 10))
  office <- office |>
    add_resource("reception", 3) |>
    add_resource("specialist", 4) |>
    add_resource("leader", 1)
}
office <- add_generator(office, "dossier", path, at(cumsum(rexp(dossiers, 1 / gap))))
run(office)
arrivals <- get_mon_arrivals(office)
served <- nrow(get_mon_arrivals(office, per_resource = TRUE))
mean_cycle <- mean(arrivals$end_time - arrivals$start_time)
seconds <- sum(proc.time()[1:2]) - begun
events <- dossiers + served
cat(sprintf("simmer %s %d %.6f %.0f %.4f\n", workload, events, seconds, events / seconds,
            mean_cycle))
