// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/simulation_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

namespace tonus::simulation {

std::optional<SimulationOptions> ParseOptions(int argc, char** argv,
                                              int* exit_code) {
  SimulationOptions options;
  options.threads =
      std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  CLI::App app(
      "Lets people of a model live with the real engine, each three times: "
      "with the programme adapted, with the same left unadapted, and with "
      "nothing. Prints the differences with their confidence intervals.");
  app.option_defaults()->always_capture_default();
  app.add_option("--lives", options.lives, "people")
      ->check(CLI::Range(2, 1000000));
  app.add_option("--seed", options.seed,
                 "of the first person; the next ones follow it");
  app.add_option("--weeks", options.weeks, "that they live")
      ->check(CLI::Range(1, 52));
  app.add_option("--threads", options.threads,
                 "that live at once; the result is the same")
      ->check(CLI::Range(1, 256));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    *exit_code = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  return options;
}

}  // namespace tonus::simulation
