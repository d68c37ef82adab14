// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_days.h"

#include <optional>
#include <set>

#include "absl/algorithm/container.h"
#include "services/engine/facts.h"
#include "services/engine/overrides.h"

namespace tonus::engine {

using storage::v1::OverrideFact;
using storage::v1::PatientFacts;

bool SameOverridesOn(const PatientFacts& facts, absl::CivilDay a,
                     absl::CivilDay b) {
  return a == b || absl::c_all_of(facts.overrides(), [&](const auto& fact) {
           return IsInForce(fact, a) == IsInForce(fact, b);
         });
}

bool OverridesChangeAfter(const PatientFacts& facts, absl::CivilDay day) {
  return absl::c_any_of(facts.overrides(), [&](const OverrideFact& fact) {
    const v1::Override& override = fact.override();
    return (override.has_start_date() &&
            ToCivilDay(override.start_date()) > day) ||
           (IsInForce(fact, day) &&
            (override.has_end_date() || fact.has_cleared_date()));
  });
}

namespace {

// The last day from `day` on with the overrides of `day`; nullopt where none
// comes or goes later.
std::optional<absl::CivilDay> LastDayWithThoseOf(const PatientFacts& facts,
                                                 absl::CivilDay day) {
  std::set<absl::CivilDay> ends;
  for (const OverrideFact& fact : facts.overrides()) {
    const v1::Override& override = fact.override();
    if (override.has_start_date()) {
      ends.insert(ToCivilDay(override.start_date()) - 1);
    }
    if (override.has_end_date()) ends.insert(ToCivilDay(override.end_date()));
    if (fact.has_cleared_date()) ends.insert(ToCivilDay(fact.cleared_date()));
  }
  for (auto end = ends.lower_bound(day); end != ends.end(); ++end) {
    if (!SameOverridesOn(facts, day, *end + 1)) return *end;
  }
  return std::nullopt;
}

}  // namespace

absl::CivilDay OverrideDayOf(const v1::Session& session) {
  return ToCivilDay(session.has_override_date() ? session.override_date()
                                                : session.date());
}

void TellOverrideDay(const PatientFacts& facts, absl::CivilDay day,
                     v1::Session* session) {
  session->clear_override_date();
  if (!SameOverridesOn(facts, day, ToCivilDay(session->date()))) {
    *session->mutable_override_date() = ToDate(day);
  }
  session->clear_override_end_date();
  if (const auto last = LastDayWithThoseOf(facts, day); last.has_value()) {
    *session->mutable_override_end_date() = ToDate(*last);
  }
}

}  // namespace tonus::engine
