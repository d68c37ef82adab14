// SPDX-License-Identifier: Apache-2.0
// The model of a person does what its documentation says.

#include <cmath>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/knowledge/released_pack.h"
#include "tests/simulation/assumptions.h"
#include "tests/simulation/body.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/life.h"
#include "tests/simulation/measuring.h"
#include "tests/simulation/paired.h"
#include "tests/simulation/person.h"
#include "tests/simulation/training.h"

namespace tonus::simulation {
namespace {

namespace kv1 = knowledge::v1;

const engine::Knowledge& Released() {
  static const auto* const kKnowledge =
      new absl::StatusOr<engine::Knowledge>(OpenReleasedPack());
  return kKnowledge->value();
}

// The first exercise of the pack of that technique that has sides and stretches
// or trains a muscle.
const kv1::Exercise& ExerciseOf(kv1::Technique technique) {
  for (const kv1::Exercise& exercise : Released().pack().exercises()) {
    if (exercise.technique() == technique && exercise.per_side() &&
        !exercise.targets().empty()) {
      return exercise;
    }
  }
  return kv1::Exercise::default_instance();
}

v1::Session SessionWith(const kv1::Exercise& exercise, int sets) {
  v1::Session session;
  session.set_number(1);
  v1::SessionItem& item = *session.add_items();
  item.set_exercise(exercise.id());
  item.set_minutes(3);
  v1::Dose& dose = *item.add_doses();
  dose.set_side(kv1::SIDE_LEFT);
  dose.set_sets(sets);
  dose.set_repetitions(std::max(1, exercise.repetitions().low()));
  dose.set_hold_seconds(exercise.hold_seconds().low());
  return session;
}

// The mean over people of what so many sets of it give to its first target.
Capacity MeanGain(const kv1::Exercise& exercise, int sets, kv1::Side side) {
  constexpr int kPeople = 200;
  Capacity mean;
  const Place place(exercise.targets(0), side);
  for (int seed = 1; seed <= kPeople; ++seed) {
    Person person(Released(), seed);
    Train(Released(), SessionWith(exercise, sets), 0, 0, &person);
    const Capacity& before = person.body().before().at(place);
    const Capacity& now = person.body().now().at(place);
    mean.length += (now.length - before.length) / kPeople;
    mean.strength += (now.strength - before.strength) / kPeople;
  }
  return mean;
}

TEST(ChanceTest, DrawsAreOfTheirNameAlone) {
  const Chance chance(7);
  const double first = chance.Uniform(Purpose::kDay, "a", 1, 2);
  (void)chance.Uniform(Purpose::kFlare, "b", 3);
  EXPECT_EQ(chance.Uniform(Purpose::kDay, "a", 1, 2), first);
  for (const double other : {Chance(8).Uniform(Purpose::kDay, "a", 1, 2),
                             chance.Uniform(Purpose::kFlare, "a", 1, 2),
                             chance.Uniform(Purpose::kDay, "b", 1, 2),
                             chance.Uniform(Purpose::kDay, "a", 2, 2),
                             chance.Uniform(Purpose::kDay, "a", 1, 1)}) {
    EXPECT_NE(other, first);
  }
}

TEST(ChanceTest, NumbersHaveTheirDistribution) {
  constexpr int kDraws = 20000;
  std::vector<double> uniform;
  std::vector<double> normal;
  std::vector<double> squares;
  for (int i = 0; i < kDraws; ++i) {
    uniform.push_back(Chance(1).Uniform(Purpose::kDay, "", i));
    normal.push_back(Chance(1).Normal(Purpose::kDay, "", i));
    squares.push_back(normal.back() * normal.back());
  }
  // Five standard errors of the mean.
  EXPECT_NEAR(MeanOf(uniform).mean, 0.5, 5 * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(MeanOf(normal).mean, 0, 5 * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(MeanOf(squares).mean, 1, 5 * std::sqrt(2.0 / kDraws));
}

TEST(MeasuringTest, TwoMeasurementsDifferByLessThanTheErrorNineteenTimesOf20) {
  constexpr int kPeople = 2000;
  // Values are far from the ends of their range.
  for (const char* id : {"mod_thomas_hip", "pke_9090", "ankle_df_knee_ext"}) {
    const kv1::Test& test = *Released().FindTest(id);
    int within = 0;
    for (int seed = 1; seed <= kPeople; ++seed) {
      const Person person(Released(), seed);
      const Measuring measuring(Released(), person.profile(), person.chance());
      const double first =
          measuring.ReadValue(test, kv1::SIDE_LEFT, person.body(), 1);
      const double second =
          measuring.ReadValue(test, kv1::SIDE_LEFT, person.body(), 2);
      within += std::abs(first - second) < test.mdc() ? 1 : 0;
    }
    // Four standard errors of a share.
    EXPECT_NEAR(within / static_cast<double>(kPeople), 0.95,
                4 * std::sqrt(0.95 * 0.05 / kPeople))
        << id;
  }
}

TEST(MeasuringTest, ValuesLieWithinTheTest) {
  for (int seed = 1; seed <= 20; ++seed) {
    const Person person(Released(), seed);
    const Measuring measuring(Released(), person.profile(), person.chance());
    for (const kv1::Test& test : Released().pack().tests()) {
      if (test.has_derivation()) continue;
      const double value =
          measuring.ReadValue(test, kv1::SIDE_LEFT, person.body(), 0);
      EXPECT_GE(value, test.min()) << test.id();
      EXPECT_LE(value, test.max()) << test.id();
      if (test.step() > 0) {
        EXPECT_EQ(std::remainder(value, test.step()), 0) << test.id();
      }
    }
  }
}

// What fades is there right after a session and gone the next day.
TEST(MeasuringTest, RightAfterASessionAMuscleIsLongerThanItStays) {
  Person person(Released(), 5);
  const Measuring measuring(Released(), person.profile(), person.chance());
  const kv1::Test& thomas = *Released().FindTest("mod_thomas_hip");
  const auto read = [&](bool after) {
    double sum = 0;
    for (int day = 0; day < 200; ++day) {
      sum += measuring.ReadSelfTest(thomas, kv1::SIDE_LEFT, person.body(), day,
                                    after);
    }
    return sum / 200;
  };
  const double rested = read(/*after=*/false);
  EXPECT_NEAR(read(/*after=*/true), rested, 1);
  person.body().Lengthen({"iliopsoas", kv1::SIDE_LEFT}, 0.1);
  EXPECT_LT(read(/*after=*/true), read(/*after=*/false) - 1);
  person.body().Rest();
  EXPECT_NEAR(read(/*after=*/true), read(/*after=*/false), 1);
}

TEST(MeasuringTest, ALongerMuscleMeasuresBetter) {
  Person person(Released(), 1);
  const Measuring measuring(Released(), person.profile(), person.chance());
  const kv1::Test& thomas = *Released().FindTest("mod_thomas_hip");
  const kv1::Test& raise = *Released().FindTest("pslr");
  const double thigh =
      measuring.TrueValue(thomas, kv1::SIDE_LEFT, person.body());
  const double leg = measuring.TrueValue(raise, kv1::SIDE_LEFT, person.body());
  person.body().Lengthen({"iliopsoas", kv1::SIDE_LEFT}, 1);
  person.body().Lengthen({"hamstrings", kv1::SIDE_LEFT}, 1);
  EXPECT_LT(measuring.TrueValue(thomas, kv1::SIDE_LEFT, person.body()), thigh);
  EXPECT_GT(measuring.TrueValue(raise, kv1::SIDE_LEFT, person.body()), leg);
}

TEST(BodyTest, GainsShrinkTowardsTheBestAndFade) {
  const Chance chance(1);
  Body body(Released(), chance);
  const Place place("hamstrings", kv1::SIDE_LEFT);
  const double start = body.now().at(place).length;
  for (int i = 0; i < 1000; ++i) body.Lengthen(place, 0.1);
  EXPECT_NEAR(body.now().at(place).length, kBestLength, 0.01);
  EXPECT_EQ(body.now().at({"hamstrings", kv1::SIDE_RIGHT}).length,
            body.before().at({"hamstrings", kv1::SIDE_RIGHT}).length);
  const double gained = body.now().at(place).length - start;
  body.Rest();
  EXPECT_NEAR(body.now().at(place).length - start, gained * (1 - kLostPerDay),
              1e-9);
}

TEST(TrainingTest, MoreStretchingLengthensMoreAndOnlyWhatIsStretched) {
  const kv1::Exercise& stretch = ExerciseOf(kv1::TECHNIQUE_STATIC_STRETCH);
  const Capacity once = MeanGain(stretch, 1, kv1::SIDE_LEFT);
  const Capacity twice = MeanGain(stretch, 2, kv1::SIDE_LEFT);
  EXPECT_GT(once.length, 0);
  EXPECT_GT(twice.length, 1.2 * once.length);
  EXPECT_EQ(once.strength, 0);
  EXPECT_EQ(MeanGain(stretch, 1, kv1::SIDE_RIGHT).length, 0);
}

TEST(TrainingTest, MoreStrengtheningStrengthensMore) {
  const kv1::Exercise& work = ExerciseOf(kv1::TECHNIQUE_STRENGTH);
  const Capacity once = MeanGain(work, 1, kv1::SIDE_LEFT);
  const Capacity twice = MeanGain(work, 2, kv1::SIDE_LEFT);
  EXPECT_GT(once.strength, 0);
  EXPECT_GT(twice.strength, 1.2 * once.strength);
  EXPECT_EQ(once.length, 0);
}

TEST(TrainingTest, ATechniqueThatWorksBetterLengthensMore) {
  const kv1::Exercise& stretch = ExerciseOf(kv1::TECHNIQUE_STATIC_STRETCH);
  const Place place(stretch.targets(0), kv1::SIDE_LEFT);
  std::vector<double> good;
  std::vector<double> bad;
  for (int seed = 1; seed <= 300; ++seed) {
    Person person(Released(), seed);
    Train(Released(), SessionWith(stretch, 1), 0, 0, &person);
    const double gain = person.body().now().at(place).length -
                        person.body().before().at(place).length;
    (person.ResponseTo(kv1::TECHNIQUE_STATIC_STRETCH) > 1 ? good : bad)
        .push_back(gain);
  }
  EXPECT_GT(MeanOf(good).low, MeanOf(bad).high);
}

TEST(TrainingTest, WhoHasLessTimeDoesLess) {
  Person person(Released(), 1);
  v1::Session session =
      SessionWith(ExerciseOf(kv1::TECHNIQUE_STATIC_STRETCH), 1);
  *session.add_items() = session.items(0);
  const Trained trained = Train(Released(), session, 0, 4, &person);
  ASSERT_EQ(trained.log.exercises_size(), 2);
  EXPECT_EQ(trained.log.exercises(1).skip_reason(), v1::SKIP_REASON_TIME);
  EXPECT_LT(trained.log.completed_pct(), 60);
}

TEST(PainTest, StrainBringsFlares) {
  int calm = 0;
  int strained = 0;
  for (int seed = 1; seed <= 1000; ++seed) {
    const Chance chance(seed);
    Pain pain(chance, 1);
    pain.BeginDay(0, 1);
    calm += pain.Strain(0, 0) ? 1 : 0;
    strained += pain.Strain(kFlareStrain, 0) ? 1 : 0;
  }
  EXPECT_EQ(calm, 0);
  // A little more often than 1 - 1/e, as some are sore already.
  EXPECT_NEAR(strained, 1000 * (1 - std::exp(-1)), 75);
}

// Nobody gets better by the model alone: lengths and strengths stay as they
// were, and pain differs from the first day by its ups and downs only.
TEST(LifeTest, WhoDoesNothingStaysTheSame) {
  std::vector<double> change;
  for (int seed = 1; seed <= 120; ++seed) {
    const Life life = Live(Released(), seed, Arm::kNothing, 6);
    EXPECT_EQ(life.outcome.length_gained, 0);
    EXPECT_EQ(life.outcome.strength_gained, 0);
    EXPECT_EQ(life.outcome.sessions, 0);
    change.push_back(life.outcome.pain - life.first_pain);
  }
  const Interval mean = MeanOf(change);
  // Flares without a cause add a little in the end: their chance, height and
  // length.
  const double flares =
      kFlareWithoutCause * (kFlareLow + kFlareHigh) / 2 / (1 - kFlareKept);
  EXPECT_NEAR(mean.mean, flares, 1.5 * (mean.high - mean.low));
}

}  // namespace
}  // namespace tonus::simulation
