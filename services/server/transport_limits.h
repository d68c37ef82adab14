// SPDX-License-Identifier: Apache-2.0
// What gRPC allows one client, and all of them together. A file of its own, so
// that the benchmark's empty server is bounded alike.

#ifndef TONUS_SERVICES_SERVER_TRANSPORT_LIMITS_H_
#define TONUS_SERVICES_SERVER_TRANSPORT_LIMITS_H_

#include <grpcpp/server_builder.h>

namespace tonus {

void SetTransportLimits(grpc::ServerBuilder& builder);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_TRANSPORT_LIMITS_H_
