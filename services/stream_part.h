// SPDX-License-Identifier: Apache-2.0
// What a handler of a stream from the server gives at a time.
//
// Such a handler is a plain function of the request and a cursor. It is asked
// for part after part, each time with the cursor that the part before gave, and
// between two parts nothing of it is kept but that text. So a thousand streams
// with nothing to say cost a thousand texts and no thread.

#ifndef TONUS_SERVICES_STREAM_PART_H_
#define TONUS_SERVICES_STREAM_PART_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tonus {

// A part of any stream.
struct AnyStreamPart {
  std::vector<std::string> messages;  // Serialized, in order; may be none.
  std::string cursor;                 // Where the next part begins.
  bool more = false;                  // The next part is there already.
  bool end = false;                   // There is no next part.
  std::string topic;                  // A change of it may make a next part.
  std::string heartbeat;  // Serialized; sent when nothing else is for long.
  // When to ask for the next part at the latest, though nothing has changed;
  // zero leaves it to the server.
  absl::Duration wait;
};

// A part of a stream of `Message`.
template <typename Message>
struct StreamPart : AnyStreamPart {};

// The topic of everything about one patient.
inline std::string PatientTopic(absl::string_view tenant,
                                absl::string_view patient) {
  return absl::StrCat(tenant, "/", patient);
}

// The topic of the alerts of a tenant.
inline std::string AlertsTopic(absl::string_view tenant) {
  return absl::StrCat(tenant, "//alerts");
}

// The topic of everything that is recorded of a tenant's patients.
inline std::string EventsTopic(absl::string_view tenant) {
  return absl::StrCat(tenant, "//events");
}

}  // namespace tonus

#endif  // TONUS_SERVICES_STREAM_PART_H_
