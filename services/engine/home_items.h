// SPDX-License-Identifier: Apache-2.0
// What is done at home in a week, beside its sessions.

#ifndef TONUS_SERVICES_ENGINE_HOME_ITEMS_H_
#define TONUS_SERVICES_ENGINE_HOME_ITEMS_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "services/engine/eligibility.h"
#include "services/engine/knowledge.h"
#include "services/engine/week_pairs.h"
#include "services/engine/wishes.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Which week is planned.
struct HomeWeek {
  const knowledge::v1::WeekShape* week = nullptr;
  // Its sessions in order.
  absl::Span<const v1::Session> sessions;
  // When set, the only exercises that may be used.
  const absl::flat_hash_set<std::string>* pool = nullptr;
  const Wishes* wishes = nullptr;
  // False for a person who does nothing at home.
  bool wanted = true;
  // False where nothing is stretched at bedtime.
  bool bedtime = true;
};

struct HomePlan {
  // Those that matter most first.
  std::vector<v1::HomeItem> items;
  // Muscles that get less static stretching than they need.
  std::vector<v1::Dropped> short_of;
};

// Returns the home items of a week, for `groups`, the kept findings:
// glides of a nerve several times a day; a stretch at bedtime for a
// tight muscle whose sessions hold it less than the weekly minimum (R-704,
// R-714), which is an offer in the first weeks; and where there is room, an
// easy movement several times a day for the most important finding that is left
// . All are as safe as the items of a session.
HomePlan PlanHome(const Knowledge& knowledge,
                  const v1::Interpretation& interpretation,
                  const Eligibility& eligibility,
                  absl::Span<const DecisionGroup> groups, const HomeWeek& week);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_HOME_ITEMS_H_
