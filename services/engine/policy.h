// SPDX-License-Identifier: Apache-2.0
// Which choice of a policy switch holds for a person on a day.

#ifndef TONUS_SERVICES_ENGINE_POLICY_H_
#define TONUS_SERVICES_ENGINE_POLICY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/knowledge.h"
#include "tonus/knowledge/v1/policy.pb.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Who chose, where a tenant did.
inline constexpr char kTenantChose[] = "tenant";

// Returns the switch with that id, or nullptr.
const knowledge::v1::PolicySwitch* FindPolicy(const Knowledge& knowledge,
                                              absl::string_view id);

// Returns the choice of `policy` with that id, or nullptr.
const knowledge::v1::PolicyChoice* FindChoice(
    const knowledge::v1::PolicySwitch& policy, absl::string_view id);

// A choice that holds, and who chose it: empty for the default, `tenant`, or
// what names the override, see OverrideId.
struct ChosenPolicy {
  const knowledge::v1::PolicySwitch* policy = nullptr;
  const knowledge::v1::PolicyChoice* choice = nullptr;
  std::string chosen_by;
};

// Returns what holds on `day` for every switch of the pack, in pack order: what
// a clinician chose for the person, else what the tenant chose, else the
// default. A choice that the pack does not know counts for nothing.
std::vector<ChosenPolicy> ChosenPolicies(const Knowledge& knowledge,
                                         const storage::v1::PatientFacts& facts,
                                         absl::CivilDay day);

// Returns the id of what holds for the switch `policy`; empty when the pack has
// no such switch.
std::string ChoiceOf(const Knowledge& knowledge,
                     const storage::v1::PatientFacts& facts, absl::CivilDay day,
                     absl::string_view policy);

// Returns those of ChosenPolicies that differ from the default.
std::vector<v1::PolicyInForce> PoliciesInForce(
    const Knowledge& knowledge, const storage::v1::PatientFacts& facts,
    absl::CivilDay day);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_POLICY_H_
