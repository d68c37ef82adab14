// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/person.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "tests/simulation/assumptions.h"

namespace tonus::simulation {
namespace {

using knowledge::v1::Exercise;

constexpr char kTensionTag[] = "NEURAL_TENSION";

// Somebody with a gym nearby, of the usual level: what is planned differs by
// what is short and weak, and not by what is at hand.
v1::Profile ProfileOf(const engine::Knowledge& knowledge,
                      const Chance& chance) {
  v1::Profile profile;
  profile.set_age_years(static_cast<int>(
      chance.Between(kYoungest, kOldest + 1, Purpose::kTrait, "age")));
  profile.mutable_age_date()->set_year(2026);
  profile.mutable_age_date()->set_month(1);
  profile.mutable_age_date()->set_day(1);
  profile.set_sex(chance.Uniform(Purpose::kTrait, "sex") < 0.5
                      ? knowledge::v1::SEX_FEMALE
                      : knowledge::v1::SEX_MALE);
  profile.set_user_level(2);
  profile.set_complaint_region(knowledge::v1::REGION_LUMBAR);
  for (const knowledge::v1::Equipment& thing : knowledge.pack().equipment()) {
    profile.add_equipment(thing.id());
  }
  return profile;
}

double Spread(const Chance& chance, double spread, absl::string_view what,
              int number = 0) {
  return std::exp(spread * chance.Normal(Purpose::kResponse, what, number));
}

double ChanceOf(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

}  // namespace

Person::Person(const engine::Knowledge& knowledge, uint64_t seed)
    : chance_(seed),
      profile_(ProfileOf(knowledge, chance_)),
      body_(knowledge, chance_),
      pain_(chance_, body_.Deficit()) {}

double Person::ResponseTo(knowledge::v1::Technique technique) const {
  return Spread(chance_, kResponseSpread, "technique", technique);
}

double Person::LoadOf(const Exercise& exercise, const Place& place,
                      double seconds) const {
  const auto found = body_.now().find(place);
  const double strength =
      found == body_.now().end() ? 0 : found->second.strength;
  const double ability =
      std::max(0.2, 1 + kAbilityPerBand * strength) *
      std::exp(kFitnessSpread * chance_.Normal(Purpose::kFitness));
  const double demand = kDemand + kDemandPerLevel * exercise.level();
  const double time =
      1 + kDemandOfTime * std::log(std::max(1.0, seconds) / kUsualSeconds);
  return demand * time / ability;
}

double Person::UnsuitedPain(const std::string& exercise) const {
  if (chance_.Uniform(Purpose::kUnsuited, exercise, 1) >= kUnsuitedShare) {
    return 0;
  }
  return chance_.Between(kUnsuitedPainLow, kUnsuitedPainHigh,
                         Purpose::kUnsuited, exercise, 2);
}

bool Person::HasSymptom(const Exercise& exercise, int day) const {
  if (!absl::c_linear_search(exercise.tags(), kTensionTag)) return false;
  const bool irritable =
      chance_.Uniform(Purpose::kTrait, "nerves") < kIrritableNerves;
  return chance_.Uniform(Purpose::kSymptom, exercise.id(), day) <
         (irritable ? kSymptomIfIrritable : kSymptomOtherwise);
}

bool Person::TurnsUp(int day, int last_effort) const {
  const double odds =
      kTurnsUp + kTurnsUpSpread * chance_.Normal(Purpose::kTrait, "turns up") -
      kTurnsUpPerPain * std::max(0.0, pain_.Now() - kUsualPain) -
      kTurnsUpPerEffort * std::max(0, last_effort - kUsualEffort);
  return chance_.Uniform(Purpose::kTurnsUp, "", day) < ChanceOf(odds);
}

int Person::MinutesOn(int day) const {
  if (chance_.Uniform(Purpose::kTime, "", day) >= kShortOfTime) return 0;
  return static_cast<int>(chance_.Between(kLeastMinutes, kMostMinutes,
                                          Purpose::kTime, "minutes", day));
}

double Person::Function() const {
  return std::clamp(10 - kFunctionPerPain * pain_.Now() -
                        kFunctionPerDeficit * body_.Deficit(),
                    0.0, 10.0);
}

}  // namespace tonus::simulation
