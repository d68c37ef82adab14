// SPDX-License-Identifier: Apache-2.0
#include "services/engine/shorter_session.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

namespace tonus::engine {
namespace {

// Rule of what a session has no room for.
constexpr char kNoRoom[] = "R-732";

}  // namespace

void TellShorter(const v1::Session& longer, v1::Session* session) {
  absl::flat_hash_set<std::string> known;
  for (const v1::SessionItem& item : session->items()) {
    known.insert(item.exercise());
  }
  for (const v1::Dropped& dropped : session->dropped()) {
    known.insert(dropped.exercise());
  }
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
                           session->budget_minutes(),
                           " minutes; what matters more comes first.")
            : kShortReason);
  };
  for (const v1::SessionItem& item : longer.items()) {
    tell(item.exercise(), item.decision());
  }
  for (const v1::Dropped& dropped : longer.dropped()) {
    if (dropped.rule() == kNoRoom) tell(dropped.exercise(), dropped.decision());
  }
}

}  // namespace tonus::engine
