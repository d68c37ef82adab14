// SPDX-License-Identifier: Apache-2.0
// Makes calls and keeps count of how they end. One thread does everything, so
// that the generator takes one core and no more.

#ifndef TONUS_TESTS_BENCH_CALLER_H_
#define TONUS_TESTS_BENCH_CALLER_H_

#include <grpcpp/channel.h>
#include <grpcpp/completion_queue.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/histogram.h"
#include "tests/bench/requests.h"

namespace tonus::bench {

using Clock = std::chrono::steady_clock;

// Where calls go.
struct Route {
  std::vector<std::shared_ptr<grpc::Channel>> channels;  // Used in turn.
  std::string method;  // For example "/tonus.v1.RoutineService/GetSession".
  std::vector<std::pair<std::string, std::string>> headers;
};

// How calls ended.
struct Tally {
  int64_t calls = 0;
  int64_t failed = 0;
  std::string first_failure;  // Code and message; empty when none failed.
  int64_t request_bytes = 0;
  int64_t response_bytes = 0;
  Histogram latencies;  // Of those that did not fail.
};

// Not thread-safe. Responses are not parsed. Route and requests must outlive
// it.
class Caller {
 public:
  Caller(const Route& route, Requests& requests);

  // Waits for the calls under way.
  ~Caller();

  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;

  // Starts a call whose latency counts from `begin`. False when there is no
  // request to send now.
  bool Start(Clock::time_point begin);

  // Takes in one answer, if need be after waiting for it. False when no call
  // is under way.
  bool Await();

  // Takes in one answer that has arrived. False when none has.
  bool Poll();

  int in_flight() const { return in_flight_; }
  const Tally& tally() const { return tally_; }

 private:
  struct Flight;

  void TakeIn(Flight* flight);

  const Route& route_;
  Requests& requests_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Flight>> flights_;  // All that were ever needed.
  std::vector<Flight*> landed_;                   // Those to be used again.
  size_t next_channel_ = 0;
  int in_flight_ = 0;
  Tally tally_;
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_CALLER_H_
