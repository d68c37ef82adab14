// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/bench_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

namespace tonus::bench {
namespace {

// --quick: proves that everything runs; its figures mean nothing.
constexpr int kQuickPairs = 1;
constexpr double kQuickSliceSeconds = 0.3;
constexpr int kQuickPatients = 80;

}  // namespace

std::optional<BenchOptions> ParseOptions(int argc, char** argv,
                                         int* exit_code) {
  BenchOptions options;
  double slice_seconds = absl::ToDoubleSeconds(options.plan.slice);
  bool quick = false;
  const std::filesystem::path programs =
      std::filesystem::read_symlink("/proc/self/exe").parent_path();
  options.tonusd = programs / "tonusd";
  options.echo = programs / "tonus_bench_echo";

  CLI::App app(
      "Measures tonusd beside an empty echo of the same size, both as real "
      "processes on this machine, and prints both and their ratio.");
  app.option_defaults()->always_capture_default();
  app.add_option("--tonusd", options.tonusd, "server to measure");
  app.add_option("--echo", options.echo, "echo to measure beside it");
  app.add_option("--folder", options.folder,
                 "where a temporary data folder is made; its disk is measured");
  app.add_option("--examples", options.examples,
                 "folder of the desk worker's files");
  app.add_option("--json", options.json, "file to write every slice to");
  app.add_option("--methods", options.methods, "methods to measure")
      ->delimiter(',')
      ->check(CLI::IsMember(options.methods));
  app.add_option("--patients", options.patients,
                 "patients that are read, and new ones per writing slice");
  app.add_option("--connections", options.connections,
                 "connections to each server")
      ->check(CLI::Range(1, 100));
  app.add_option("--pairs", options.plan.pairs, "pairs of slices of each load")
      ->check(CLI::Range(1, 1000));
  app.add_option("--slice", slice_seconds, "seconds of a slice")
      ->check(CLI::Range(0.05, 600.0));
  app.add_option("--open-share", options.plan.open_share,
                 "arrivals of the open loop, as a share of the best closed one")
      ->check(CLI::Range(0.01, 1.0));
  app.add_option("--seed", options.plan.seed,
                 "of the order of the reads and of the arrivals");
  app.add_option("--load-token-file", options.load_token_file,
                 "credential of the measured calls, instead of the one that "
                 "tonusd makes");
  app.add_flag("--quick", quick,
               "one short pair of each, to see that everything runs");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    *exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (quick) {
    options.plan.pairs = kQuickPairs;
    options.patients = kQuickPatients;
    slice_seconds = kQuickSliceSeconds;
    options.probe = absl::Milliseconds(100);
  }
  options.plan.slice = absl::Seconds(slice_seconds);
  // A closed loop needs a free patient for each of its calls.
  options.patients =
      std::max(options.patients, options.plan.concurrencies.back());
  return options;
}

}  // namespace tonus::bench
