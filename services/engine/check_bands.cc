// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <vector>

#include "services/engine/bands.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Bands;
using ::tonus::knowledge::v1::Interval;
using ::tonus::knowledge::v1::Test;

std::vector<double> MultiplesOfStep(const Test& test) {
  std::vector<double> values;
  for (double k = std::ceil(test.min() / test.step());
       k * test.step() <= test.max(); ++k) {
    values.push_back(k * test.step());
  }
  return values;
}

// An end that is no finite number has its complaint already, and can not be
// sorted.
void AddEnd(bool given, double end, std::vector<double>& ends) {
  if (given && std::isfinite(end)) ends.push_back(end);
}

void AddEnds(const Interval& interval, std::vector<double>& ends) {
  AddEnd(interval.has_min(), interval.min(), ends);
  AddEnd(interval.has_max(), interval.max(), ends);
}

// Between two neighbouring ends of bands nothing changes, so the ends and one
// value between each two speak for the whole range.
std::vector<double> TellingValues(const Test& test, const Bands& bands) {
  std::vector<double> values;
  AddEnd(true, test.min(), values);
  AddEnd(true, test.max(), values);
  AddEnds(bands.normal(), values);
  AddEnds(bands.borderline(), values);
  AddEnds(bands.abnormal(), values);
  std::sort(values.begin(), values.end());
  const size_t ends = values.size();
  for (size_t i = 1; i < ends; ++i) {
    values.push_back((values[i - 1] + values[i]) / 2);
  }
  values.erase(std::remove_if(values.begin(), values.end(),
                              [&test](double value) {
                                return value < test.min() || value > test.max();
                              }),
               values.end());
  return values;
}

void CheckInterval(EntryCheck& entry, absl::string_view what,
                   const Interval& interval) {
  if (!interval.has_min() || !interval.has_max()) return;
  const bool holds_one = interval.min() < interval.max() ||
                         (interval.min() == interval.max() &&
                          !interval.min_excluded() && !interval.max_excluded());
  if (holds_one) return;
  entry.Complain(knowledge::v1::PACK_CHECK_BANDS,
                 absl::StrCat(what, " holds no value"));
}

}  // namespace

void CheckBands(EntryCheck& entry, absl::string_view what, const Test& test,
                const Bands& bands) {
  const auto check_interval = [&](absl::string_view name,
                                  const Interval& interval) {
    CheckInterval(entry, absl::StrCat(what, ".", name), interval);
  };
  check_interval("normal", bands.normal());
  check_interval("borderline", bands.borderline());
  check_interval("abnormal", bands.abnormal());
  check_interval("excess", bands.excess());
  entry.Expect(bands.has_normal(), absl::StrCat(what, ".normal is missing"));
  entry.Expect(bands.has_abnormal(),
               absl::StrCat(what, ".abnormal is missing"));

  // More steps than this are a mistake in the step.
  if (test.step() > 0 && (test.max() - test.min()) / test.step() > 100'000) {
    entry.Complain("step is too small for min and max");
    return;
  }
  for (const double value :
       test.step() > 0 ? MultiplesOfStep(test) : TellingValues(test, bands)) {
    std::vector<absl::string_view> holding;
    if (Contains(bands.normal(), value)) {
      holding.emplace_back("normal");
    }
    if (Contains(bands.borderline(), value)) {
      holding.emplace_back("borderline");
    }
    if (Contains(bands.abnormal(), value)) {
      holding.emplace_back("abnormal");
    }
    if (holding.size() == 1) continue;
    // One value is enough to find the mistake.
    entry.Complain(knowledge::v1::PACK_CHECK_BANDS,
                   holding.empty()
                       ? absl::StrCat(what, " leave ", value, " without a band")
                       : absl::StrCat(what, " put ", value, " into ",
                                      holding[0], " and ", holding[1]));
    return;
  }
}

}  // namespace tonus::engine
