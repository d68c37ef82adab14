// SPDX-License-Identifier: Apache-2.0
// Tells overrides, clearances and proposals in words.

#ifndef TONUS_SERVICES_CLIENT_OVERRIDE_TEXT_H_
#define TONUS_SERVICES_CLIENT_OVERRIDE_TEXT_H_

#include <string>

#include "services/client/names.h"
#include "tonus/v1/override.pb.h"
#include "tonus/v1/patient_service.pb.h"
#include "tonus/v1/proposal.pb.h"

namespace tonus::client {

// What it changes, for example `Wall slide in every session where it is safe`.
std::string ChangeText(const v1::Override& override, const Names& names);

// One line.
std::string OverrideLine(const v1::Override& override, const Names& names);

// What a clearance opens, until when, and what stays closed.
std::string ClearanceText(const v1::RecordClearanceResponse& response);

// One line.
std::string ProposalLine(const v1::Proposal& proposal);

// The line and what it would change.
std::string ProposalText(const v1::Proposal& proposal, const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_OVERRIDE_TEXT_H_
