// SPDX-License-Identifier: Apache-2.0
#include "services/engine/override_fold.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "services/engine/deterministic_bytes.h"
#include "services/engine/facts.h"

namespace tonus::engine {

using storage::v1::OverrideFact;

namespace {

// What was said when it was set: neither which event said it nor how it ended.
std::string SaidBy(const OverrideFact& fact) {
  OverrideFact said = fact;
  said.clear_revision();
  said.clear_cleared_date();
  said.clear_clear_time();
  said.clear_clear_reason();
  return DeterministicBytes(said);
}

std::tuple<int64_t, int32_t, std::string, std::string> OrderOf(
    const OverrideFact& fact) {
  return {fact.effective_time().seconds(), fact.effective_time().nanos(),
          fact.fact_id(), SaidBy(fact)};
}

std::tuple<int64_t, int32_t, absl::CivilDay, int> OrderOfEnd(
    const google::protobuf::Timestamp& time, const v1::Date& day, int reason) {
  return {time.seconds(), time.nanos(), ToCivilDay(day), reason};
}

// Moves the last of `entries` to where `before` wants it.
template <typename Entry, typename Before>
void MoveLastInto(google::protobuf::RepeatedPtrField<Entry>* entries,
                  const Before& before) {
  for (int i = entries->size() - 1;
       i > 0 && before(entries->Get(i), entries->Get(i - 1)); --i) {
    entries->SwapElements(i, i - 1);
  }
}

}  // namespace

void AddOverride(const OverrideFact& fact, int64_t revision,
                 storage::v1::PatientFacts* facts) {
  for (OverrideFact& present : *facts->mutable_overrides()) {
    if (present.fact_id() != fact.fact_id() ||
        SaidBy(present) != SaidBy(fact)) {
      continue;
    }
    present.set_revision(std::min(present.revision(), revision));
    return;
  }
  OverrideFact* added = facts->add_overrides();
  *added = fact;
  added->set_revision(revision);
  MoveLastInto(facts->mutable_overrides(),
               [](const OverrideFact& a, const OverrideFact& b) {
                 return OrderOf(a) < OrderOf(b);
               });
}

void EndOverride(const storage::v1::OverrideClearing& clearing,
                 storage::v1::PatientFacts* facts) {
  for (OverrideFact& fact : *facts->mutable_overrides()) {
    if (fact.fact_id() != clearing.fact_id()) continue;
    if (fact.has_cleared_date() &&
        OrderOfEnd(fact.clear_time(), fact.cleared_date(),
                   fact.clear_reason()) <= OrderOfEnd(clearing.effective_time(),
                                                      clearing.cleared_date(),
                                                      clearing.reason())) {
      continue;
    }
    *fact.mutable_cleared_date() = clearing.cleared_date();
    *fact.mutable_clear_time() = clearing.effective_time();
    fact.set_clear_reason(clearing.reason());
  }
}

void AddClearance(const v1::Clearance& clearance,
                  storage::v1::PatientFacts* facts) {
  const auto order = [](const v1::Clearance& one) {
    return std::make_tuple(ToCivilDay(one.date()), one.subject());
  };
  const auto& present = facts->clearances();
  if (std::any_of(present.begin(), present.end(), [&](const auto& other) {
        return order(other) == order(clearance);
      })) {
    return;
  }
  *facts->add_clearances() = clearance;
  MoveLastInto(facts->mutable_clearances(),
               [&](const v1::Clearance& a, const v1::Clearance& b) {
                 return order(a) < order(b);
               });
}

}  // namespace tonus::engine
