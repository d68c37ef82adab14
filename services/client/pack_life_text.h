// SPDX-License-Identifier: Apache-2.0
// Tells which pack is active and what another one would change.

#ifndef TONUS_SERVICES_CLIENT_PACK_LIFE_TEXT_H_
#define TONUS_SERVICES_CLIENT_PACK_LIFE_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/client/names.h"
#include "tonus/v1/knowledge_service.pb.h"
#include "tonus/v1/routine_service.pb.h"

namespace tonus::client {

// Returns the reason of that word, for example `new-version`.
//   INVALID_ARGUMENT  there is none; the text lists them.
absl::StatusOr<v1::PackActivationReason> ParseActivationReason(
    absl::string_view word);

// The words that ParseActivationReason knows, with commas between.
std::string ActivationReasons();

// What was activated, or would be.
std::string ActivationText(const v1::ActivatePackResponse& response,
                           bool dry_run);

// What stands above the lines of a run.
std::string ShadowHeading();

// A line: the patient, their pack, and what changes most.
std::string ShadowLine(const v1::ShadowedRoutine& routine, const Names& names);

// The sums, and a table of the exercises that come and go.
std::string ShadowSummaryText(const v1::ShadowSummary& summary,
                              const Names& names);

// What became of one routine; the changes themselves with `whole`.
std::string MigrationText(const std::string& patient,
                          const v1::MigrateRoutineResponse& response,
                          bool dry_run, bool whole, const Names& names);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_PACK_LIFE_TEXT_H_
