// SPDX-License-Identifier: Apache-2.0
// What else was considered for an item, and why it was not chosen.

#ifndef TONUS_SERVICES_ENGINE_CONSIDERED_REASON_H_
#define TONUS_SERVICES_ENGINE_CONSIDERED_REASON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Most that are told with an item.
inline constexpr int kMaxConsidered = 5;

// Adds `exercise` to what was considered for `item`, unless it is the item, is
// told already, or there are as many as are told.
void Consider(const std::string& exercise, const std::string& rule,
              const std::string& reason, v1::SessionItem* item);

// Returns why a decision that `exercise` would serve waits while it stands in
// the session for something else, in one sentence.
std::string StandsForMore(const knowledge::v1::Exercise& exercise);

// The same where that does not matter more.
std::string StandsForOther(const knowledge::v1::Exercise& exercise);

// Returns why `other`, which is allowed, comes after `chosen`, in one sentence.
// `in_order` tells that they were offered in an order of their own, `liked`
// that the person likes `chosen`. What trains `target` first of all comes
// before what trains it besides.
std::string WhyLater(const Eligibility& eligibility, bool in_order, bool liked,
                     absl::string_view target,
                     const knowledge::v1::Exercise& chosen,
                     const knowledge::v1::Exercise& other);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CONSIDERED_REASON_H_
