// SPDX-License-Identifier: Apache-2.0
// Pages of lists: their size and the token that continues them.

#ifndef TONUS_SERVICES_PAGE_TOKEN_H_
#define TONUS_SERVICES_PAGE_TOKEN_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/error.h"

namespace tonus {

// Returns a web-safe text that holds `position`, the place in a list where its
// next page starts. `list` names the list together with everything that decides
// its content and order: method, tenant, parent, filters.
//
// The token notices a mix-up, not a forgery: whoever parses it must be safe
// with any position, so a position is relative to the caller's own range.
std::string MakePageToken(absl::string_view list, absl::string_view position);

// Returns the position in `token`, or nullopt when it is damaged or belongs to
// another list.
std::optional<std::string> PositionIn(absl::string_view list,
                                      absl::string_view token);

// Returns the position in `token`, or "" for an empty token: the first page.
//   INVALID_ARGUMENT  the token is damaged or belongs to another list; a
//                     violation of the field `page_token`.
absl::StatusOr<std::string> ParsePageToken(absl::string_view list,
                                           absl::string_view token);

// The same for a request of which other fields are checked too: adds the
// violation and returns "".
std::string ParsePageToken(absl::string_view list, absl::string_view token,
                           Violations* violations);

// Returns the size of the page to answer with: `requested`, at most `max`, and
// `default_size` for 0.
//   INVALID_ARGUMENT  `requested` is negative; a violation of the field
//                     `page_size`.
absl::StatusOr<int> PageSize(int requested, int default_size, int max);

// The same for a request of which other fields are checked too: adds the
// violation and returns `default_size`.
int PageSize(int requested, int default_size, int max, Violations* violations);

}  // namespace tonus

#endif  // TONUS_SERVICES_PAGE_TOKEN_H_
