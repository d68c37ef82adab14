// SPDX-License-Identifier: Apache-2.0
// One method of tonusd beside the echo, under every load.

#ifndef TONUS_TESTS_BENCH_EXPERIMENT_H_
#define TONUS_TESTS_BENCH_EXPERIMENT_H_

#include <grpcpp/channel.h>
#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/report.pb.h"
#include "tests/bench/subject.h"

namespace tonus::bench {

// A running server and the connections to it.
struct Server {
  pid_t pid = 0;
  std::vector<std::shared_ptr<grpc::Channel>> channels;
};

struct Plan {
  int pairs = 5;
  absl::Duration slice = absl::Milliseconds(1500);
  std::vector<int> concurrencies = {1, 16, 64};  // Of the closed loops.
  double open_share = 0.5;  // Arrivals as a share of tonusd's closed-loop peak.
  uint64_t seed = 1;
};

class Experiment {
 public:
  // `authorization` is the header value of every measured call, to both.
  Experiment(Server echo, Server tonus, std::string authorization, Plan plan);

  // Measures every load as pairs of slices, echo and tonusd one right after the
  // other, in the other order every second time, so that what changes slowly on
  // the machine meets both alike.
  // Fails only where the requests can not be prepared: failed calls are counted
  // in the report.
  absl::StatusOr<MethodReport> Measure(const Subject& subject) const;

 private:
  struct Routes;

  // Runs one slice on each server.
  template <typename Load>
  absl::StatusOr<Pair> MeasurePair(const Load& load, bool echo_first,
                                   const Subject& subject,
                                   const Routes& routes) const;
  template <typename Load>
  absl::StatusOr<LoadReport> MeasureLoad(const Load& load,
                                         const Subject& subject,
                                         const Routes& routes) const;

  Server echo_;
  Server tonus_;
  std::string authorization_;
  Plan plan_;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_EXPERIMENT_H_
