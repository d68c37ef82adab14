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

#include "absl/strings/string_view.h"
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
  // retests, as it was issued.
  const v1::Routine& outline;
  // The same with the sessions on the days on which they are due now.
  const v1::Routine& due;
  // As `outline`, also while the gate is closed, and the facts with the days on
  // which the block rested as pauses: what was missed is told from these.
  const v1::Routine& block;
  const storage::v1::PatientFacts& rested;
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
  // The key under which it was stored before that told it from another cause;
  // empty where it is the same. The alert of that record has the same rule.
  std::string earlier_key = {};
  // What it is about: equal for causes that are told as one alert while that is
  // open, and nothing in it depends on when they were told.
  std::string subject;
  // Kind, urgency, text and evidence; names, times and state are left to the
  // caller. What it tells of a harmful event is the revision of that event.
  v1::Alert alert;
  // The day with which it comes, when nothing else happens before; absent for a
  // cause that is there today.
  std::optional<absl::CivilDay> from;
  // Whether it is so long ago that nobody is told any more. It was a cause all
  // the same, unlike one that was corrected away.
  bool faded = false;
  // Where its sessions stand in all that was done, where logs caused it.
  std::vector<int> places;
};

// Returns what is to be told today, what will be when a day comes, and what has
// faded: most urgent first, then by kind in the order of the pack, then by
// subject, and within one in the order in which it happened.
std::vector<AlertCause> AlertCauses(const AlertCase& of);

// Returns the one alert about `causes`, of which there is one at least and all
// are about the same, in the order of AlertCauses: what the last of them says,
// with the evidence of all, in the order in which it was done.
v1::Alert AlertAbout(const std::vector<const AlertCause*>& causes);

// Returns what the pack says of alerts of that kind, see AlertRule.text.
std::string AlertText(const Knowledge& knowledge,
                      knowledge::v1::AlertKind kind);

// Returns the alert about a proposal that waits; its name is left to the
// caller.
v1::Alert ProposalAlert(const Knowledge& knowledge);

// Whether the cause of that key happened in one session and in no other, so
// that one of the same key is the same.
bool IsOfOneSession(absl::string_view key);

// Whether an alert is over when its cause is neither there any more nor faded:
// a clinician has cleared it, its log was corrected, or what it waits for has
// happened. The others stay until somebody acknowledges them, since a score
// that grows old was a cause all the same.
bool EndsWithItsCause(const v1::Alert& alert);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_ALERT_CAUSES_H_
