// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "absl/algorithm/container.h"
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

// Complains about every number of `block` that is not positive, except those
// in `others`.
void ExpectAllPositive(EntryCheck& entry, const Message& block,
                       std::initializer_list<absl::string_view> others = {}) {
  const auto& reflection = *block.GetReflection();
  const auto* type = block.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (field.is_repeated() || absl::c_linear_search(others, field.name())) {
      continue;
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32) {
      entry.ExpectPositive(field.name(), reflection.GetInt32(block, &field));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
      entry.ExpectPositive(field.name(), reflection.GetDouble(block, &field));
    }
  }
}

void CheckFusion(CheckContext& context) {
  const auto& fusion = context.pack.fusion();
  EntryCheck entry(context, "fusion", "");
  ExpectAllPositive(entry, fusion, {"normal_value", "negative_limit"});
  entry.Expect(fusion.normal_value() < 0, "normal_value is not negative");
  entry.Expect(fusion.negative_limit() < 0, "negative_limit is not negative");
  entry.ExpectWithin("abnormal_value", fusion.abnormal_value(), 0, 1);
  entry.ExpectWithin("normal_value", fusion.normal_value(), -1, 0);
  entry.ExpectWithin("borderline_value", fusion.borderline_value(),
                     fusion.normal_value(), fusion.abnormal_value());
  for (const auto& [field, share] : std::map<std::string, double>{
           {"cold_factor", fusion.cold_factor()},
           {"confidence_floor", fusion.confidence_floor()},
           {"disputed_factor", fusion.disputed_factor()},
           {"high_confidence", fusion.high_confidence()},
           {"medium_confidence", fusion.medium_confidence()},
           {"min_confidence", fusion.min_confidence()},
           {"old_factor", fusion.old_factor()},
           {"pelvis_factor", fusion.pelvis_factor()},
           {"positive_limit", fusion.positive_limit()},
           {"self_factor", fusion.self_factor()},
           {"spread_factor", fusion.spread_factor()}}) {
    entry.ExpectShare(field, share);
  }
  entry.Expect(fusion.medium_confidence() <= fusion.high_confidence(),
               "medium_confidence is above high_confidence");
  entry.Expect(fusion.old_days() < fusion.expired_days(),
               "old_days is not below expired_days");
}

void CheckRanking(CheckContext& context) {
  const auto& ranking = context.pack.ranking();
  EntryCheck entry(context, "ranking", "");
  ExpectAllPositive(entry, ranking);
  std::map<int, int> weights_of_region;
  for (const auto& region : ranking.regions()) {
    const std::string& name = knowledge::v1::Region_Name(region.region());
    entry.Expect(++weights_of_region[region.region()] == 1,
                 absl::StrCat("regions gives ", name, " twice"));
    entry.ExpectShare(absl::StrCat("weight of ", name), region.weight());
    if (region.has_tight_weight()) {
      entry.ExpectShare(absl::StrCat("tight_weight of ", name),
                        region.tight_weight());
    }
    if (region.has_stiff_weight()) {
      entry.ExpectShare(absl::StrCat("stiff_weight of ", name),
                        region.stiff_weight());
    }
    entry.Expect(region.tie_order() >= 0,
                 absl::StrCat("tie_order of ", name, " is negative"));
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
  ExpectAllPositive(entry, session);
  entry.ExpectRange("relief_walk_minutes", session.relief_walk_minutes());
  entry.ExpectRange("descending_hold_seconds",
                    session.descending_hold_seconds());
  entry.Refer("average_pain_test", context.tests, session.average_pain_test());
  entry.Expect(session.min_exercises() <= session.max_exercises(),
               "min_exercises is above max_exercises");
  entry.ExpectWithin("first_week_exercises", session.first_week_exercises(),
                     session.min_exercises(), session.max_exercises());
  entry.ExpectWithin("sessions_per_week", session.sessions_per_week(), 1, 7);
  entry.ExpectWithin("default_user_level", session.default_user_level(), 1, 5);
  entry.ExpectWithin("start_level", session.start_level(), 1, 5);
  entry.ExpectWithin("caution_level", session.caution_level(), 1, 5);
  entry.ExpectWithin("relief_pain", session.relief_pain(), 0, 10);
  entry.ExpectWithin("pnf_max_pain", session.pnf_max_pain(), 0, 10);
  entry.ExpectWithin("done_percent", session.done_percent(), 1, 100);
  entry.ExpectPositive("usual_morning_days", session.usual_morning_days());
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
  entry.ExpectWithin("opt_in_level", session.opt_in_level(), 1, 5);
}

}  // namespace

// A block that is missing has its complaint already.
void CheckConstants(CheckContext& context) {
  if (context.pack.has_fusion()) CheckFusion(context);
  if (context.pack.has_ranking()) CheckRanking(context);
  if (context.pack.has_session()) CheckSession(context);
}

}  // namespace tonus::engine
