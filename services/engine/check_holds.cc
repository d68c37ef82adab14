// SPDX-License-Identifier: Apache-2.0
// Whether holds are as long as their technique allows: a stretch no longer than
// the longest that is planned anywhere, a contraction as its tempo says, a
// movement no longer than a stretch of cold muscles, and a massage no longer
// than all of a session.
#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/engine/check_sense.h"

namespace tonus::engine {
namespace {

namespace kv1 = knowledge::v1;

// 0 when what is done at home is missing, which has its complaint already.
double LongestStretch(const kv1::Pack& pack, const kv1::Exercise& exercise) {
  if (!pack.has_home()) return 0;
  const kv1::Range& bedtime = pack.home().bedtime_hold_seconds();
  // One that may be shorter than those of bedtime belongs into a session, and
  // is never held longer than where those begin.
  double longest = exercise.hold_seconds().low() < bedtime.low()
                       ? bedtime.low()
                       : bedtime.high();
  for (const kv1::WeekShape& week : pack.week_shapes()) {
    longest = std::max<double>(longest, week.static_hold_seconds().high());
  }
  return longest;
}

// Nothing when the technique sets no limit.
std::optional<double> LongestHold(const kv1::Pack& pack,
                                  const kv1::Exercise& exercise) {
  switch (exercise.technique()) {
    case kv1::TECHNIQUE_STATIC_STRETCH:
      return LongestStretch(pack, exercise);
    case kv1::TECHNIQUE_DYNAMIC_MOBILITY:
      return pack.session().cold_stretch_max_seconds();
    case kv1::TECHNIQUE_SMR:
      return pack.session().max_smr_seconds();
    default:
      break;
  }
  for (const kv1::TechniqueTempo& row : pack.technique_tempos()) {
    if (row.technique() == exercise.technique() &&
        row.tempo().has_contraction_seconds()) {
      return row.tempo().contraction_seconds().high();
    }
  }
  return std::nullopt;
}

}  // namespace

void CheckHolds(CheckContext& context) {
  for (const kv1::Exercise& exercise : context.pack.exercises()) {
    if (!exercise.has_hold_seconds()) continue;
    const std::optional<double> longest = LongestHold(context.pack, exercise);
    // A number that is missing has its complaint elsewhere.
    if (!longest.has_value() || *longest <= 0) continue;
    EntryCheck(context, "exercises", exercise.id())
        .Expect(exercise.hold_seconds().high() <= *longest,
                absl::StrCat("hold_seconds goes up to ",
                             exercise.hold_seconds().high(),
                             ", but the longest hold of ",
                             kv1::Technique_Name(exercise.technique()), " is ",
                             *longest));
  }
}

}  // namespace tonus::engine
