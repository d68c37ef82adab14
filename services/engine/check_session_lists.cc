// SPDX-License-Identifier: Apache-2.0
// Whether what anybody may get is fit for that: a session warms up and breathes
// before anything is stretched, and the plan for nobody in particular neither
// stretches nor presses, since only what tests tight is released.
#include <initializer_list>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

void CheckList(CheckContext& context, absl::string_view field,
               const google::protobuf::RepeatedPtrField<std::string>& ids,
               std::initializer_list<kv1::Technique> techniques,
               int highest_level) {
  EntryCheck entry(context, "session", "");
  for (const std::string& id : ids) {
    const kv1::Exercise* exercise = Find(context.exercises.by_id, id);
    if (exercise == nullptr) continue;  // Somebody else's complaint.
    entry.Expect(absl::c_linear_search(techniques, exercise->technique()),
                 absl::StrCat(field, " names `", id, "`, which is of ",
                              kv1::Technique_Name(exercise->technique())));
    entry.Expect(exercise->level() <= highest_level,
                 absl::StrCat(field, " names `", id, "`, which is of level ",
                              exercise->level(), ", above ", highest_level));
    entry.Expect(
        !exercise->opt_in_only(),
        absl::StrCat(field, " names `", id, "`, which is opt_in_only"));
  }
}

}  // namespace

void CheckSessionLists(CheckContext& context) {
  if (!context.pack.has_session()) return;
  const kv1::SessionConstants& session = context.pack.session();
  CheckList(context, "warm_up", session.warm_up(),
            {kv1::TECHNIQUE_AEROBIC, kv1::TECHNIQUE_DYNAMIC_MOBILITY},
            session.start_level());
  // Which of them a person may do is asked of each; the later are harder.
  CheckList(context, "breathing", session.breathing(),
            {kv1::TECHNIQUE_BREATHING, kv1::TECHNIQUE_ACTIVATION},
            session.opt_in_level() - 1);
  CheckList(context, "base_plan", session.base_plan(),
            {kv1::TECHNIQUE_AEROBIC, kv1::TECHNIQUE_BREATHING,
             kv1::TECHNIQUE_DYNAMIC_MOBILITY, kv1::TECHNIQUE_ACTIVATION,
             kv1::TECHNIQUE_STABILITY, kv1::TECHNIQUE_STRENGTH},
            session.start_level());
}

}  // namespace tonus::engine
