// SPDX-License-Identifier: Apache-2.0
// The checks of whether entries of a pack that are well-formed make sense
// together: each adds its complaints to the context.

#ifndef TONUS_SERVICES_ENGINE_CHECK_SENSE_H_
#define TONUS_SERVICES_ENGINE_CHECK_SENSE_H_

#include "services/engine/check_context.h"

namespace tonus::engine {

// Whether the steps of a decision do what its name says, in that order.
void CheckStepOrder(CheckContext& context);

// Whether numbers in the text of a rule are those of its condition and effects.
void CheckToldNumbers(CheckContext& context);

// Whether holds are as long as their technique allows.
void CheckHolds(CheckContext& context);

// Whether instructions are long enough to tell what to do.
void CheckInstructions(CheckContext& context);

// Whether the wordings of claims and instructions find what they are to find.
void CheckWordings(CheckContext& context);

// Complains where there are none, or a claim is not forbidden that every pack
// forbids. A stored pack from before they were asked for still opens without.
Complaints CheckWordingsGiven(const knowledge::v1::Pack& pack);

// Whether exercises that anybody may get are of a technique and level for that.
void CheckSessionLists(CheckContext& context);

// Whether measures and rules that read the same test agree, and who counts as
// recovered can improve no more.
void CheckAgreement(CheckContext& context);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_CHECK_SENSE_H_
