// SPDX-License-Identifier: Apache-2.0
#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::RepeatedPtrField;
using ::tonus::knowledge::v1::Muscle;
using ::tonus::knowledge::v1::Syndrome;

// `field` of `muscle` names others, and each must name it back in `inverse`.
void CheckInverse(CheckContext& context, EntryCheck& entry,
                  const Muscle& muscle, absl::string_view field,
                  const RepeatedPtrField<std::string>& others,
                  absl::string_view inverse,
                  const RepeatedPtrField<std::string>& (Muscle::*inverse_of)()
                      const) {
  for (const std::string& id : others) {
    const Muscle* other = entry.Refer(field, context.muscles, id);
    if (other == nullptr) continue;
    if (absl::c_linear_search((other->*inverse_of)(), muscle.id())) continue;
    entry.Complain(knowledge::v1::PACK_CHECK_INHIBITION,
                   absl::StrCat(field, " names `", id, "`, whose ", inverse,
                                " does not name it back"));
  }
}

void CheckMuscle(CheckContext& context, const Muscle& muscle) {
  EntryCheck entry(context, "muscles", muscle.id());
  CheckInverse(context, entry, muscle, "inhibits", muscle.inhibits(),
               "inhibited_by", &Muscle::inhibited_by);
  CheckInverse(context, entry, muscle, "inhibited_by", muscle.inhibited_by(),
               "inhibits", &Muscle::inhibits);
  entry.ReferAll("antagonists", context.muscles, muscle.antagonists());
  if (absl::c_linear_search(muscle.inhibits(), muscle.id())) {
    entry.Complain(knowledge::v1::PACK_CHECK_INHIBITION,
                   "inhibits names the muscle itself");
  }
  // The other side of a muscle may be its antagonist.
  entry.Expect(muscle.laterality() == knowledge::v1::LATERALITY_BILATERAL ||
                   !absl::c_linear_search(muscle.antagonists(), muscle.id()),
               "antagonists names the muscle itself, which has one side");

  // Who allows a massage says where, and who forbids it names no place.
  entry.Expect(muscle.smr_policy() != knowledge::v1::SMR_POLICY_ALLOWED ||
                   !muscle.smr_safe().empty(),
               "smr_policy allows massage, but smr_safe names no place for it");
  entry.Expect(
      (muscle.smr_policy() != knowledge::v1::SMR_POLICY_FORBIDDEN &&
       muscle.smr_policy() != knowledge::v1::SMR_POLICY_NOT_APPLICABLE) ||
          muscle.smr_safe().empty(),
      "smr_safe names a place, but smr_policy allows no massage");

  const bool is_muscle = muscle.kind() == knowledge::v1::TARGET_KIND_MUSCLE;
  const bool has_system =
      muscle.system() != knowledge::v1::MUSCLE_SYSTEM_UNSPECIFIED;
  entry.Expect(is_muscle || !has_system,
               "system is given, but it is no muscle");
  entry.Expect(!is_muscle || has_system, "system is not given");
}

// A policy and the prohibitions say the same, so that a slip in the one is seen
// in the other.
void CheckProhibitions(CheckContext& context) {
  absl::flat_hash_map<std::string, std::string> named;
  for (const auto& prohibition : context.pack.smr_prohibitions()) {
    EntryCheck(context, "smr_prohibitions", prohibition.id())
        .ReferAll("targets", context.muscles, prohibition.targets());
    for (const std::string& target : prohibition.targets()) {
      named.emplace(target, prohibition.id());
    }
  }
  for (const Muscle& muscle : context.pack.muscles()) {
    const auto by = named.find(muscle.id());
    const bool forbidden =
        muscle.smr_policy() == knowledge::v1::SMR_POLICY_FORBIDDEN;
    EntryCheck entry(context, "muscles", muscle.id());
    if (by != named.end()) {
      entry.Expect(forbidden,
                   absl::StrCat("smr_policy is not SMR_POLICY_FORBIDDEN, which "
                                "smr_prohibitions `",
                                by->second,
                                "` asks for: set it, or take the target "
                                "out of `targets` there"));
    } else {
      entry.Expect(!forbidden,
                   "smr_policy is SMR_POLICY_FORBIDDEN, but no entry of "
                   "smr_prohibitions names it: add it to the `targets` of the "
                   "one that forbids it");
    }
  }
}

