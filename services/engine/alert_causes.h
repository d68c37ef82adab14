// SPDX-License-Identifier: Apache-2.0
// What a clinician has to be told of without asking, and what called for it.
//
// A pure function of what is known. Which of it was told before, and what a
// clinician made of it, is not known here.

#ifndef TONUS_SERVICES_ENGINE_ALERT_CAUSES_H_
#define TONUS_SERVICES_ENGINE_ALERT_CAUSES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/engine/knowledge.h"
#include "tonus/storage/v1/facts.pb.h"
#include "tonus/v1/alert.pb.h"
#include "tonus/v1/interpretation.pb.h"
#include "tonus/v1/routine.pb.h"

namespace tonus::engine {

// Who is looked at, and when.
struct AlertCase {
  const Knowledge& knowledge;
  const storage::v1::PatientFacts& facts;
  // Number, week and date of the sessions of the running block, and its
  // retests.
  const v1::Routine& outline;
  // What the facts mean today.
  const v1::Interpretation& interpretation;
  absl::CivilDay today;
  absl::TimeZone zone;  // That of the person.
};

// A cause of an alert.
struct AlertCause {
  // Equal for the same cause on every day on which it is there, and different
  // for every other cause of the person.
  std::string key;
  // Kind, urgency, text and evidence; names, times and state are left to the
  // caller. What it tells of a harmful event is the revision of that event.
  v1::Alert alert;
  // The day with which it comes, when nothing else happens before; absent for a
  // cause that is there today.
  std::optional<absl::CivilDay> from;
};

// Returns what is to be told today, and what will be when a day comes, most
// urgent first, then by kind in the order of the pack, then by key.
std::vector<AlertCause> AlertCauses(const AlertCase& of);

// Returns what the pack says of alerts of that kind, see AlertRule.text.
std::string AlertText(const Knowledge& knowledge,
                      knowledge::v1::AlertKind kind);

// Returns the alert about a proposal that waits; its name is left to the
// caller.
v1::Alert ProposalAlert(const Knowledge& knowledge);

// Whether an alert is over when its cause is not there any more: a clinician
// has cleared it, or what it waits for has happened. The others stay until
// somebody acknowledges them, since a cause that fades with time was one all
// the same.
bool EndsWithItsCause(const v1::Alert& alert);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ALERT_CAUSES_H_
