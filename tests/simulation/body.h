// SPDX-License-Identifier: Apache-2.0
// The true lengths and strengths of a person, which nobody sees.

#ifndef TONUS_TESTS_SIMULATION_BODY_H_
#define TONUS_TESTS_SIMULATION_BODY_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/engine/knowledge.h"
#include "tests/simulation/chance.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"

namespace tonus::simulation {

// A target on a side: LEFT or RIGHT, or MIDLINE for one without sides.
using Place = std::pair<std::string, knowledge::v1::Side>;

// What one target has, in bands (see assumptions.h). The mobility of a joint is
// its length.
struct Capacity {
  double length = 0;
  double strength = 0;
};

class Body {
 public:
  // The body of that person before anything was done.
  Body(const engine::Knowledge& knowledge, const Chance& chance);

  const std::map<Place, Capacity>& now() const { return now_; }
  const std::map<Place, Capacity>& before() const { return before_; }

  // By how much a place is longer than it stays, since it was lengthened today.
  double FadingLength(const Place& place) const;

  // Adds to the length, or the strength, of a place up to what can be had: less
  // the nearer it is. Nothing for a place that the pack does not have.
  void Lengthen(const Place& place, double bands);
  void Strengthen(const Place& place, double bands);

  // A day passes: some of what was gained is lost, and what fades is gone.
  void Rest();

  // By how many bands the targets are short or weak, on average.
  double Deficit() const;

 private:
  std::map<Place, Capacity> before_;
  std::map<Place, Capacity> now_;
  std::map<Place, double> fading_;
};

// The sides that a target with that laterality has.
std::vector<knowledge::v1::Side> SidesOf(knowledge::v1::Laterality laterality);

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_BODY_H_
