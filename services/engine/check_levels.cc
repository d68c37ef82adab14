// SPDX-License-Identifier: Apache-2.0
// Whether an easier exercise is easier: who may do an exercise is given its
// regression on a bad day. Equal levels are fine, since a level is coarse.
#include "services/engine/check_tables.h"

namespace tonus::engine {
namespace {

using ::tonus::knowledge::v1::Exercise;

void CheckRegression(CheckContext& context, const Exercise& exercise) {
  const Exercise* easier = Find(context.exercises.by_id, exercise.regression());
  if (easier == nullptr) return;  // Somebody else's complaint.
  EntryCheck entry(context, "exercises", exercise.id());
  entry.Expect(easier->level() <= exercise.level(),
               absl::StrCat("regression names `", easier->id(), "` of level ",
                            easier->level(), ", which is harder than level ",
                            exercise.level()));
  entry.Expect(!easier->opt_in_only() || exercise.opt_in_only(),
               absl::StrCat("regression names `", easier->id(),
                            "`, which is opt_in_only"));
}

void CheckProgression(CheckContext& context, const Exercise& exercise) {
  const Exercise* harder =
      Find(context.exercises.by_id, exercise.progression());
  if (harder == nullptr) return;  // Somebody else's complaint.
  EntryCheck(context, "exercises", exercise.id())
      .Expect(harder->level() >= exercise.level(),
              absl::StrCat("progression names `", harder->id(), "` of level ",
                           harder->level(), ", which is easier than level ",
                           exercise.level()));
}

}  // namespace

void CheckLevels(CheckContext& context) {
  for (const Exercise& exercise : context.pack.exercises()) {
    CheckRegression(context, exercise);
    CheckProgression(context, exercise);
  }
}

}  // namespace tonus::engine
