// SPDX-License-Identifier: Apache-2.0
// A gRPC service made from the method table instead of generated code: bytes
// in, bytes out, one reactor for every method.

#ifndef TONUS_SERVICES_SERVER_RPC_SERVICE_H_
#define TONUS_SERVICES_SERVER_RPC_SERVICE_H_

#include <grpcpp/impl/service_type.h>

#include <deque>
#include <string>

#include "absl/strings/string_view.h"
#include "services/server/edge.h"
#include "services/server/method_table.h"

namespace tonus {

class RpcService : public grpc::Service {
 public:
  // Serves the methods of the table that belong to `service`, a full name such
  // as `tonus.v1.PatientService`. Table and edge must outlive the server.
  RpcService(absl::string_view service, const MethodTable& table, Edge* edge);

 private:
  std::deque<std::string> paths_;  // gRPC keeps pointers into them.
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_RPC_SERVICE_H_
