// SPDX-License-Identifier: Apache-2.0
// A session on a day on which it hurts more than on a usual morning.
#include "services/engine/check_in_rows.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/engine/check_in.h"
#include "services/engine/eligibility.h"
#include "tests/engine/adapted_person.h"

namespace tonus::engine {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace kv1 = knowledge::v1;

// A person whose usual morning is 1.
class CheckInRowsTest : public AdaptationTest {
 protected:
  v1::StartSessionResponse CheckIn(int number, int pain) const {
    storage::v1::CheckInFact check_in;
    check_in.set_session_number(number);
    check_in.set_pain_before(pain);
    check_in.mutable_effective_time()->set_seconds(
        absl::ToUnixSeconds(absl::FromCivil(absl::CivilHour(kMonday + 1) + 12,
                                            absl::UTCTimeZone())));
    return AdaptToCheckIn(ReleasedKnowledge(), person_.facts,
                          person_.interpretation, person_.Session(number),
                          check_in, absl::UTCTimeZone());
  }
};

int VolumeOf(const v1::SessionItem& item) {
  int volume = 0;
  for (const v1::Dose& dose : item.doses()) {
    volume += dose.sets() * std::max(1, dose.repetitions()) *
              std::max(1, dose.hold_seconds());
  }
  return volume;
}

TEST_F(CheckInRowsTest, OneAboveTheUsualMorningChangesNothing) {
  const v1::StartSessionResponse response = CheckIn(10, 2);
  EXPECT_THAT(response.rules(), IsEmpty());
  EXPECT_THAT(response.session().adaptations(), IsEmpty());
}

TEST_F(CheckInRowsTest, TwoAboveIsSeventyPercent) {
  const v1::StartSessionResponse response = CheckIn(14, 3);
  EXPECT_THAT(response.rules(), ElementsAre("A-024"));
  ASSERT_EQ(response.session().adaptations_size(), 1);
  EXPECT_EQ(response.session().adaptations(0).rule(), "A-024");
  EXPECT_THAT(response.session().advice(),
              Contains(HasSubstr("more than on a usual morning")));
  EXPECT_THAT(response.session().items(), Not(IsEmpty()));
  for (const v1::SessionItem& item : response.session().items()) {
    const auto* exercise = ReleasedKnowledge().FindExercise(item.exercise());
    const v1::SessionItem* before = Find(person_.Session(14), item.exercise());
    if (before == nullptr || before->slot() != item.slot() ||
        VolumeOf(*before) == 1 ||
        exercise->technique() == kv1::TECHNIQUE_AEROBIC) {
      continue;
    }
    EXPECT_LE(VolumeOf(item) * 100, VolumeOf(*before) * 70) << item.exercise();
  }
}

TEST_F(CheckInRowsTest, TwoAboveIsNothingHardAndNoContractRelax) {
  storage::v1::CheckInFact check_in;
  check_in.set_pain_before(3);
  check_in.mutable_effective_time()->set_seconds(absl::ToUnixSeconds(
      absl::FromCivil(absl::CivilHour(kMonday + 1), absl::UTCTimeZone())));
  SessionAdaptation adaptation;
  ApplyCheckInRows(ReleasedKnowledge(), person_.facts, check_in,
                   absl::UTCTimeZone(), &adaptation);
  EXPECT_EQ(adaptation.lighter.percent_off, 30);
  const auto& weeks = ReleasedKnowledge().pack().week_shapes();
  const Eligibility usual(ReleasedKnowledge(), person_.facts,
                          person_.interpretation, kMonday);
  const Eligibility eligibility(ReleasedKnowledge(), person_.facts,
                                person_.interpretation, kMonday, &adaptation);
  EXPECT_EQ(usual.LevelCap(weeks[4]), 3);
  EXPECT_EQ(eligibility.LevelCap(weeks[4]), 2);
  const auto refuse = [&](const Eligibility& judge) {
    return judge.Refuse(*ReleasedKnowledge().FindExercise("pnf_straight_leg"),
                        {kv1::SIDE_LEFT}, Spot{&weeks[4], /*relief=*/true});
  };
  EXPECT_FALSE(refuse(usual).has_value()) << refuse(usual)->reason;
  ASSERT_TRUE(refuse(eligibility).has_value());
  EXPECT_EQ(refuse(eligibility)->rule, "A-024");
}

TEST_F(CheckInRowsTest, WithoutAUsualMorningNothingIsKnown) {
  person_.facts.clear_mornings();
  EXPECT_THAT(CheckIn(10, 4).rules(), IsEmpty());
}

TEST_F(CheckInRowsTest, AtTheLimitOfReliefReliefTakesItsPlace) {
  EXPECT_THAT(CheckIn(10, 5).rules(), ElementsAre("A-023"));
}

TEST_F(CheckInRowsTest, OnlyWhatMayFireReplacesASession) {
  storage::v1::CheckInFact check_in;
  check_in.set_pain_before(1);
  EXPECT_FALSE(MayReplaceSession(ReleasedKnowledge(), check_in));
  check_in.set_pain_before(2);
  EXPECT_TRUE(MayReplaceSession(ReleasedKnowledge(), check_in));
}

}  // namespace
}  // namespace tonus::engine
