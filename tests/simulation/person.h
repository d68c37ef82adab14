// SPDX-License-Identifier: Apache-2.0
// A person of the simulated clinic: a body, pain, and what kind of person it
// is. All of it follows from the seed.

#ifndef TONUS_TESTS_SIMULATION_PERSON_H_
#define TONUS_TESTS_SIMULATION_PERSON_H_

#include <cstdint>
#include <string>

#include "services/engine/knowledge.h"
#include "tests/simulation/body.h"
#include "tests/simulation/chance.h"
#include "tests/simulation/pain.h"
#include "tonus/knowledge/v1/exercise.pb.h"
#include "tonus/v1/patient.pb.h"

namespace tonus::simulation {

class Person {
 public:
  Person(const engine::Knowledge& knowledge, uint64_t seed);
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;

  const Chance& chance() const { return chance_; }
  const v1::Profile& profile() const { return profile_; }
  Body& body() { return body_; }
  const Body& body() const { return body_; }
  Pain& pain() { return pain_; }
  const Pain& pain() const { return pain_; }

  // How much better or worse a technique works than on average; above 0.
  double ResponseTo(knowledge::v1::Technique technique) const;

  // How hard work of that exercise is, with so many seconds on a side: 1 is as
  // hard as it should be.
  double LoadOf(const knowledge::v1::Exercise& exercise, const Place& place,
                double seconds) const;

  // The pain that an exercise brings to somebody whom it does not suit, in
  // points; 0 for most.
  double UnsuitedPain(const std::string& exercise) const;

  // Whether an exercise brings a symptom of a nerve on that day.
  bool HasSymptom(const knowledge::v1::Exercise& exercise, int day) const;

  // Whether the person turns up on that day, who felt that effort, in [0, 10],
  // in the last session.
  bool TurnsUp(int day, int last_effort) const;

  // The minutes that there are on that day; 0 when there are enough.
  int MinutesOn(int day) const;

  // From 0 to 10, the more the better: what can be done.
  double Function() const;

 private:
  Chance chance_;
  v1::Profile profile_;
  Body body_;
  Pain pain_;
};

}  // namespace tonus::simulation

#endif  // TONUS_TESTS_SIMULATION_PERSON_H_
