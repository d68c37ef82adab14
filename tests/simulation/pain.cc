// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/pain.h"

#include <algorithm>
#include <cmath>

#include "tests/simulation/assumptions.h"

namespace tonus::simulation {
namespace {

constexpr double kMost = 10;
constexpr int kOfItself = 0;
constexpr int kOfWork = 1;

}  // namespace

Pain::Pain(const Chance& chance, double deficit)
    : chance_(chance),
      first_deficit_(deficit),
      first_level_(std::clamp(
          kPainMean + kPainSpread * chance.Normal(Purpose::kTrait, "pain"),
          kLeastPain, kMostPain)),
      share_of_deficits_(chance.Between(0, kMostPainOfDeficits, Purpose::kTrait,
                                        "pain of deficits")),
      level_(first_level_) {}

void Pain::BeginDay(int day, double deficit) {
  const double regained = first_deficit_ > 0 ? 1 - deficit / first_deficit_ : 0;
  level_ = first_level_ *
           (1 - share_of_deficits_ * regained - kPainOfMoving * moved_);
  daily_ = kDailyCarry * daily_ + std::sqrt(1 - kDailyCarry * kDailyCarry) *
                                      kDailySpread *
                                      chance_.Normal(Purpose::kDay, "", day);
  flare_ *= kFlareKept;
  if (chance_.Uniform(Purpose::kFlare, "", day, kOfItself) <
      kFlareWithoutCause) {
    AddFlare(day, kOfItself);
  }
}

double Pain::Now() const {
  return std::clamp(level_ + daily_ + flare_, 0.0, kMost);
}

void Pain::Move(double share) {
  moved_ = std::min(1.0, moved_ + share * kMovingPerSession);
}

bool Pain::Strain(double strain, int day) {
  const double felt = strain * (1 + kFlareSoreness * flare_);
  if (chance_.Uniform(Purpose::kFlare, "", day, kOfWork) >=
      1 - std::exp(-felt / kFlareStrain)) {
    return false;
  }
  AddFlare(day, kOfWork);
  return true;
}

void Pain::AddFlare(int day, int cause) {
  flare_ += chance_.Between(kFlareLow, kFlareHigh, Purpose::kFlareSize, "", day,
                            cause);
}

}  // namespace tonus::simulation
