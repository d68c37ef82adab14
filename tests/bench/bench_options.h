// SPDX-License-Identifier: Apache-2.0
// The command line of the benchmark.

#ifndef TONUS_TESTS_BENCH_BENCH_OPTIONS_H_
#define TONUS_TESTS_BENCH_BENCH_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/experiment.h"

namespace tonus::bench {

struct BenchOptions {
  std::string tonusd;  // Programs.
  std::string echo;
  std::string folder = "/var/tmp";           // Data goes below it.
  std::string examples = "deploy/examples";  // Folder of the desk worker.
  std::string json;                          // Empty: no JSON.
  std::string load_token_file;               // Empty: the development token.
  std::vector<std::string> methods = {"GetSession", "GetRoutine",
                                      "SubmitAssessment"};
  int patients = 200;
  int connections = 4;
  absl::Duration probe = absl::Seconds(1);
  Plan plan;
};

// Returns the options, or the exit code of a program that has said what is
// wrong, or has given help.
std::optional<BenchOptions> ParseOptions(int argc, char** argv, int* exit_code);

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_BENCH_OPTIONS_H_
