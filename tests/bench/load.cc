// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load.h"

#include <algorithm>
#include <random>

#include "tests/bench/process_usage.h"

namespace tonus::bench {
namespace {

// Below the calls that tonusd takes before it refuses more.
constexpr int kMaxInFlight = 1000;

void Run(const ClosedLoop& load, Caller& caller) {
  const Clock::time_point end =
      Clock::now() + absl::ToChronoNanoseconds(load.duration);
  for (int i = 0; i < load.concurrency; ++i) caller.Start(Clock::now());
  while (caller.Await()) {
    const Clock::time_point now = Clock::now();
    if (now < end) caller.Start(now);
  }
}

void Run(const OpenLoop& load, Caller& caller) {
  std::mt19937_64 random(load.seed);
  std::exponential_distribution<double> seconds(load.arrivals_per_second);
  const auto gap = [&] {
    return absl::ToChronoNanoseconds(absl::Seconds(seconds(random)));
  };
  const Clock::time_point begin = Clock::now();
  const Clock::time_point end =
      begin + absl::ToChronoNanoseconds(load.duration);
  Clock::time_point arrival = begin;
  while (arrival < end || caller.in_flight() > 0) {
    while (arrival < end && arrival <= Clock::now() &&
           caller.in_flight() < kMaxInFlight && caller.Start(arrival)) {
      arrival += gap();
    }
    caller.Poll();
  }
}

template <typename Load>
Slice Measure(const Load& load, const Route& route, Requests& requests,
              pid_t server) {
  Caller caller(route, requests);
  const ProcessUsage before = UsageOf(server);
  const Clock::time_point begin = Clock::now();
  Run(load, caller);
  const absl::Duration elapsed = absl::FromChrono(Clock::now() - begin);
  const ProcessUsage after = UsageOf(server);

  const Tally& tally = caller.tally();
  const auto calls = static_cast<double>(std::max<int64_t>(tally.calls, 1));
  Slice slice;
  slice.set_calls(tally.calls);
  slice.set_failed_calls(tally.failed);
  slice.set_first_failure(tally.first_failure);
  slice.set_seconds(absl::ToDoubleSeconds(elapsed));
  slice.set_calls_per_second(static_cast<double>(tally.calls) /
                             absl::ToDoubleSeconds(elapsed));
  slice.set_p50_us(
      absl::ToDoubleMicroseconds(tally.latencies.Percentile(0.50)));
  slice.set_p99_us(
      absl::ToDoubleMicroseconds(tally.latencies.Percentile(0.99)));
  slice.set_cpu_us_per_call(absl::ToDoubleMicroseconds(after.cpu - before.cpu) /
                            calls);
  slice.set_switches_per_call(static_cast<double>(after.voluntary_switches -
                                                  before.voluntary_switches) /
                              calls);
  slice.set_resident_bytes(after.resident_bytes);
  slice.set_request_bytes(static_cast<double>(tally.request_bytes) / calls);
  slice.set_response_bytes(
      static_cast<double>(tally.response_bytes) /
      static_cast<double>(std::max<int64_t>(tally.calls - tally.failed, 1)));
  return slice;
}

}  // namespace

Slice RunLoad(const ClosedLoop& load, const Route& route, Requests& requests,
              pid_t server) {
  return Measure(load, route, requests, server);
}

Slice RunLoad(const OpenLoop& load, const Route& route, Requests& requests,
              pid_t server) {
  return Measure(load, route, requests, server);
}

}  // namespace tonus::bench
