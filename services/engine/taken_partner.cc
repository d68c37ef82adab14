// SPDX-License-Identifier: Apache-2.0
#include "services/engine/taken_partner.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/candidates.h"
#include "services/engine/target_name.h"

namespace tonus::engine {
namespace {

// Whether the release of the block of `item` is one of `muscle`, and not what
// stands in for it.
bool FollowsRelease(const Knowledge& knowledge, const v1::SessionItem& item,
                    const std::string& muscle, const v1::Session& session) {
  return item.block() > 0 &&
         absl::c_any_of(session.items(), [&](const v1::SessionItem& other) {
           const auto& exercise = *knowledge.FindExercise(other.exercise());
           return other.block() == item.block() &&
                  PurposeOf(exercise) == Purpose::kRelease &&
                  Lists(exercise, muscle);
         });
}

}  // namespace

std::optional<v1::Dropped> TakenPartner(const Knowledge& knowledge,
                                        absl::Span<const DecisionGroup> groups,
                                        const v1::Decision& pair,
                                        const v1::Session& session) {
  if (pair.partner().empty()) return std::nullopt;
  for (const v1::SessionItem& item : session.items()) {
    const auto* const other =
        absl::c_find_if(groups, [&](const DecisionGroup& group) {
          return group.Has(item.decision()) &&
                 group.partner == pair.partner() &&
                 group.muscle != pair.muscle() && group.rank() < pair.rank();
        });
    if (other == groups.end() ||
        PurposeOf(*knowledge.FindExercise(item.exercise())) != Purpose::kLoad) {
      continue;
    }
    v1::Dropped dropped;
    dropped.set_decision(pair.id());
    dropped.set_rule("R-504");
    dropped.set_reason(absl::StrCat(
        "Its partner is trained ",
        FollowsRelease(knowledge, item, other->muscle, session)
            ? "after the release of the "
            : "for the ",
        TargetName(knowledge, other->muscle, knowledge::v1::SIDE_MIDLINE),
        ", which matters more; it is trained once in a session."));
    return dropped;
  }
  return std::nullopt;
}

}  // namespace tonus::engine
