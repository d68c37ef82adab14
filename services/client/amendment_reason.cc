// SPDX-License-Identifier: Apache-2.0
#include "services/client/amendment_reason.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tonus::client {

absl::StatusOr<v1::AmendmentReason> ParseAmendmentReason(
    const std::string& text) {
  v1::AmendmentReason reason = v1::AMENDMENT_REASON_UNSPECIFIED;
  const std::string word = absl::StrCat(
      "AMENDMENT_REASON_",
      absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  if (!v1::AmendmentReason_Parse(word, &reason) ||
      reason == v1::AMENDMENT_REASON_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        absl::StrCat("--reason ", text, ": unknown. ", kAmendmentReasons));
  }
  return reason;
}

}  // namespace tonus::client
