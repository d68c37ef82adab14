// SPDX-License-Identifier: Apache-2.0
// Whether holds are as long as their technique allows: a stretch no longer than
// the longest that is planned anywhere, a contraction as its tempo says, a
// movement no longer than a stretch of cold muscles, and a massage no longer
// than all of a session. What may bring on symptoms is not held at all.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
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

// Whether exercises of its family may bring on symptoms, as gliding a nerve
// does.
bool MayBringOnSymptoms(const kv1::Pack& pack, const kv1::Exercise& exercise) {
  return absl::c_any_of(pack.technique_tempos(),
                        [&](const kv1::TechniqueTempo& row) {
                          return row.technique() == exercise.technique() &&
                                 row.tempo().max_symptom() > 0;
                        });
}

// Words that ask to stay where it pulls.
bool AsksToHold(absl::string_view instruction) {
  const std::string words = absl::AsciiStrToLower(instruction);
  return absl::c_any_of(words, absl::ascii_isdigit) ||
         absl::c_any_of(
             std::initializer_list<absl::string_view>{
                 "hold the stretch", "hold it", "hold there", "stay", "second",
                 "minute"},
             [&](absl::string_view asks) {
               return absl::StrContains(words, asks);
             });
}

void CheckNotHeld(CheckContext& context, const kv1::Exercise& exercise) {
  EntryCheck entry(context, "exercises", exercise.id());
  const std::string& family = kv1::Technique_Name(exercise.technique());
  entry.Expect(!exercise.has_hold_seconds(),
               absl::StrCat("has hold_seconds, but ", family,
                            " may bring on symptoms, and is never held"));
  entry.Expect(!AsksToHold(exercise.instruction()),
               absl::StrCat("instruction asks to hold it, but ", family,
                            " may bring on symptoms, and is never held"));
}

}  // namespace

void CheckHolds(CheckContext& context) {
  for (const kv1::Exercise& exercise : context.pack.exercises()) {
    if (MayBringOnSymptoms(context.pack, exercise)) {
      CheckNotHeld(context, exercise);
      continue;
    }
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
