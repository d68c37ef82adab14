// SPDX-License-Identifier: Apache-2.0
// Reads overrides, and why something was done, as people type them.

#ifndef TONUS_SERVICES_CLIENT_OVERRIDE_FLAG_H_
#define TONUS_SERVICES_CLIENT_OVERRIDE_FLAG_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tonus/v1/override.pb.h"
#include "tonus/v1/proposal.pb.h"

namespace tonus::client {

// How an override is written, a line for each kind.
std::string OverrideHelp();

// Returns the override written as KIND:WHAT, see OverrideHelp(). Whether the
// pack has what it names is the server's to judge. `flag` is the argument to
// name in an error.
//   INVALID_ARGUMENT  the message quotes `text` and says how it is written.
absl::StatusOr<v1::Override> ParseOverride(absl::string_view flag,
                                           absl::string_view text);

// The words of the reasons, with commas between.
std::string OverrideReasonWords();
std::string ReviewReasonWords();

// Each returns the reason with that word, for example `taught-in-person`.
//   INVALID_ARGUMENT  there is none; the message lists the words.
absl::StatusOr<v1::OverrideReason> ParseOverrideReason(absl::string_view text);
absl::StatusOr<v1::ReviewReason> ParseReviewReason(absl::string_view text);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_OVERRIDE_FLAG_H_
