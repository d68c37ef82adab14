// SPDX-License-Identifier: Apache-2.0
// What a handler may know about its call. Holds no gRPC type, so that handlers
// serve every transport.

#ifndef TONUS_SERVICES_CALL_H_
#define TONUS_SERVICES_CALL_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "tonus/v1/access.pb.h"

namespace tonus {

// Who calls, as the credential says.
struct Principal {
  std::string tenant;   // [a-z0-9-]{1,63}; part of every key.
  std::string subject;  // Id of the credential; safe to log, never a secret.
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string patient;  // The one patient id of ROLE_PATIENT; empty otherwise.
};

// One call. Not thread-safe; lives as long as its handler runs.
struct Call {
  absl::Time time;      // When the call arrived: the only clock handlers read.
  absl::Time deadline;  // When the client stops waiting, of SteadyNow().
  Principal principal;
  std::function<bool()> cancelled;  // True once the client has gone.

  // Number of the message in its stream, from 1; 0 outside of a stream.
  int64_t message_number = 0;

  // Set by the handler: revision of the patient that the response shows, sent
  // as the header `tonus-revision`; 0 when the response shows none.
  int64_t revision = 0;
};

// The bytes of a response that was serialized before. A handler may return it
// in place of the message.
template <typename Response>
struct Serialized {
  std::string bytes;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_CALL_H_
