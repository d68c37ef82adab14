// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/table.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/bench/spread.h"

namespace tonus::bench {
namespace {

constexpr double kMiB = 1 << 20;

using Figure = double (Slice::*)() const;
using Side = const Slice& (Pair::*)() const;

double MedianOf(const LoadReport& load, Side side, Figure figure) {
  std::vector<double> values;
  for (const Pair& pair : load.pairs()) {
    values.push_back(((pair.*side)().*figure)());
  }
  return SpreadOf(std::move(values)).median;
}

std::string RatioOf(const LoadReport& load, Figure figure) {
  std::vector<double> ratios;
  for (const Pair& pair : load.pairs()) {
    const double echo = (pair.echo().*figure)();
    if (echo > 0) ratios.push_back((pair.tonus().*figure)() / echo);
  }
  if (ratios.empty()) return "-";
  const Spread spread = SpreadOf(std::move(ratios));
  return absl::StrFormat("%.2f (%.2f-%.2f)", spread.median, spread.min,
                         spread.max);
}

std::string NameOf(const LoadReport& load) {
  if (load.concurrency() > 0) {
    return absl::StrFormat("closed, %d in flight", load.concurrency());
  }
  return absl::StrFormat("open, %.0f/s", load.arrivals_per_second());
}

std::string ServerRow(const LoadReport& load, Side side,
                      absl::string_view server) {
  int64_t failed = 0;
  int64_t resident_bytes = 0;
  for (const Pair& pair : load.pairs()) {
    failed += (pair.*side)().failed_calls();
    resident_bytes = std::max(resident_bytes, (pair.*side)().resident_bytes());
  }
  return absl::StrFormat(
      "| %s | %s | %.0f | %.0f | %.0f | %.1f | %.2f | %.0f | %d |\n",
      NameOf(load), server, MedianOf(load, side, &Slice::calls_per_second),
      MedianOf(load, side, &Slice::p50_us),
      MedianOf(load, side, &Slice::p99_us),
      MedianOf(load, side, &Slice::cpu_us_per_call),
      MedianOf(load, side, &Slice::switches_per_call),
      static_cast<double>(resident_bytes) / kMiB, failed);
}

std::string RatioRow(const LoadReport& load) {
  return absl::StrCat("| ", NameOf(load), " | ratio | ",
                      RatioOf(load, &Slice::calls_per_second), " | ",
                      RatioOf(load, &Slice::p50_us), " | ",
                      RatioOf(load, &Slice::p99_us), " | ",
                      RatioOf(load, &Slice::cpu_us_per_call), " | ",
                      RatioOf(load, &Slice::switches_per_call), " | | |\n");
}

}  // namespace

std::string ConditionsText(const Report& report) {
  return absl::StrFormat(
      "%d cores, gRPC %s. Before: syncing 8 KiB took %.0f us (median), equal "
      "computations differed by %.0f %%.\n",
      report.cores(), report.grpc_version(), report.quiet_probe().sync_p50_us(),
      100 * report.quiet_probe().spin_variation());
}

std::string SummaryText(const Report& report) {
  std::string text =
      absl::StrFormat("\nFailed calls: %d", report.failed_calls());
  if (!report.first_failure().empty()) {
    absl::StrAppend(&text, " (first: ", report.first_failure(), ")");
  }
  absl::StrAppend(&text,
                  ". Acknowledged writes looked for: ", report.writes_checked(),
                  ", lost: ", report.writes_lost(), ".\n");
  return text;
}

std::string MethodText(const MethodReport& method) {
  std::string text = absl::StrFormat(
      "\n### %s (request %d bytes, response %d bytes)\n\n"
      "| load | server | calls/s | p50 us | p99 us | CPU us/call | "
      "switches/call | RSS MiB | failed |\n"
      "|---|---|---|---|---|---|---|---|---|\n",
      method.method(), method.request_bytes(), method.response_bytes());
  for (const LoadReport& load : method.loads()) {
    absl::StrAppend(&text, ServerRow(load, &Pair::echo, "echo"),
                    ServerRow(load, &Pair::tonus, "tonusd"), RatioRow(load));
  }
  return text;
}

}  // namespace tonus::bench
