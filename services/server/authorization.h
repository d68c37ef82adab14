// SPDX-License-Identifier: Apache-2.0
// Decides whether a caller may make a call: the only place that does.

#ifndef TONUS_SERVICES_SERVER_AUTHORIZATION_H_
#define TONUS_SERVICES_SERVER_AUTHORIZATION_H_

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/call.h"
#include "tonus/v1/access.pb.h"

namespace tonus {

// OK when the role of `principal` is among those of `access`.
//   PERMISSION_DENIED  it is not.
absl::Status AuthorizeRole(const v1::Access& access,
                           const Principal& principal);

// OK when `principal` may make this request of a method with `access`.
//
// Clinicians and services act on the whole tenant; other tenants are out of
// reach because the tenant is part of every key and comes from the credential.
// An administrator reaches only what lists that role, which no method with
// health data does. A patient reaches only what names that patient; whatever
// else is named is answered as if it did not exist, so that nothing can be
// learned about others.
//   PERMISSION_DENIED  the role may not call the method.
//   NOT_FOUND          a patient named somebody else, or nobody.
absl::Status Authorize(const v1::Access& access, const Principal& principal,
                       const google::protobuf::Message& request);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_AUTHORIZATION_H_
