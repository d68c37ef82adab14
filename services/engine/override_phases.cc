// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_phases.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/engine/closed_session.h"
#include "services/engine/expiry.h"
#include "services/engine/facts.h"
#include "services/engine/interpretation.h"
#include "services/engine/override_days.h"
#include "services/engine/overrides.h"
#include "services/engine/policy.h"
#include "services/engine/stricter.h"

namespace tonus::engine {
namespace {

using storage::v1::OverrideFact;
using storage::v1::PatientFacts;

// The overrides in force on a day, by their places in the facts.
using Phase = std::vector<int>;

Phase PhaseOf(const PatientFacts& facts, absl::CivilDay day) {
  Phase phase;
  for (int i = 0; i < facts.overrides_size(); ++i) {
    if (IsInForce(facts.overrides(i), day)) phase.push_back(i);
  }
  return phase;
}

// Those of them for which no other one counts.
Phase CountingOn(const PatientFacts& facts, absl::CivilDay day) {
  const std::vector<Overruled> overruled = Overrides(facts, day).AllOverruled();
  Phase counting = PhaseOf(facts, day);
  counting.erase(std::remove_if(counting.begin(), counting.end(),
                                [&](int i) {
                                  return absl::c_any_of(
                                      overruled, [&](const Overruled& one) {
                                        return one.fact == &facts.overrides(i);
                                      });
                                }),
                 counting.end());
  return counting;
}

// Adds those of `from` that are not there: what `key` says tells them apart.
template <typename Entry, typename Key>
void AddMissing(const google::protobuf::RepeatedPtrField<Entry>& from,
                const Key& key, google::protobuf::RepeatedPtrField<Entry>* to) {
  for (const Entry& entry : from) {
    if (absl::c_none_of(*to, [&](const Entry& present) {
          return key(present) == key(entry);
        })) {
      *to->Add() = entry;
    }
  }
}

// What another phase tells beside its sessions. The notices of a stricter part
// stand in its sessions alone, since they do not hold yet.
void AddTold(const v1::Routine& other, size_t part, v1::Routine* routine) {
  if (part == 0) {
    AddMissing(
        other.notices(),
        [](const v1::SafetyNotice& notice) { return notice.subject(); },
        routine->mutable_notices());
  }
  // Sessions speak of decisions that are kept only then.
  google::protobuf::RepeatedPtrField<v1::Decision> kept;
  absl::c_copy_if(other.decisions(),
                  google::protobuf::RepeatedPtrFieldBackInserter(&kept),
                  [](const v1::Decision& decision) { return decision.kept(); });
  AddMissing(
      kept, [](const v1::Decision& decision) { return decision.id(); },
      routine->mutable_decisions());
  AddMissing(
      other.uncovered(),
      [](const v1::Uncovered& uncovered) { return uncovered.decision(); },
      routine->mutable_uncovered());
  AddMissing(
      other.refused(),
      [](const v1::Dropped& dropped) {
        return std::make_tuple(dropped.exercise(), dropped.decision(),
                               dropped.override());
      },
      routine->mutable_refused());
}

// A closed gate wins over what a clinician wants.
void RefuseWishes(const PatientFacts& facts, v1::Routine* routine) {
  if (routine->gate() == v1::GATE_OK) return;
  const Overrides overrides(facts, absl::CivilDay());
  std::vector<const OverrideFact*> wants = overrides.Pins();
  absl::c_copy_if(overrides.all(), std::back_inserter(wants),
                  [&](const auto* fact) {
                    const auto& replace = fact->override().replace_exercise();
                    return overrides.Replacement(replace.exercise()) == fact;
                  });
  for (const OverrideFact* fact : wants) {
    const v1::Override& override = fact->override();
    v1::Dropped* refused = routine->add_refused();
    refused->set_exercise(override.has_pin_exercise()
                              ? override.pin_exercise()
                              : override.replace_exercise().replacement());
    if (!routine->notices().empty()) {
      refused->set_rule(routine->notices(0).rule());
    }
    refused->set_reason("The gate is closed, so no exercise is planned.");
    refused->set_override(OverrideId(*fact));
  }
}

// The stricter days of a block, by session.
class Strictness {
 public:
  explicit Strictness(std::vector<StricterDay> days) : days_(std::move(days)) {}

