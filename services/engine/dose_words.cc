// SPDX-License-Identifier: Apache-2.0
#include "services/engine/dose_words.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tonus::engine {

using knowledge::v1::Exercise;
using v1::Dose;

namespace {

// "8", or "8 to 10" where there is a choice.
std::string Span(int low, int high) {
  return high > low ? absl::StrCat(low, " to ", high) : absl::StrCat(low);
}

std::string OneDose(const Exercise& exercise, const Dose& dose) {
  if (dose.total_seconds() > 0) {
    return absl::StrCat(Span(dose.total_seconds(), dose.max_total_seconds()),
                        " s in all");
  }
  // One hold needs no count of sets.
  const bool once = dose.sets() <= 1 && dose.max_sets() <= 1;
  const std::string sets =
      absl::StrCat(Span(dose.sets(), dose.max_sets()), " x ");
  const std::string hold =
      absl::StrCat(Span(dose.hold_seconds(), dose.max_hold_seconds()), " s");
  const auto held = [&](const std::string& count) {
    return dose.hold_seconds() > 0 ? absl::StrCat(count, " of ", hold) : count;
  };
  if (dose.repetitions_by_set_size() > 0) {
    return held(
        absl::StrCat(absl::StrJoin(dose.repetitions_by_set(), ", "), " holds"));
  }
  if (dose.breaths() > 0 && dose.repetitions() == 0) {
    return absl::StrCat(sets, Span(dose.breaths(), dose.max_breaths()),
                        " slow breaths");
  }
  const bool massage = exercise.technique() == knowledge::v1::TECHNIQUE_SMR;
  if (dose.repetitions() == 0 || (massage && dose.hold_seconds() > 0)) {
    return once ? hold : absl::StrCat(sets, hold);
  }
  const bool one_hold = dose.repetitions() == 1 &&
                        dose.max_repetitions() <= 1 && dose.hold_seconds() > 0;
  if (one_hold) return once ? hold : absl::StrCat(sets, hold);
  return held(
      absl::StrCat(sets, Span(dose.repetitions(), dose.max_repetitions())));
}

}  // namespace

std::string DoseWords(const Exercise& exercise, const v1::SessionItem& item) {
  return absl::StrJoin(item.doses(), ", ",
                       [&](std::string* out, const Dose& dose) {
                         if (dose.side() == knowledge::v1::SIDE_LEFT) {
                           absl::StrAppend(out, "left ");
                         } else if (dose.side() == knowledge::v1::SIDE_RIGHT) {
                           absl::StrAppend(out, "right ");
                         }
                         absl::StrAppend(out, OneDose(exercise, dose));
                       });
}

}  // namespace tonus::engine
