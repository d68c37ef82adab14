// SPDX-License-Identifier: Apache-2.0
// Whether the bands of a test run the way that its direction says: otherwise
// every healthy result would be read as a finding.
#include <optional>
#include <string>

#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Bands;
using ::tonus::knowledge::v1::Interval;
using ::tonus::knowledge::v1::Test;

// The middle of a band within the range of the test. Bands do not overlap, so
// their middles stand in their order.
std::optional<double> MiddleOf(const Test& test, bool given,
                               const Interval& interval) {
  if (!given) return std::nullopt;
  const double low = interval.has_min() ? interval.min() : test.min();
  const double high = interval.has_max() ? interval.max() : test.max();
  // A band that holds no value is somebody else's complaint.
  if (low > high) return std::nullopt;
  return low + (high - low) / 2;
}

// Complains unless `better` lies where better values lie, seen from `worse`.
// Either may be absent.
void ExpectBetter(EntryCheck& entry, absl::string_view what, const Test& test,
                  absl::string_view better_name, std::optional<double> better,
                  absl::string_view worse_name, std::optional<double> worse) {
  if (!better.has_value() || !worse.has_value()) return;
  const bool higher = test.direction() == knowledge::v1::DIRECTION_HIGHER;
  if (higher ? *better < *worse : *better > *worse) {
    entry.Complain(
        knowledge::v1::PACK_CHECK_BANDS,
        absl::StrCat(what, " put ", better_name, higher ? " below " : " above ",
                     worse_name, ", but ", higher ? "larger" : "smaller",
                     " values are better"));
  }
}

// Whether every normal value shows an excess as well.
bool CoversNormal(const Test& test, const Bands& bands) {
  if (!bands.has_normal() || !bands.has_excess()) return false;
  const auto low = [&](const Interval& band) {
    return band.has_min() ? band.min() : test.min();
  };
  const auto high = [&](const Interval& band) {
    return band.has_max() ? band.max() : test.max();
  };
  return low(bands.excess()) <= low(bands.normal()) &&
         high(bands.excess()) >= high(bands.normal());
}

void CheckDirection(EntryCheck& entry, absl::string_view what, const Test& test,
                    const Bands& bands) {
  const auto normal = MiddleOf(test, bands.has_normal(), bands.normal());
  const auto borderline =
      MiddleOf(test, bands.has_borderline(), bands.borderline());
  const auto abnormal = MiddleOf(test, bands.has_abnormal(), bands.abnormal());
  const auto excess = MiddleOf(test, bands.has_excess(), bands.excess());
  ExpectBetter(entry, what, test, "normal", normal, "abnormal", abnormal);
  ExpectBetter(entry, what, test, "normal", normal, "borderline", borderline);
  ExpectBetter(entry, what, test, "borderline", borderline, "abnormal",
               abnormal);
  ExpectBetter(entry, what, test, "excess", excess, "normal", normal);
  if (CoversNormal(test, bands)) {
    entry.Complain(knowledge::v1::PACK_CHECK_BANDS,
                   absl::StrCat(what, " puts every normal value in excess"));
  }
}

}  // namespace

void CheckDirections(CheckContext& context) {
  for (const Test& test : context.pack.tests()) {
    // Somebody else's complaint.
    if (test.direction() == knowledge::v1::DIRECTION_UNSPECIFIED) continue;
    EntryCheck entry(context, "tests", test.id());
    CheckDirection(entry, "bands", test, test.bands());
    for (int i = 0; i < test.overrides_size(); ++i) {
      CheckDirection(entry, absl::StrCat("overrides[", i, "].bands"), test,
                     test.overrides(i).bands());
    }
  }
}

}  // namespace tonus::engine
