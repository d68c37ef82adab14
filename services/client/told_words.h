// SPDX-License-Identifier: Apache-2.0
// Words that options and tables share: sides, and what a person told.

#ifndef TONUS_SERVICES_CLIENT_TOLD_WORDS_H_
#define TONUS_SERVICES_CLIENT_TOLD_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "tonus/knowledge/v1/vocabulary.pb.h"
#include "tonus/v1/assessment.pb.h"

namespace tonus::client {

// Returns the side written as L, R or M, or in full, in any case.
absl::optional<knowledge::v1::Side> SideOf(absl::string_view text);

// Sets the yes-or-no item of the history that is called `key`. Returns whether
// there is one.
bool SetHistoryItem(const std::string& key, v1::History* history);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_TOLD_WORDS_H_
