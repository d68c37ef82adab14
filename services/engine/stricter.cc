// SPDX-License-Identifier: Apache-2.0
#include "services/engine/stricter.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/plan_limits.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

const v1::TagRestriction* FindTag(const v1::Interpretation& interpretation,
                                  const std::string& tag) {
  const auto found = absl::c_find_if(
      interpretation.tags(), [&](const auto& one) { return one.tag() == tag; });
  return found == interpretation.tags().end() ? nullptr : &*found;
}

// Gates are numbered by how serious they are.
bool IsWorse(v1::Gate a, v1::Gate b) { return a > b; }

// Whether `then` restricts the tag more than `now` does.
bool RestrictsMore(const v1::TagRestriction& then,
                   const v1::TagRestriction* now) {
  return now == nullptr || (then.forbidden() && !now->forbidden());
}

bool IsCaution(const v1::SafetyNotice& notice) {
  return notice.action() == kv1::SAFETY_ACTION_CAUTION;
}

// The limits of a plan that only tighten: permissions that end and what changes
// no exercise are left out.
bool LimitsMore(const v1::PlanLimits& then, const v1::PlanLimits& now) {
  v1::PlanLimits both = now;
  TightenLimits(then, &both);
  return DeterministicBytes(both) != DeterministicBytes(now);
}

}  // namespace

bool IsStricter(const v1::Interpretation& then, const v1::Interpretation& now) {
  return IsWorse(then.gate(), now.gate()) ||
         absl::c_any_of(then.tags(),
                        [&](const v1::TagRestriction& tag) {
                          return RestrictsMore(tag, FindTag(now, tag.tag()));
                        }) ||
         (absl::c_any_of(then.notices(), IsCaution) &&
          absl::c_none_of(now.notices(), IsCaution)) ||
         LimitsMore(then.limits(), now.limits());
}

v1::Interpretation WithSafetyOf(const v1::Interpretation& then,
                                v1::Interpretation now) {
  if (IsWorse(then.gate(), now.gate())) {
    now.set_gate(then.gate());
    *now.mutable_notices() = then.notices();
    *now.mutable_open_questions() = then.open_questions();
  } else {
    for (const v1::SafetyNotice& notice : then.notices()) {
      if (absl::c_none_of(now.notices(), [&](const v1::SafetyNotice& told) {
            return told.subject() == notice.subject() &&
                   told.action() == notice.action();
          })) {
        *now.add_notices() = notice;
      }
    }
  }
  for (const v1::TagRestriction& tag : then.tags()) {
    auto* tags = now.mutable_tags();
    const auto place = absl::c_find_if(
        *tags, [&](const auto& one) { return one.tag() == tag.tag(); });
    if (place == tags->end()) {
      *tags->Add() = tag;
    } else if (RestrictsMore(tag, &*place)) {
      *place = tag;
    }
  }
  for (const v1::ConditionInForce& condition : then.conditions()) {
    if (absl::c_none_of(now.conditions(), [&](const auto& present) {
          return present.condition() == condition.condition();
        })) {
      *now.add_conditions() = condition;
    }
  }
  absl::c_sort(*now.mutable_tags(),
               [](const auto& a, const auto& b) { return a.tag() < b.tag(); });
  absl::c_sort(*now.mutable_conditions(), [](const auto& a, const auto& b) {
    return a.condition() < b.condition();
  });
  TightenLimits(then.limits(), now.mutable_limits());
  return now;
}

}  // namespace tonus::engine
