// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/experiment.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/status_macros.h"
#include "tests/bench/caller.h"
#include "tests/bench/echo_protocol.h"
#include "tests/bench/load.h"
#include "tests/bench/spread.h"

namespace tonus::bench {
namespace {

constexpr int kWarmUpConcurrency = 16;

void Describe(const ClosedLoop& load, LoadReport& report) {
  report.set_concurrency(load.concurrency);
}

void Describe(const OpenLoop& load, LoadReport& report) {
  report.set_arrivals_per_second(load.arrivals_per_second);
}

double MedianCallsPerSecond(const LoadReport& report) {
  std::vector<double> values;
  for (const Pair& pair : report.pairs()) {
    values.push_back(pair.tonus().calls_per_second());
  }
  return SpreadOf(std::move(values)).median;
}

}  // namespace

struct Experiment::Routes {
  Route echo;
  Route tonus;
};

Experiment::Experiment(Server echo, Server tonus, std::string authorization,
                       Plan plan)
    : echo_(std::move(echo)),
      tonus_(std::move(tonus)),
      authorization_(std::move(authorization)),
      plan_(std::move(plan)) {}

template <typename Load>
absl::StatusOr<Pair> Experiment::MeasurePair(const Load& load, bool echo_first,
                                             const Subject& subject,
                                             const Routes& routes) const {
  TONUS_ASSIGN_OR_RETURN(const auto requests, subject.prepare());
  RepeatedRequests samples(subject.samples, plan_.seed);
  Pair pair;
  for (const bool echo : {echo_first, !echo_first}) {
    if (echo) {
      *pair.mutable_echo() = RunLoad(load, routes.echo, samples, echo_.pid);
    } else {
      *pair.mutable_tonus() =
          RunLoad(load, routes.tonus, *requests, tonus_.pid);
    }
  }
  return pair;
}

template <typename Load>
absl::StatusOr<LoadReport> Experiment::MeasureLoad(const Load& load,
                                                   const Subject& subject,
                                                   const Routes& routes) const {
  LoadReport report;
  Describe(load, report);
  for (int i = 0; i < plan_.pairs; ++i) {
    TONUS_ASSIGN_OR_RETURN(
        *report.add_pairs(),
        MeasurePair(load, /*echo_first=*/i % 2 == 0, subject, routes));
  }
  return report;
}

absl::StatusOr<MethodReport> Experiment::Measure(const Subject& subject) const {
  Routes routes;
  routes.tonus = {
      tonus_.channels, subject.path, {{"authorization", authorization_}}};
  routes.echo = {echo_.channels, kEchoPath, routes.tonus.headers};

  // Warms both up, and tells how large the answers of the echo must be.
  const ClosedLoop warm_up = {kWarmUpConcurrency, plan_.slice / 3};
  routes.echo.headers.emplace_back(kEchoBytesHeader, "0");
  MethodReport report;
  TONUS_ASSIGN_OR_RETURN(
      *report.mutable_warm_up(),
      MeasurePair(warm_up, /*echo_first=*/true, subject, routes));
  const Slice& first = report.warm_up().tonus();
  const auto response_bytes =
      static_cast<int>(std::lround(first.response_bytes()));
  routes.echo.headers.back().second = absl::StrCat(response_bytes);

  report.set_method(subject.name);
  report.set_request_bytes(
      static_cast<int>(std::lround(first.request_bytes())));
  report.set_response_bytes(response_bytes);
  double peak = 0;
  for (const int concurrency : plan_.concurrencies) {
    TONUS_ASSIGN_OR_RETURN(
        *report.add_loads(),
        MeasureLoad(ClosedLoop{concurrency, plan_.slice}, subject, routes));
    peak = std::max(peak, MedianCallsPerSecond(*report.loads().rbegin()));
  }
  const OpenLoop open = {peak * plan_.open_share, plan_.slice, plan_.seed};
  TONUS_ASSIGN_OR_RETURN(*report.add_loads(),
                         MeasureLoad(open, subject, routes));
  return report;
}

}  // namespace tonus::bench
