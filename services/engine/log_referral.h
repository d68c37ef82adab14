// SPDX-License-Identifier: Apache-2.0
// What logs of sessions and relief runs tell a clinician: who is asked to look,
// and which tests are asked for.

#ifndef TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_
#define TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/engine/case.h"
#include "services/engine/exposures.h"
#include "services/engine/fired_rows.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Adds the referrals and the requests of tests that follow from the logs of the
// case. A referral that closes the gate stays until a clearance of a later day
// names its rule; what was told before that counts no more. The others fade
// with the days that their rows give, counted from the day on which the last of
// it was told; a request also with a result, and a referral with results of all
// that its row asks for.
void ReferAfterLogs(Case* the_case);

// What happened, for a clinician: the exercise, where one was judged, and what
// the row found.
std::string WhatHappened(const Knowledge& knowledge, const FiredRow& fired);

// A referral that follows from a row that fired.
struct FiredReferral {
  const FiredRow* fired = nullptr;
  const knowledge::v1::LogReferral* refer = nullptr;
  // Whether it is told no more. Until a clearance of a later day than that on
  // which the first cause was told names the rule, what closes the gate is; the
  // rest also only for its days after the last of it was told, and until all
  // tests that its row asks for have later results than the session.
  bool faded = false;
};

// Returns the referrals of `fired`, which `history` has, as of `today`, in that
// order. Of one rule for the same what closes the gate is told alone.
std::vector<FiredReferral> ReferralsOf(const storage::v1::PatientFacts& facts,
                                       const BlockDone& history,
                                       const FiredRows& fired,
                                       absl::CivilDay today);

// Whether `rule` may close the gate because of logs, so that a clearance may
// name it.
bool MayReferAfterLogs(const Knowledge& knowledge, absl::string_view rule);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_