void CheckRuleId(CheckContext& context, EntryCheck& entry,
                 absl::string_view field, absl::string_view id) {
  if (Find(context.rules.by_id, id) != nullptr ||
      Find(context.cited_rules.by_id, id) != nullptr) {
    return;
  }
  entry.Complain(knowledge::v1::PACK_CHECK_REFERENCE,
                 absl::StrCat(field, " names `", id,
                              "`, which is neither in rules nor in "
                              "cited_rules"));
}

void CheckSyndrome(CheckContext& context, const Syndrome& syndrome) {
  EntryCheck entry(context, "syndromes", syndrome.id());
  entry.ReferAll("tight_sets", context.syndrome_sets, syndrome.tight_sets());
  entry.ReferAll("weak_sets", context.syndrome_sets, syndrome.weak_sets());
  CheckRuleId(context, entry, "full_rule", syndrome.full_rule());
  if (syndrome.composed_of().empty()) {
    CheckRuleId(context, entry, "partial_rule", syndrome.partial_rule());
    entry.Expect(
        !syndrome.tight_sets().empty() && !syndrome.weak_sets().empty(),
        "needs tight_sets and weak_sets, or composed_of");
    return;
  }
  entry.Expect(syndrome.tight_sets().empty() && syndrome.weak_sets().empty(),
               "has sets beside composed_of");
  for (const std::string& id : syndrome.composed_of()) {
    const Syndrome* part = entry.Refer("composed_of", context.syndromes, id);
    entry.Expect(
        part == nullptr || part->composed_of().empty(),
        absl::StrCat("composed_of names `", id, "`, which is composed itself"));
  }
}

// An empty id stands for every muscle; a pair that is named must be one.
void CheckInhibitionEvidence(CheckContext& context) {
  for (int i = 0; i < context.pack.inhibition_evidence_size(); ++i) {
    const auto& evidence = context.pack.inhibition_evidence(i);
    EntryCheck entry(context, "inhibition_evidence", i);
    entry.Expect(!evidence.source().empty(), "source is empty");
    entry.Expect(!evidence.muscle().empty() || evidence.partner().empty(),
                 "partner is given without muscle");
    if (evidence.muscle().empty()) continue;
    const Muscle* muscle =
        entry.Refer("muscle", context.muscles, evidence.muscle());
    if (muscle == nullptr || evidence.partner().empty()) continue;
    entry.Expect(
        absl::c_linear_search(muscle->inhibits(), evidence.partner()),
        absl::StrCat("partner names `", evidence.partner(), "`, which `",
                     muscle->id(), "` does not inhibit"));
  }
}

}  // namespace

void CheckMuscles(CheckContext& context) {
  for (const Muscle& muscle : context.pack.muscles()) {
    CheckMuscle(context, muscle);
  }
  CheckProhibitions(context);
  for (const auto& set : context.pack.syndrome_sets()) {
    EntryCheck entry(context, "syndrome_sets", set.id());
    entry.Expect(!set.members().empty(), "members is empty");
    entry.ReferAll("members", context.muscles, set.members());
  }
  for (const Syndrome& syndrome : context.pack.syndromes()) {
    CheckSyndrome(context, syndrome);
  }
  absl::flat_hash_set<std::string> released;
  for (int i = 0; i < context.pack.integration_movements_size(); ++i) {
    const auto& movement = context.pack.integration_movements(i);
    EntryCheck entry(context, "integration_movements", i);
    entry.Refer("muscle", context.muscles, movement.muscle());
    entry.Refer("exercise", context.exercises, movement.exercise());
    entry.Expect(
        released.insert(movement.muscle()).second,
        absl::StrCat("muscle `", movement.muscle(), "` is given twice"));
  }
  CheckInhibitionEvidence(context);
}

}  // namespace tonus::engine
