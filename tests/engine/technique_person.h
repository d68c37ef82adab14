// SPDX-License-Identifier: Apache-2.0
// A person whose hip flexors are tight and who measures them around sessions.

#ifndef TONUS_TESTS_ENGINE_TECHNIQUE_PERSON_H_
#define TONUS_TESTS_ENGINE_TECHNIQUE_PERSON_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/engine/lookup.h"
#include "services/engine/technique_scores.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {

inline constexpr char kStretchUse[] = "kneeling_hip_flexor";
inline constexpr char kRelaxUse[] = "pnf_hip_flexor_edge";
inline constexpr char kSwingUse[] = "half_kneel_side_reach";

// Values of the left hip in degrees; its error is 6, and lower is better.
struct Measured {
  std::optional<double> before;
  std::optional<double> after;
  int hour = 12;
};

inline std::string SelfTestText(const Measured& measured) {
  std::string text = " self_tests { test: 'mod_thomas_hip' side: SIDE_LEFT ";
  if (measured.before.has_value()) {
    absl::StrAppend(&text, "before: ", *measured.before, " ");
  }
  if (measured.after.has_value()) {
    absl::StrAppend(&text, "after: ", *measured.after, " ");
  }
  return absl::StrCat(text, "}");
}

class TechniqueTest : public AdaptationTest {
 protected:
  // Three sessions a week.
  static int OffsetOf(int number) {
    return 7 * ((number - 1) / 3) + 2 * ((number - 1) % 3);
  }

  // Does session `number` with `exercises`, given as the text of the log.
  void Train(int number, const std::string& exercises,
             std::optional<Measured> measured = std::nullopt) {
    Log({number, OffsetOf(number),
         absl::StrCat(kGood, exercises,
                      measured.has_value() ? SelfTestText(*measured) : "")});
    if (!measured.has_value()) return;
    Last().mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(
            absl::CivilHour(kMonday + OffsetOf(number)) + measured->hour,
            absl::UTCTimeZone())));
  }

  // The same with one exercise on both sides, all of it done.
  void Use(int number, absl::string_view exercise,
           std::optional<Measured> measured = std::nullopt) {
    Train(number, Exercise(exercise, "completed_pct: 100 pain_during_max: 1"),
          measured);
  }

  storage::v1::LogFact& Last() {
    return *person_.facts.mutable_logs(person_.facts.logs_size() - 1);
  }

  static TargetSide Hip(knowledge::v1::Side side = knowledge::v1::SIDE_LEFT) {
    return {ReleasedKnowledge().FindMuscle("iliopsoas"), side};
  }

  BlockDone History() const {
    return ReadHistory(ReleasedKnowledge(), person_.facts, v1::Routine(),
                       today_, absl::UTCTimeZone());
  }

  std::vector<ScoredUse> Scored(
      knowledge::v1::Side side = knowledge::v1::SIDE_LEFT) const {
    const TargetSide hip = Hip(side);
    return ReadScoredUses(ReleasedKnowledge(), History(), hip,
                          SelfMeasureOf(ReleasedKnowledge(), hip).value());
  }

  v1::Interpretation Now() const {
    return Interpret(ReleasedKnowledge(), person_.facts, today_);
  }
};

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_TECHNIQUE_PERSON_H_
