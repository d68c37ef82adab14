// SPDX-License-Identifier: Apache-2.0
// How much it hurts from day to day: a level that goes down with what gets
// longer and stronger and with regular movement, ups and downs, and flares.

#ifndef TONUS_TESTS_SIMULATION_PAIN_H_
#define TONUS_TESTS_SIMULATION_PAIN_H_

#include "tests/simulation/chance.h"

namespace tonus::simulation {

class Pain {
 public:
  // `chance` must outlive it; `deficit` is that of the body at the beginning.
  Pain(const Chance& chance, double deficit);

  // The next day begins with that deficit.
  void BeginDay(int day, double deficit);

  // Today, in [0, 10].
  double Now() const;
  // What it would be without ups and downs and flares.
  double Level() const { return level_; }
  // What is left of flares, in points.
  double Flare() const { return flare_; }

  // So much of a session was done, in [0, 1].
  void Move(double share);
  // Work of that strain, at least 0. Returns whether it brought a flare.
  bool Strain(double strain, int day);

 private:
  void AddFlare(int day, int cause);

  const Chance& chance_;
  const double first_deficit_;
  const double first_level_;
  const double share_of_deficits_;
  double moved_ = 0;  // In [0, 1].
  double level_;
  double daily_ = 0;
  double flare_ = 0;
};

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_PAIN_H_