  // How many of them have come on `day`.
  size_t PartOf(absl::CivilDay day) const {
    return absl::c_count_if(days_, [&](const StricterDay& stricter) {
      return stricter.day <= day;
    });
  }

  // The reading to plan from in that part, not the first.
  const v1::Interpretation& ReadingIn(size_t part) const {
    return days_[part - 1].interpretation;
  }

  // When that part ends; nullopt for never.
  std::optional<absl::CivilDay> EndOf(size_t part) const {
    if (part >= days_.size()) return std::nullopt;
    return days_[part].day;
  }

 private:
  std::vector<StricterDay> days_;
};

Strictness StrictnessOf(const Knowledge& knowledge, const PatientFacts& held,
                        const v1::Interpretation& interpretation,
                        absl::CivilDay today, const v1::Routine& routine) {
  if (routine.sessions().empty()) return Strictness({});
  const v1::Session& last = routine.sessions(routine.sessions_size() - 1);
  return Strictness(StricterDays(knowledge, held, interpretation, today,
                                 ToCivilDay(last.date())));
}

void SetExpiry(const Strictness& strictness, absl::CivilDay today,
               v1::Routine* routine) {
  if (const auto end = strictness.EndOf(0); end.has_value()) {
    *routine->mutable_expire_date() = ToDate(*end);
  }
  for (v1::Session& session : *routine->mutable_sessions()) {
    const auto end = strictness.EndOf(
        strictness.PartOf(std::max(today, ToCivilDay(session.date()))));
    if (end.has_value() && !session.items().empty()) {
      *session.mutable_expire_date() = ToDate(*end);
    }
  }
}

}  // namespace

v1::Routine PlanPhases(const Knowledge& knowledge, const PatientFacts& facts,
                       const v1::Interpretation& interpretation,
                       absl::CivilDay today, IsSessionDone was_done,
                       const DaysDone& days_done, PlanPhase plan) {
  const Phase current = PhaseOf(facts, today);
  const PatientFacts held = WithOverridesOf(facts, today);
  v1::Routine routine = plan(held, interpretation);
  const Strictness strictness =
      StrictnessOf(knowledge, held, interpretation, today, routine);
  std::map<std::pair<Phase, size_t>, v1::Routine> others;
  const Phase counting = CountingOn(facts, today);
  std::set<int> named(counting.begin(), counting.end());
  const std::vector<absl::CivilDay> done_on =
      days_done ? days_done(routine) : std::vector<absl::CivilDay>();
  for (int i = 0; i < routine.sessions_size(); ++i) {
    v1::Session& session = *routine.mutable_sessions(i);
    const absl::CivilDay planned = ToCivilDay(session.date());
    const absl::CivilDay day =
        was_done(session.number()) ? planned : std::max(planned, today);
    const absl::CivilDay override_day =
        was_done(session.number()) || done_on.empty() ? day : done_on[i];
    const Phase phase = PhaseOf(facts, override_day);
    const size_t part = strictness.PartOf(day);
    if (phase == current && part == 0) {
      TellOverrideDay(facts, override_day, &session);
      continue;
    }
    const Phase then_counting = CountingOn(facts, override_day);
    named.insert(then_counting.begin(), then_counting.end());
    const PatientFacts then = WithOverridesOf(facts, override_day);
    v1::Interpretation meaning =
        phase == current ? interpretation : Interpret(knowledge, then, today);
    if (part > 0) {
      meaning = WithSafetyOf(strictness.ReadingIn(part), std::move(meaning));
    }
    if (meaning.gate() != v1::GATE_OK) {
      CloseSession(meaning.gate(), meaning.notices(), &session);
      continue;
    }
    auto other = others.find({phase, part});
    if (other == others.end()) {
      other = others.emplace(std::make_pair(phase, part), plan(then, meaning))
                  .first;
      AddTold(other->second, part, &routine);
    }
    for (const v1::Session& planned : other->second.sessions()) {
      if (planned.number() == session.number()) session = planned;
    }
    TellOverrideDay(facts, override_day, &session);
  }
  SetExpiry(strictness, today, &routine);
  RefuseWishes(held, &routine);
  for (const int i : named) {
    routine.add_overrides(OverrideId(facts.overrides(i)));
  }
  for (v1::PolicyInForce& policy : PoliciesInForce(knowledge, facts, today)) {
    *routine.add_policies() = std::move(policy);
  }
  return routine;
}

}  // namespace tonus::engine
