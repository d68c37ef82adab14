// SPDX-License-Identifier: Apache-2.0
// Whatever clinicians say, safety wins: on random persons with random
// overrides.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/planning.h"
#include "services/knowledge/released_pack.h"
#include "tests/property/invariant_checker.h"
#include "tests/property/random_patient.h"

namespace tonus::testing {
namespace {

using ::testing::IsEmpty;

constexpr int kPersons = 300;
const absl::CivilDay kStart(2026, 6, 15);

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// Draws overrides.
class Draw {
 public:
  explicit Draw(uint64_t seed) : random_(seed) {}

  int Below(int limit) { return static_cast<int>(random_() % limit); }

  const std::string& Exercise() {
    const auto& all = Released().pack().exercises();
    return all.Get(Below(all.size())).id();
  }

  v1::Override Override() {
    v1::Override override;
    switch (Below(6)) {
      case 0:
      case 1:
        override.set_pin_exercise(Exercise());
        break;
      case 2:
        override.mutable_replace_exercise()->set_exercise(Exercise());
        override.mutable_replace_exercise()->set_replacement(Exercise());
        break;
      case 3:
        override.set_permit_exercise(Exercise());
        break;
      case 4:
        ForceSomething(override.mutable_force_verdict());
        break;
      default:
        override.set_exclude_exercise(Exercise());
    }
    if (Below(3) == 0) {
      *override.mutable_start_date() = engine::ToDate(kStart + Below(42));
    }
    if (Below(3) == 0) {
      *override.mutable_end_date() = engine::ToDate(kStart + Below(42));
    }
    return override;
  }

 private:
  void ForceSomething(v1::ForceVerdict* verdict) {
    const auto& all = Released().pack().muscles();
    const auto& muscle = all.Get(Below(all.size()));
    const bool midline =
        muscle.laterality() == knowledge::v1::LATERALITY_MIDLINE;
    verdict->set_muscle(muscle.id());
    verdict->set_side(midline         ? knowledge::v1::SIDE_MIDLINE
                      : Below(2) == 0 ? knowledge::v1::SIDE_LEFT
                                      : knowledge::v1::SIDE_RIGHT);
    switch (muscle.kind()) {
      case knowledge::v1::TARGET_KIND_MUSCLE:
        verdict->set_status(Below(2) == 0 ? knowledge::v1::STATUS_TIGHT
                                          : knowledge::v1::STATUS_WEAK);
        break;
      case knowledge::v1::TARGET_KIND_STRUCTURE:
        verdict->set_status(knowledge::v1::STATUS_STIFF);
        break;
      default:
        verdict->set_status(knowledge::v1::STATUS_NORMAL);
    }
  }

  std::mt19937_64 random_;
};

storage::v1::PatientFacts RandomFacts(uint64_t seed) {
  storage::v1::PatientFacts facts = RandomPatient(Released().pack(), seed);
  Draw draw(seed);
  const int count = 1 + draw.Below(5);
  for (int i = 0; i < count; ++i) {
    auto* fact = facts.add_overrides();
    fact->set_revision(i + 1);
    fact->set_fact_id(absl::StrCat("o", i));
    fact->mutable_effective_time()->set_seconds(i);
    *fact->mutable_override() = draw.Override();
  }
  return facts;
}

bool IsForbidden(const v1::Interpretation& interpretation,
                 const std::string& exercise) {
  const auto& tags = Released().FindExercise(exercise)->tags();
  return std::any_of(interpretation.tags().begin(), interpretation.tags().end(),
                     [&](const v1::TagRestriction& tag) {
                       return tag.forbidden() &&
                              std::find(tags.begin(), tags.end(), tag.tag()) !=
                                  tags.end();
                     });
}

TEST(OverridePropertiesTest, NoOverrideBringsAForbiddenExercise) {
  int pinned = 0;
  for (int seed = 1; seed <= kPersons; ++seed) {
    const storage::v1::PatientFacts facts = RandomFacts(seed);
    const auto interpretation = engine::Interpret(Released(), facts, kStart);
    const v1::Routine routine =
        engine::PlanRoutine(Released(), facts, interpretation, kStart);
    if (interpretation.gate() != v1::GATE_OK) {
      EXPECT_EQ(routine.sessions_size(), 0) << seed;
      continue;
    }
    for (const v1::Session& session : routine.sessions()) {
      EXPECT_LE(session.total_minutes(), 30) << seed;
      for (const v1::SessionItem& item : session.items()) {
        pinned += item.override().empty() ? 0 : 1;
        EXPECT_FALSE(IsForbidden(interpretation, item.exercise()))
            << seed << " " << item.exercise();
      }
      for (const v1::HomeItem& home : session.home_items()) {
        EXPECT_FALSE(IsForbidden(interpretation, home.item().exercise()))
            << seed << " " << home.item().exercise();
      }
    }
  }
  EXPECT_GT(pinned, kPersons) << "the overrides hardly do anything";
}

TEST(OverridePropertiesTest, TheOtherInvariantsHoldWithOverrides) {
  for (int seed = 1; seed <= kPersons; ++seed) {
    storage::v1::PatientFacts facts = RandomFacts(seed);
    // Without dates, so that one reading holds for every session.
    for (auto& fact : *facts.mutable_overrides()) {
      fact.mutable_override()->clear_start_date();
      fact.mutable_override()->clear_end_date();
    }
    const auto interpretation = engine::Interpret(Released(), facts, kStart);
    const v1::Routine routine =
        engine::PlanRoutine(Released(), facts, interpretation, kStart);
    std::vector<std::string> broken =
        InvariantChecker(Released().pack(), facts, interpretation)
            .CheckRoutine(routine);
    // A pin lifts the level of the week and may be more than a short format
    // asks for.
    broken.erase(std::remove_if(broken.begin(), broken.end(),
                                [](const std::string& complaint) {
                                  return absl::StartsWith(complaint, "I-05") ||
                                         absl::StartsWith(complaint, "I-07");
                                }),
                 broken.end());
    EXPECT_THAT(broken, IsEmpty()) << seed;
  }
}

TEST(OverridePropertiesTest, TheSameWordsGiveTheSameBytes) {
  for (int seed = 1; seed <= 20; ++seed) {
    const storage::v1::PatientFacts facts = RandomFacts(seed);
    const auto plan = [&] {
      return engine::DeterministicBytes(engine::PlanRoutine(
          Released(), facts, engine::Interpret(Released(), facts, kStart),
          kStart));
    };
    EXPECT_EQ(plan(), plan()) << seed;
  }
}

}  // namespace
}  // namespace tonus::testing
