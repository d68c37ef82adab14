// SPDX-License-Identifier: Apache-2.0
#include "services/client/tempo_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace tonus::client {

using knowledge::v1::Range;
using knowledge::v1::Tempo;

namespace {

class Parts {
 public:
  void Add(absl::string_view before, const Range& range,
           absl::string_view after) {
    if (range.high() == 0) return;
    parts_.push_back(
        absl::StrCat(before, RangeWord(range.low(), range.high()), after));
  }
  void AddMost(absl::string_view before, int most, absl::string_view after) {
    if (most > 0) parts_.push_back(absl::StrCat(before, most, after));
  }
  std::string Joined() const { return absl::StrJoin(parts_, "; "); }

 private:
  std::vector<std::string> parts_;
};

}  // namespace

std::string RangeWord(int low, int high) {
  return high > low ? absl::StrCat(low, " to ", high) : absl::StrCat(low);
}

std::string TempoText(const Tempo& tempo) {
  Parts parts;
  parts.Add("", tempo.repetition_seconds(), " s each");
  parts.Add("stay ", tempo.end_position_seconds(), " s at the end");
  parts.AddMost("push at about ", tempo.usual_effort_percent(),
                " percent of your strength");
  parts.Add("never outside ", tempo.effort_percent(), " percent");
  parts.Add("a push may last ", tempo.contraction_seconds(), " s");
  parts.Add("relax ", tempo.relaxation_seconds(), " s after each");
  parts.Add("breathe out for ", tempo.exhale_seconds(), " s");
  parts.AddMost("pause at most ", tempo.max_pause_seconds(), " s");
  parts.Add("pull ", tempo.pull(), " of 10");
  parts.AddMost("press at most ", tempo.max_pressure(),
                " of 10, breathing easily");
  parts.Add("wait ", tempo.tender_point_seconds(), " s on a tender point");
  parts.AddMost("symptoms at most ", tempo.max_symptom(), " of 10");
  return parts.Joined();
}

}  // namespace tonus::client
