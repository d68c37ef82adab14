// SPDX-License-Identifier: Apache-2.0
// Two ways to ask a server for work.

#ifndef TONUS_TESTS_BENCH_LOAD_H_
#define TONUS_TESTS_BENCH_LOAD_H_

#include <sys/types.h>

#include <cstdint>

#include "absl/time/time.h"
#include "tests/bench/caller.h"
#include "tests/bench/report.pb.h"
#include "tests/bench/requests.h"

namespace tonus::bench {

// Keeps a number of calls in flight: as soon as one is answered the next one
// starts. Shows the most that a server can do. Its latencies flatter, since a
// server that stalls is asked nothing meanwhile.
struct ClosedLoop {
  int concurrency = 1;
  absl::Duration duration;
};

// Calls arrive by a schedule that is independent of the answers, at random
// (Poisson) times. Latencies count from the scheduled arrival, so a stall is
// felt by every call that arrived during it. The generator spins, because
// timers are coarser than the latencies measured. When 1000 calls are in flight
// or no request is free, arrivals wait in the generator, and that wait counts.
struct OpenLoop {
  double arrivals_per_second = 0;
  absl::Duration duration;
  uint64_t seed = 0;
};

// Applies the load and waits for every answer. `server` is the process whose
// use of the machine is measured.
Slice RunLoad(const ClosedLoop& load, const Route& route, Requests& requests,
              pid_t server);
Slice RunLoad(const OpenLoop& load, const Route& route, Requests& requests,
              pid_t server);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_LOAD_H_
