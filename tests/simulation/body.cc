// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/body.h"

#include <algorithm>
#include <cmath>

#include "tests/simulation/assumptions.h"

namespace tonus::simulation {
namespace {

using knowledge::v1::Side;

// Where a target begins on one side: both sides are good or poor together.
double Beginning(const Chance& chance, Purpose purpose, const std::string& id,
                 double poor_share, Side side) {
  // The draws of the target itself are told from those of its sides by the
  // first number.
  const bool poor = chance.Uniform(purpose, id, 1) < poor_share;
  const double spread = chance.Normal(purpose, id, 2);
  const double base = poor ? kPoorMean - kPoorSpread * std::abs(spread)
                           : kGoodMean + kGoodSpread * spread;
  return base + kSideSpread * chance.Normal(purpose, id, 3, side);
}

double Deficit(const Capacity& capacity) {
  return std::max(0.0, -capacity.length) + std::max(0.0, -capacity.strength);
}

// What is left to gain, as a share of that at 0; never less than nothing.
double Room(double value, double best) {
  return std::max(0.0, 1 - value / best);
}

}  // namespace

std::vector<Side> SidesOf(knowledge::v1::Laterality laterality) {
  if (laterality == knowledge::v1::LATERALITY_MIDLINE) {
    return {knowledge::v1::SIDE_MIDLINE};
  }
  return {knowledge::v1::SIDE_LEFT, knowledge::v1::SIDE_RIGHT};
}

Body::Body(const engine::Knowledge& knowledge, const Chance& chance) {
  for (const knowledge::v1::Muscle& target : knowledge.pack().muscles()) {
    if (target.kind() == knowledge::v1::TARGET_KIND_NERVE) continue;
    for (const Side side : SidesOf(target.laterality())) {
      Capacity& capacity = before_[{target.id(), side}];
      capacity.length =
          Beginning(chance, Purpose::kLength, target.id(), kShortShare, side);
      capacity.strength =
          Beginning(chance, Purpose::kStrength, target.id(), kWeakShare, side);
    }
  }
  now_ = before_;
}

void Body::Lengthen(const Place& place, double bands) {
  const auto found = now_.find(place);
  if (found == now_.end()) return;
  const double gained = bands * Room(found->second.length, kBestLength);
  found->second.length += gained;
  fading_[place] += kFadingGain * gained;
}

double Body::FadingLength(const Place& place) const {
  const auto found = fading_.find(place);
  return found == fading_.end() ? 0 : found->second;
}

void Body::Strengthen(const Place& place, double bands) {
  const auto found = now_.find(place);
  if (found == now_.end()) return;
  found->second.strength += bands * Room(found->second.strength, kBestStrength);
}

void Body::Rest() {
  fading_.clear();
  for (auto& [place, capacity] : now_) {
    const Capacity& base = before_.at(place);
    capacity.length -= kLostPerDay * (capacity.length - base.length);
    capacity.strength -= kLostPerDay * (capacity.strength - base.strength);
  }
}

double Body::Deficit() const {
  double sum = 0;
  for (const auto& [place, capacity] : now_) {
    sum += simulation::Deficit(capacity);
  }
  return sum / static_cast<double>(now_.size());
}

}  // namespace tonus::simulation
