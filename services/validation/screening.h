// SPDX-License-Identifier: Apache-2.0
// Checks answers to red-flag questions against the pack.

#ifndef TONUS_SERVICES_VALIDATION_SCREENING_H_
#define TONUS_SERVICES_VALIDATION_SCREENING_H_

#include "absl/strings/string_view.h"
#include "services/engine/knowledge.h"
#include "services/error.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus {

// Adds every violation of `screening`: flags that are unknown, not asked or
// answered twice.
void CheckScreening(absl::string_view field, const v1::Screening& screening,
                    const engine::Knowledge& knowledge, Violations* violations);

// Whether a flag is answered yes that leaves no exercise until a clearance.
bool TellsClosingFlag(const v1::Screening& screening,
                      const engine::Knowledge& knowledge);

// The same as CheckScreening, and a violation for each flag of the recheck that
// was left out: in a recheck silence is never a no. Nothing more is asked of
// who tells a closing flag, whose gate closes whatever the other answers are.
void CheckRecheck(absl::string_view field, const v1::Screening& recheck,
                  const engine::Knowledge& knowledge, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_VALIDATION_SCREENING_H_
