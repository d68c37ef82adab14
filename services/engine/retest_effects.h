// SPDX-License-Identifier: Apache-2.0
// What retests and scores change in a reading: limits, requests, flags and
// referrals.

#ifndef TONUS_SERVICES_ENGINE_RETEST_EFFECTS_H_
#define TONUS_SERVICES_ENGINE_RETEST_EFFECTS_H_

#include "absl/strings/string_view.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/adaptation.pb.h"

namespace tonus::engine {

// Adds what follows from the retests of the case and from the scores of its
// outcomes, which have been read; nothing before a session was logged. A
// referral that closes the gate stays until a clearance of a later day than the
// last score or value names its rule.
void ApplyRetestRules(Case* the_case);

// Whether `rule` may close the gate because of retests or scores, so that a
// clearance may name it.
bool MayReferAfterRetests(const Knowledge& knowledge, absl::string_view rule);

// Whether what a retest changes keeps a person safe, so that it does not wait
// for a review.
bool IsRetestSafety(const Knowledge& knowledge,
                    const v1::AppliedAdaptation& applied);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RETEST_EFFECTS_H_
