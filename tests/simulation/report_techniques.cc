// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/report_techniques.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tests/simulation/paired.h"

namespace tonus::simulation {
namespace {

using Picks = std::function<bool(const Comparison&)>;

// The share of those that `counts` picks for which `right` holds.
std::string RowText(const char* name, const std::vector<const Life*>& lives,
                    const Picks& counts, const Picks& right) {
  std::vector<double> shares;
  int all = 0;
  for (const Life* life : lives) {
    int counted = 0;
    int found = 0;
    for (const Comparison& comparison : life->comparisons) {
      if (!counts(comparison)) continue;
      ++counted;
      found += right(comparison) ? 1 : 0;
    }
    if (counted == 0) continue;
    all += counted;
    shares.push_back(static_cast<double>(found) / counted);
  }
  std::string row =
      absl::StrFormat("| %s | %d | %d | ", name, all, shares.size());
  if (shares.size() < 2) return absl::StrCat(row, "- | - |\n");
  const Interval share = MeanOf(shares);
  return absl::StrCat(
      row, absl::StrFormat("%.1f %% | %.1f %% to %.1f %% |\n", 100 * share.mean,
                           100 * share.low, 100 * share.high));
}

}  // namespace

std::string TechniquesText(const std::vector<const Life*>& lives) {
  const Picks decided = [](const Comparison& c) { return c.decided; };
  const Picks measured = [](const Comparison& c) {
    return c.decided && c.by_measures;
  };
  const Picks shorter = [](const Comparison& c) {
    return c.decided && !c.by_measures;
  };
  const Picks scored = [](const Comparison& c) { return c.scored; };
  const Picks favoured = [](const Comparison& c) { return c.favoured_better; };
  const Picks first = [](const Comparison& c) { return c.first_better; };
  const Picks kept = [](const Comparison& c) { return c.kept_better; };
  return absl::StrCat(
      "| of comparisons of two techniques | comparisons | people | the better "
      "one | 95 % confidence interval |\n| --- | --- | --- | --- | --- |\n",
      RowText(
          "all that were done: the one that came first", lives,
          [](const Comparison&) { return true; }, first),
      RowText("uses of both were scored: the one that came first", lives,
              scored, first),
      RowText("uses of both were scored: the one that scored more", lives,
              scored, favoured),
      RowText("decided: the one that came first", lives, decided, first),
      RowText("decided: the one that is kept", lives, decided, kept),
      RowText("of these by what was measured: the one that came first", lives,
              measured, first),
      RowText("of these by what was measured: the one that is kept", lives,
              measured, kept),
      RowText("of these as the shorter one: the one that is kept", lives,
              shorter, kept));
}

}  // namespace tonus::simulation
