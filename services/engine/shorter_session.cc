// SPDX-License-Identifier: Apache-2.0
#include "services/engine/shorter_session.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/engine/target_name.h"
#include "services/engine/what_is_first.h"

namespace tonus::engine {
namespace {

// Rule of what a session has no room for.
constexpr char kNoRoom[] = "R-732";

// Whether `exercise` stands in `session`, and not after the main part.
bool StandsBefore(const std::string& exercise, const v1::Session& session) {
  bool before = false;
  for (const v1::SessionItem& item : session.items()) {
    if (item.exercise() != exercise) continue;
    if (item.slot() == knowledge::v1::SLOT_POST) return false;
    before = true;
  }
  return before;
}

// Tells that `exercise`, a stretch of the main part, does not return after it.
// It is not left out itself.
void TellOnce(const knowledge::v1::Exercise& exercise, v1::Session* session) {
  v1::Dropped* dropped = session->add_dropped();
  dropped->set_rule(kNoRoom);
  dropped->set_reason(absl::StrCat(
      ExerciseName(exercise),
      " stands in the main part; this session has no time to repeat it at the "
      "end."));
}

}  // namespace

void TellShorter(const Knowledge& knowledge,
                 absl::Span<const DecisionGroup> groups, bool turns,
                 const v1::Session& longer, v1::Session* session) {
  absl::flat_hash_set<std::string> known;
  for (const v1::SessionItem& item : session->items()) {
    known.insert(item.exercise());
  }
  for (const v1::Dropped& dropped : session->dropped()) {
    known.insert(dropped.exercise());
  }
  std::vector<const v1::SessionItem*> items;
  for (const v1::SessionItem& item : session->items()) items.push_back(&item);
  const auto tell = [&](const std::string& exercise,
                        const std::string& decision) {
    if (exercise.empty() || !known.insert(exercise).second) return;
    v1::Dropped* dropped = session->add_dropped();
    dropped->set_exercise(exercise);
    dropped->set_decision(decision);
    dropped->set_rule(kNoRoom);
    dropped->set_reason(
        session->short_format().empty()
            ? absl::StrCat("This session lasts at most ",
                           session->budget_minutes(), " minutes; ",
                           WhatIsFirst(groups, decision, items, turns,
                                       /*shared=*/false),
                           ".")
            : kShortReason);
  };
  for (const v1::SessionItem& item : longer.items()) {
    if (item.slot() == knowledge::v1::SLOT_POST &&
        StandsBefore(item.exercise(), *session)) {
      TellOnce(*knowledge.FindExercise(item.exercise()), session);
    } else {
      tell(item.exercise(), item.decision());
    }
  }
  for (const v1::Dropped& dropped : longer.dropped()) {
    if (dropped.rule() == kNoRoom) tell(dropped.exercise(), dropped.decision());
  }
}

}  // namespace tonus::engine
