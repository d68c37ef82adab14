// SPDX-License-Identifier: Apache-2.0
// What relief runs tell a clinician: runs that were ended for safety, and runs
// that did not help.

#ifndef TONUS_SERVICES_ENGINE_RELIEF_REFERRAL_H_
#define TONUS_SERVICES_ENGINE_RELIEF_REFERRAL_H_

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"

namespace tonus::engine {

// Id of the rule of what relief runs lead to, which a clearance may name.
inline constexpr char kReliefLimits[] = "R-809";

// Adds the referrals that the relief runs of the case ask for. The one that
// closes the gate stays until a clearance of a later day names `R-809`; the
// others fade with the days that their numbers give.
void ReferAfterRelief(Case* the_case);

// Returns the runs because of which `rule` asks for `action` on `today`, in the
// order in which they ended; empty when it does not.
std::vector<int64_t> RunsBehind(const Knowledge& knowledge,
                                const storage::v1::PatientFacts& facts,
                                absl::CivilDay today, absl::string_view rule,
                                knowledge::v1::SafetyAction action);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_RELIEF_REFERRAL_H_
