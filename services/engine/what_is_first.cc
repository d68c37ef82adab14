// SPDX-License-Identifier: Apache-2.0
#include "services/engine/what_is_first.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/engine/general_work.h"

namespace tonus::engine {
namespace {

// Whether the item is there for `group` itself, not as general work.
bool IsFor(const DecisionGroup& group, const v1::SessionItem& item) {
  return group.Has(item.decision()) && item.override().empty() &&
         item.rule() != kStabilityRule && item.rule() != kStrengthRule;
}

// Whether it takes turns with its like where there is not room for all.
bool TakesTurns(const DecisionGroup& group) {
  return group.partner.empty() && !group.is_maintenance() &&
         group.action != knowledge::v1::DECISION_ACTION_FLOSS;
}

}  // namespace

absl::string_view WhatIsFirst(absl::Span<const DecisionGroup> groups,
                              absl::string_view decision,
                              absl::Span<const v1::SessionItem* const> items,
                              bool turns, bool shared) {
  const auto* const found = absl::c_find_if(
      groups, [&](const DecisionGroup& group) { return group.Has(decision); });
  if (found == groups.end()) return kMattersMore;
  const auto is_passed_by = [&](const auto& is_such) {
    return absl::c_any_of(groups, [&](const DecisionGroup& group) {
      return group.rank() > found->rank() && is_such(group) &&
             absl::c_any_of(items, [&](const v1::SessionItem* item) {
               return IsFor(group, *item);
             });
    });
  };
  const auto is_pair = [](const DecisionGroup& group) {
    return !group.partner.empty();
  };
  const auto shares = [&](const DecisionGroup& group) {
    return TakesTurns(group) || (shared && is_pair(group));
  };
  if (!is_passed_by([](const DecisionGroup&) { return true; })) {
    return kMattersMore;
  }
  if (turns && shares(*found) && is_passed_by(shares)) return kOthersTurn;
  return !is_pair(*found) && is_passed_by(is_pair) ? kPairsFirst : kNeedsLess;
}

bool StandsAbove(absl::Span<const DecisionGroup> groups,
                 absl::string_view decision, absl::string_view exercise,
                 absl::Span<const v1::SessionItem* const> items) {
  const auto rank_of = [&](absl::string_view id) {
    const auto* const found = absl::c_find_if(
        groups, [&](const DecisionGroup& group) { return group.Has(id); });
    return found == groups.end() ? 0 : found->rank();
  };
  return absl::c_any_of(items, [&](const v1::SessionItem* item) {
    return item->exercise() == exercise &&
           rank_of(item->decision()) <= rank_of(decision);
  });
}

void EndTruly(absl::string_view what_is_first, v1::Dropped* dropped) {
  const std::string reason = dropped->reason();
  absl::string_view said = reason;
  if (!absl::ConsumeSuffix(&said, absl::StrCat("; ", kMattersMore, "."))) {
    return;
  }
  dropped->set_reason(absl::StrCat(said, "; ", what_is_first, "."));
}

}  // namespace tonus::engine
