// SPDX-License-Identifier: Apache-2.0
// The simulated clinic: thousands of lives against the real engine, and a table
// of what adapting changes. Exit code 1 when an invariant did not hold.

#include <atomic>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/knowledge/released_pack.h"
#include "tests/simulation/life.h"
#include "tests/simulation/report.h"
#include "tests/simulation/simulation_options.h"

namespace tonus::simulation {
namespace {

constexpr size_t kMostComplaints = 20;

Twins LiveThrice(const engine::Knowledge& knowledge, uint64_t seed, int weeks) {
  Twins twins;
  twins.seed = seed;
  twins.adapted = Live(knowledge, seed, Arm::kAdapted, weeks);
  twins.unadapted = Live(knowledge, seed, Arm::kUnadapted, weeks);
  twins.nothing = Live(knowledge, seed, Arm::kNothing, weeks);
  for (Life* life : {&twins.adapted, &twins.unadapted, &twins.nothing}) {
    life->record.clear();  // Megabytes in all.
    life->record.shrink_to_fit();
  }
  return twins;
}

std::vector<Twins> LiveAll(const engine::Knowledge& knowledge,
                           const SimulationOptions& options) {
  std::vector<Twins> people(options.lives);
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  threads.reserve(options.threads);
  for (int i = 0; i < options.threads; ++i) {
    threads.emplace_back([&] {
      for (int life = next++; life < options.lives; life = next++) {
        people[life] =
            LiveThrice(knowledge, options.seed + life, options.weeks);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return people;
}

int Main(int argc, char** argv) {
  int exit_code = 2;
  const std::optional<SimulationOptions> options =
      ParseOptions(argc, argv, &exit_code);
  if (!options.has_value()) return exit_code;
  const absl::StatusOr<engine::Knowledge> knowledge = OpenReleasedPack();
  if (!knowledge.ok()) {
    std::fprintf(stderr, "tonus_simulation: %s\n",
                 knowledge.status().ToString().c_str());
    return 2;
  }
  const std::vector<Twins> people = LiveAll(*knowledge, *options);
  std::printf("%s", ReportText(people, options->weeks).c_str());
  const std::vector<std::string> complaints = ComplaintsOf(people);
  std::printf("\nInvariants that did not hold: %zu\n", complaints.size());
  for (size_t i = 0; i < complaints.size() && i < kMostComplaints; ++i) {
    std::printf("%s\n", complaints[i].c_str());
  }
  return complaints.empty() ? 0 : 1;
}

}  // namespace
}  // namespace tonus::simulation

int main(int argc, char** argv) { return tonus::simulation::Main(argc, argv); }
