// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

void CheckFusion(CheckContext& context) {
  const auto& fusion = context.pack.fusion();
  EntryCheck entry(context, "fusion", "");
  entry.ExpectWithin("borderline_value", fusion.borderline_value(),
                     fusion.normal_value(), fusion.abnormal_value());
  entry.Expect(fusion.medium_confidence() <= fusion.high_confidence(),
               "medium_confidence is above high_confidence");
  entry.Expect(fusion.old_days() < fusion.expired_days(),
               "old_days is not below expired_days");
}

void CheckRanking(CheckContext& context) {
  const auto& ranking = context.pack.ranking();
  EntryCheck entry(context, "ranking", "");
  std::map<int, int> weights_of_region;
  std::map<int, std::string> region_of_order;
  for (const auto& region : ranking.regions()) {
    const std::string& name = knowledge::v1::Region_Name(region.region());
    entry.Expect(++weights_of_region[region.region()] == 1,
                 absl::StrCat("regions gives ", name, " twice"));
    if (region.tie_order() == 0 || weights_of_region[region.region()] > 1) {
      continue;
    }
    const auto [first, added] =
        region_of_order.emplace(region.tie_order(), name);
    entry.Expect(added, absl::StrCat("tie_order of ", name, " is that of ",
                                     first->second));
  }
  for (const auto& muscle : context.pack.muscles()) {
    entry.Expect(weights_of_region.contains(muscle.region()),
                 absl::StrCat("regions does not weigh ",
                              knowledge::v1::Region_Name(muscle.region()),
                              ", the region of `", muscle.id(), "`"));
  }
}

void CheckSession(CheckContext& context) {
  const auto& session = context.pack.session();
  EntryCheck entry(context, "session", "");
  entry.Expect(session.least_minutes() <= session.max_minutes(),
               "least_minutes is above max_minutes");
  entry.Expect(session.start_level() < session.opt_in_level(),
               "start_level is not below opt_in_level");
  entry.ExpectRange("relief_walk_minutes", session.relief_walk_minutes());
  entry.ExpectRange("descending_hold_seconds",
                    session.descending_hold_seconds());
  entry.Refer("average_pain_test", context.tests, session.average_pain_test());
  entry.Expect(session.min_exercises() <= session.max_exercises(),
               "min_exercises is above max_exercises");
  entry.ExpectWithin("first_week_exercises", session.first_week_exercises(),
                     session.min_exercises(), session.max_exercises());
  for (const auto& [field, ids] :
       {std::pair("warm_up", &session.warm_up()),
        std::pair("breathing", &session.breathing()),
        std::pair("base_plan", &session.base_plan())}) {
    entry.Expect(!ids->empty(), absl::StrCat(field, " is empty"));
    entry.ReferAll(field, context.exercises, *ids);
  }
  entry.Refer("walk", context.exercises, session.walk());
  entry.Expect(session.flexion_free_minutes() <=
                   session.flexion_free_minutes_sensitive(),
               "flexion_free_minutes is above flexion_free_minutes_sensitive");
  entry.Expect(!session.flexion_free_tags().empty(),
               "flexion_free_tags is empty");
  entry.ReferAll("flexion_free_tags", context.tags,
                 session.flexion_free_tags());
  entry.ReferAll("flexion_sensitive_conditions", context.conditions,
                 session.flexion_sensitive_conditions());
  entry.ReferAll("caution_forbidden_tags", context.tags,
                 session.caution_forbidden_tags());
  for (const auto& [field, tag] :
       {std::pair("traction_tag", &session.traction_tag()),
        std::pair("massage_off_tag", &session.massage_off_tag()),
        std::pair("flexion_tag", &session.flexion_tag()),
        std::pair("extension_tag", &session.extension_tag())}) {
    entry.Refer(field, context.tags, *tag);
  }
}

}  // namespace

// A block that is missing has its complaint already.
void CheckConstants(CheckContext& context) {
  if (context.pack.has_fusion()) CheckFusion(context);
  if (context.pack.has_ranking()) CheckRanking(context);
  if (context.pack.has_session()) CheckSession(context);
}

}  // namespace tonus::engine
