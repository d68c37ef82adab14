// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_days.h"

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
}

}  // namespace tonus::engine
