// SPDX-License-Identifier: Apache-2.0
#include "tests/property/shrinking.h"

#include <utility>

namespace tonus::testing {

using storage::v1::PatientFacts;

namespace {

using Fails = absl::FunctionRef<bool(const PatientFacts&)>;

// Drops the elements of the list that `list_of` names, one by one from the end.
// Returns whether one was dropped.
template <typename ListOf>
bool DropEach(ListOf list_of, Fails fails, PatientFacts* facts) {
  bool dropped = false;
  for (int i = list_of(facts)->size() - 1; i >= 0; --i) {
    PatientFacts smaller = *facts;
    list_of(&smaller)->DeleteSubrange(i, 1);
    if (!fails(smaller)) continue;
    *facts = std::move(smaller);
    dropped = true;
  }
  return dropped;
}

bool DropHistory(Fails fails, PatientFacts* facts) {
  if (!facts->assessments(0).has_history()) return false;
  PatientFacts smaller = *facts;
  smaller.mutable_assessments(0)->clear_history();
  if (!fails(smaller)) return false;
  *facts = std::move(smaller);
  return true;
}

// Drops what the person wants, field by field.
bool DropWishes(Fails fails, PatientFacts* facts) {
  bool dropped = false;
  for (const char* name :
       {"training_days", "session_minutes", "preferred_exercises",
        "disliked_exercises", "home_exercises"}) {
    PatientFacts smaller = *facts;
    v1::Profile* profile = smaller.mutable_profiles(0)->mutable_profile();
    profile->GetReflection()->ClearField(
        profile, profile->GetDescriptor()->FindFieldByName(name));
    if (smaller.ByteSizeLong() == facts->ByteSizeLong() || !fails(smaller)) {
      continue;
    }
    *facts = std::move(smaller);
    dropped = true;
  }
  return dropped;
}

}  // namespace

PatientFacts Shrink(PatientFacts facts, Fails fails) {
  if (facts.assessments().empty() || facts.profiles().empty()) return facts;
  bool smaller = true;
  while (smaller) {
    smaller = DropHistory(fails, &facts);
    smaller |= DropWishes(fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_profiles(0)
              ->mutable_profile()
              ->mutable_preferred_exercises();
        },
        fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_profiles(0)
              ->mutable_profile()
              ->mutable_disliked_exercises();
        },
        fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_assessments(0)->mutable_results();
        },
        fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_profiles(0)
              ->mutable_profile()
              ->mutable_conditions();
        },
        fails, &facts);
    smaller |= DropEach([](PatientFacts* f) { return f->mutable_clearances(); },
                        fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_profiles(0)->mutable_profile()->mutable_equipment();
        },
        fails, &facts);
    smaller |= DropEach(
        [](PatientFacts* f) {
          return f->mutable_assessments(0)
              ->mutable_screening()
              ->mutable_answers();
        },
        fails, &facts);
  }
  return facts;
}

}  // namespace tonus::testing
