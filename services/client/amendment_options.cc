// SPDX-License-Identifier: Apache-2.0
#include "services/client/amendment_options.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tonus::client {
namespace {

constexpr char kReasons[] =
    "Why: entry-error, wrong-side, wrong-patient, measurement-error, "
    "misunderstood-question or duplicate";

}  // namespace

CLI::Option* AddAmendmentOptions(CLI::App* command, const char* name,
                                 AmendmentFlags* flags) {
  command->add_option("name", flags->name, name)->required();
  command->add_option("--reason", flags->reason, kReasons)->required();
  AddRepeated(command, "--retract", &flags->retracted,
              "A red flag that stops exercise and whose yes was a mistake; "
              "may be repeated");
  command->add_option("--etag", flags->etag,
                      "Fail when the patient changed since this etag");
  AddRequestIdOption(command, &flags->request_id);
  return command->add_flag("--withdraw", flags->withdraw,
                           "Withdraw it, putting nothing in its place");
}

absl::StatusOr<v1::AmendmentReason> ParseAmendmentReason(
    const std::string& text) {
  v1::AmendmentReason reason = v1::AMENDMENT_REASON_UNSPECIFIED;
  const std::string word = absl::StrCat(
      "AMENDMENT_REASON_",
      absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})));
  if (!v1::AmendmentReason_Parse(word, &reason) ||
      reason == v1::AMENDMENT_REASON_UNSPECIFIED) {
    return absl::InvalidArgumentError(
        absl::StrCat("--reason ", text, ": unknown. ", kReasons));
  }
  return reason;
}

}  // namespace tonus::client
