// SPDX-License-Identifier: Apache-2.0
#include "services/validation/request_id.h"

#include "services/keys.h"

namespace tonus {

void CheckOptionalId(absl::string_view field, absl::string_view id,
                     Violations* violations) {
  if (id.empty() || keys::IsRequestId(id)) return;
  violations->Add(field, "must be 1 to 64 characters of [a-zA-Z0-9_-]");
}

}  // namespace tonus
