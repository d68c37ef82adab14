// SPDX-License-Identifier: Apache-2.0
#include "services/client/clearance_flag.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/client/time_flag.h"
#include "services/status_macros.h"

namespace tonus::client {

absl::StatusOr<v1::Clearance> ParseClearance(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == 0 || colon == absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--clearance ", text,
        ": write SUBJECT:YYYY-MM-DD with the id of a condition or red flag"));
  }
  v1::Clearance clearance;
  clearance.set_subject(std::string(text.substr(0, colon)));
  TONUS_ASSIGN_OR_RETURN(*clearance.mutable_date(),
                         ParseDate("--clearance", text.substr(colon + 1)));
  return clearance;
}

}  // namespace tonus::client
