// SPDX-License-Identifier: Apache-2.0
// What logs of sessions and relief runs tell a clinician: who is asked to look,
// and which tests are asked for.

#ifndef TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_
#define TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_

#include "absl/strings/string_view.h"
#include "services/engine/case.h"
#include "services/engine/knowledge.h"

namespace tonus::engine {

// Adds the referrals and the requests of tests that follow from the logs of the
// case. A referral that closes the gate stays until a clearance of a later day
// names its rule; what was logged before that counts no more. The others fade
// with the days that their rows give, a request also with a result.
void ReferAfterLogs(Case* the_case);

// Whether `rule` may close the gate because of logs, so that a clearance may
// name it.
bool MayReferAfterLogs(const Knowledge& knowledge, absl::string_view rule);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_LOG_REFERRAL_H_
