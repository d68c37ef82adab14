// SPDX-License-Identifier: Apache-2.0
#include "services/engine/replacement_outcome.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "services/engine/overrides.h"
#include "services/engine/target_name.h"

namespace tonus::engine {

using storage::v1::OverrideFact;
using storage::v1::PatientFacts;

namespace {

bool HasItem(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.items(), [&](const v1::SessionItem& item) {
    return item.exercise() == exercise;
  });
}

bool HasAtHome(const v1::Session& session, const std::string& exercise) {
  return absl::c_any_of(session.home_items(), [&](const v1::HomeItem& home) {
    return home.item().exercise() == exercise;
  });
}

// What stands for `exercise`, and for that in turn.
std::vector<std::string> InsteadOf(const Overrides& overrides,
                                   const std::string& exercise) {
  std::vector<std::string> chain;
  const OverrideFact* fact = overrides.Replacement(exercise);
  while (fact != nullptr) {
    const std::string& next = fact->override().replace_exercise().replacement();
    if (next == exercise || absl::c_linear_search(chain, next)) break;
    chain.push_back(next);
    fact = overrides.Replacement(next);
  }
  return chain;
}

// The facts without `fact`, which is one of them, and without what else keeps
// the exercise that it replaces out. Those that are only tried have one name.
PatientFacts Without(const PatientFacts& facts, const OverrideFact& fact) {
  const std::string& exercise = fact.override().replace_exercise().exercise();
  PatientFacts other = facts;
  other.clear_overrides();
  for (const OverrideFact& one : facts.overrides()) {
    if (&one != &fact && one.override().exclude_exercise() != exercise) {
      *other.add_overrides() = one;
    }
  }
  return other;
}

// What one replacement did, against a block without it.
class Outcome {
 public:
  Outcome(const Knowledge& knowledge, const Overrides& overrides,
          const OverrideFact& fact, const v1::Routine& without, IsOver is_over,
          v1::Routine* routine)
      : knowledge_(knowledge),
        fact_(fact),
        exercise_(fact.override().replace_exercise().exercise()),
        instead_(InsteadOf(overrides, exercise_)),
        excluded_(overrides.Exclusion(exercise_) != nullptr),
        without_(without),
        is_over_(is_over),
        routine_(*routine) {}

  void Tell() {
    bool planned = false;
    bool at_home = false;
    for (int i = 0; i < routine_.sessions_size(); ++i) {
      const v1::Session& now = routine_.sessions(i);
      const v1::Session& other = without_.sessions(i);
      if (is_over_(now.number())) continue;
      if (HasItem(other, exercise_)) {
        planned = true;
        if (!IsThere(now)) TellSession(now);
      }
      if (!HasAtHome(other, exercise_)) continue;
      at_home = true;
      if (!IsAtHome(now)) TellHome(now);
    }
    if (!planned && !at_home && !IsTold()) {
      Refuse(
          kOverrideRule,
          absl::StrCat(Name(exercise_), " is in no session of this block, so ",
                       Name(instead_.front()), " takes no place of it."));
    }
  }

 private:
  std::string Name(const std::string& id) const {
    const auto* exercise = knowledge_.FindExercise(id);
    return exercise == nullptr ? id : ExerciseName(*exercise);
  }

  bool IsThere(const v1::Session& session) const {
    return absl::c_any_of(instead_, [&](const std::string& one) {
      return HasItem(session, one);
    });
  }

  bool IsAtHome(const v1::Session& session) const {
    return absl::c_any_of(instead_, [&](const std::string& one) {
      return HasAtHome(session, one);
    });
  }

  bool IsAboutThis(const v1::Dropped& refused) const {
    return refused.override() == OverrideId(fact_) &&
           absl::c_linear_search(instead_, refused.exercise());
  }

  bool IsTold() const {
    return absl::c_any_of(routine_.refused(), [&](const v1::Dropped& refused) {
      return IsAboutThis(refused);
    });
  }

  void TellHome(const v1::Session& session) {
    if (!HasAtHome(session, exercise_)) {
      Refuse("R-733", absl::StrCat("At home ", Name(exercise_),
                                   " is left out, and ", Name(instead_.front()),
                                   " is not what is done there."));
    } else if (!IsTold()) {
      TellStays("At home");
    }
  }

  void TellStays(const std::string& where) {
    Refuse(kOverrideRule, absl::StrCat(where, " ", Name(exercise_),
                                       " stays, since ", Name(instead_.front()),
                                       " is not possible in its place."));
  }

  // Why session `session` has nothing in the place.
  void TellSession(const v1::Session& session) {
    if (HasItem(session, exercise_)) {
      // What refuses the replacement was told when the exercise stayed.
      if (!IsTold()) TellStays(absl::StrCat("In session ", session.number()));
      return;
    }
    const auto dropped =
        absl::c_find_if(session.dropped(), [&](const v1::Dropped& one) {
          return absl::c_linear_search(instead_, one.exercise());
        });
    if (dropped != session.dropped().end()) {
      Refuse(dropped->rule(),
             absl::StrCat("In session ", session.number(), ", ",
                          Name(dropped->exercise()),
                          " would take the place of ", Name(exercise_),
                          " and is left out: ", dropped->reason()));
      return;
    }
    if (excluded_) {
      if (!IsTold()) {
        Refuse(
            kOverrideRule,
            absl::StrCat("In session ", session.number(), " ", Name(exercise_),
                         " stays left out, since ", Name(instead_.front()),
                         " is not possible in its place."));
      }
      return;
    }
    Refuse("R-731",
           absl::StrCat("Session ", session.number(), " has no place for ",
                        Name(instead_.front()), ": without ", Name(exercise_),
                        " it is filled otherwise."));
  }

  // Once for each rule, since one reason is told by the first session alone.
  void Refuse(const std::string& rule, std::string reason) {
    if (absl::c_any_of(routine_.refused(), [&](const v1::Dropped& refused) {
          return IsAboutThis(refused) && refused.rule() == rule;
        })) {
      return;
    }
    v1::Dropped* refused = routine_.add_refused();
    refused->set_exercise(instead_.front());
    refused->set_rule(rule);
    refused->set_reason(std::move(reason));
    refused->set_override(OverrideId(fact_));
  }

  const Knowledge& knowledge_;
  const OverrideFact& fact_;
  const std::string exercise_;
  const std::vector<std::string> instead_;
  // Whether it is not planned where nothing takes its place either.
  const bool excluded_;
  const v1::Routine& without_;
  const IsOver is_over_;
  v1::Routine& routine_;
};

}  // namespace

void TellReplacements(const Knowledge& knowledge, const PatientFacts& facts,
                      PlanOther plan, IsOver is_over, v1::Routine* routine) {
  const Overrides overrides(facts, absl::CivilDay());
  for (const OverrideFact* fact : overrides.all()) {
    const auto& replace = fact->override().replace_exercise();
    if (!fact->override().has_replace_exercise() ||
        overrides.Replacement(replace.exercise()) != fact) {
      continue;
    }
    const v1::Routine without = plan(Without(facts, *fact));
    Outcome(knowledge, overrides, *fact, without, is_over, routine).Tell();
  }
}

}  // namespace tonus::engine
