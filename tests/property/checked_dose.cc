// SPDX-License-Identifier: Apache-2.0
#include "tests/property/checked_dose.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tonus::testing {

using knowledge::v1::Exercise;
using knowledge::v1::Range;
using v1::Dose;
using v1::Finding;

namespace {

// What is wrong with one count of a dose, `most` being 0 without a choice.
std::string WrongCount(const char* what, const Range& range, int low,
                       int most) {
  if (most != 0 && most <= low) {
    return absl::StrCat(what, " range from ", low, " to ", most);
  }
  if (low > range.high() || most > range.high()) {
    return absl::StrCat(what, " ", std::max(low, most), " above ",
                        range.high());
  }
  return "";
}

}  // namespace

bool IsStatic(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_STATIC_STRETCH;
}
bool IsPnf(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_PNF;
}
bool IsMassage(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_SMR;
}
bool IsLoad(const Exercise& e) {
  return e.technique() == knowledge::v1::TECHNIQUE_ACTIVATION ||
         e.technique() == knowledge::v1::TECHNIQUE_STRENGTH ||
         e.technique() == knowledge::v1::TECHNIQUE_STABILITY;
}
bool IsRelease(const Exercise& e) {
  return IsStatic(e) || IsPnf(e) || IsMassage(e) ||
         e.technique() == knowledge::v1::TECHNIQUE_DYNAMIC_MOBILITY ||
         e.technique() == knowledge::v1::TECHNIQUE_DECOMPRESSION;
}
bool Has(const Finding& finding, knowledge::v1::Qualifier qualifier) {
  for (const int given : finding.qualifiers()) {
    if (given == qualifier) return true;
  }
  return false;
}
bool Tight(const Finding& finding) {
  return finding.status() == knowledge::v1::STATUS_TIGHT ||
         finding.status() == knowledge::v1::STATUS_TIGHT_AND_WEAK ||
         finding.status() == knowledge::v1::STATUS_STIFF;
}
bool HasTag(const Exercise& e, const std::string& tag) {
  return std::find(e.tags().begin(), e.tags().end(), tag) != e.tags().end();
}

int Seconds(const Exercise& e, const Dose& dose) {
  const int rests = (dose.sets() - 1) * dose.rest_seconds();
  if (dose.total_seconds() > 0) return dose.total_seconds() + rests;
  if (IsMassage(e)) return dose.sets() * dose.hold_seconds() + rests;
  if (IsPnf(e)) {
    return dose.sets() *
           (dose.repetitions() * (dose.hold_seconds() + dose.rest_seconds()) +
            8 * dose.breaths());
  }
  if (e.technique() == knowledge::v1::TECHNIQUE_BREATHING) {
    return dose.sets() * dose.breaths() * (8 + dose.hold_seconds()) + rests;
  }
  if (IsStatic(e) && dose.hold_seconds() == 0) {
    return dose.sets() * 8 * dose.breaths() + rests;
  }
  int repetitions = dose.sets() * dose.repetitions();
  for (int i = 0; i < dose.repetitions_by_set_size(); ++i) {
    repetitions += dose.repetitions_by_set().Get(i);
  }
  if (repetitions == 0) return dose.sets() * dose.hold_seconds() + rests;
  return repetitions * (2 + dose.hold_seconds()) + rests;
}

int Held(const Exercise& e, const Dose& dose) {
  const int holds = IsMassage(e) ? 1 : std::max(1, dose.repetitions());
  return dose.sets() * holds * dose.hold_seconds();
}

int Seconds(const Exercise& e, const v1::SessionItem& item) {
  int seconds = 0;
  for (const Dose& dose : item.doses()) seconds += Seconds(e, dose);
  return seconds;
}

int MostSeconds(const Exercise& e) {
  Dose dose;
  dose.set_sets(std::max(1, e.sets().high()));
  dose.set_repetitions(e.repetitions().high());
  dose.set_hold_seconds(e.hold_seconds().high());
  dose.set_breaths(e.breaths().high());
  dose.set_total_seconds(e.total_seconds().high());
  dose.set_rest_seconds(e.rest_seconds());
  const int seconds = Seconds(e, dose);
  if (!e.per_side()) return seconds;
  dose.set_sets(2 * dose.sets());
  return seconds + Seconds(e, dose);
}

std::string WrongRange(const Exercise& e, const Dose& dose) {
  for (const std::string& wrong :
       {WrongCount("hold", e.hold_seconds(), dose.hold_seconds(),
                   dose.max_hold_seconds()),
        WrongCount("repetitions", e.repetitions(), dose.repetitions(),
                   dose.max_repetitions()),
        WrongCount("breaths", e.breaths(), dose.breaths(), dose.max_breaths()),
        WrongCount("total", e.total_seconds(), dose.total_seconds(),
                   dose.max_total_seconds())}) {
    if (!wrong.empty()) return wrong;
  }
  // The worse side gets twice as many.
  const int sets = std::max(dose.sets(), dose.max_sets());
  const int most = 2 * std::max(1, e.sets().high());
  if (dose.repetitions_by_set().empty() && sets > most) {
    return absl::StrCat("sets ", sets, " above ", most);
  }
  if (dose.max_sets() != 0 && dose.max_sets() <= dose.sets()) {
    return absl::StrCat("sets range from ", dose.sets(), " to ",
                        dose.max_sets());
  }
  return "";
}

}  // namespace tonus::testing
