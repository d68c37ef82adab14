// SPDX-License-Identifier: Apache-2.0
// A person who trains a block and is tested again.

#ifndef TONUS_TESTS_ENGINE_RETEST_PERSON_H_
#define TONUS_TESTS_ENGINE_RETEST_PERSON_H_

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {

inline constexpr int kMiddle = 9;
inline constexpr int kEnd = 18;

// A person whose hip flexors are tight, at 8 degrees on both sides, and who did
// three sessions a week.
class RetestTest : public AdaptationTest {
 protected:
  // The day of session `number`, after the start.
  static int OffsetOf(int number) {
    return 7 * ((number - 1) / 3) + 2 * ((number - 1) % 3);
  }

  // Does `done` of the sessions up to `last`, the last one too.
  void Train(int last, int done) {
    for (int number = 1; number <= last; ++number) {
      const bool skipped = number <= last - done;
      Log({{number, OffsetOf(number),
            absl::StrCat(
                "rpe: 5 pain_before: 3 completed_pct: ", skipped ? 0 : 100,
                skipped
                    ? ""
                    : Exercise("kneeling_hip_flexor", "completed_pct: 100"))}});
    }
  }

  // An assessment on the day of session `number`, or `later` days after it.
  void Assess(int number, const std::vector<std::string>& results,
              int later = 0) {
    auto& assessment = *person_.facts.add_assessments();
    assessment.set_fact_id(absl::StrCat("a", person_.facts.assessments_size()));
    day_ = kMonday + OffsetOf(number) + later;
    assessment.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
        absl::FromCivil(absl::CivilHour(day_) + 14, absl::UTCTimeZone())));
    assessment.mutable_screening()->set_others_denied(true);
    for (const std::string& result : results) {
      *assessment.add_results() = testing::ParseText<v1::TestResult>(result);
    }
  }

  // Both sides of the hip flexors.
  static std::vector<std::string> Hips(double value) {
    return {
        absl::StrCat("test: 'mod_thomas_hip' side: SIDE_LEFT value: ", value),
        absl::StrCat("test: 'mod_thomas_hip' side: SIDE_RIGHT value: ", value)};
  }

  static std::string Score(absl::string_view measure, double value) {
    return absl::StrCat("test: '", measure,
                        "' side: SIDE_MIDLINE value: ", value);
  }

  v1::Interpretation Now() const {
    return Interpret(ReleasedKnowledge(), person_.facts, day_);
  }

  // Rules of what was found, each with its target or without.
  std::vector<std::string> Found() const {
    std::vector<std::string> found;
    const v1::Interpretation now = Now();
    for (const v1::AppliedAdaptation& applied : now.adaptations()) {
      const std::string one =
          applied.muscle().empty()
              ? applied.rule()
              : absl::StrCat(applied.rule(), " ", applied.muscle());
      if (!absl::c_linear_search(found, one)) found.push_back(one);
    }
    return found;
  }

  bool HasNotice(const std::string& subject,
                 knowledge::v1::SafetyAction action) const {
    const v1::Interpretation now = Now();
    return absl::c_any_of(now.notices(), [&](const v1::SafetyNotice& notice) {
      return notice.subject() == subject && notice.action() == action;
    });
  }

  absl::CivilDay day_ = kMonday;
};

}  // namespace tonus::engine

#endif  // TONUS_TESTS_ENGINE_RETEST_PERSON_H_
