// SPDX-License-Identifier: Apache-2.0
// The gRPC server: its limits, its port, and its orderly end.

#ifndef TONUS_SERVICES_SERVER_GRPC_SERVER_H_
#define TONUS_SERVICES_SERVER_GRPC_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/server/authentication.h"
#include "services/server/edge.h"
#include "services/server/method_table.h"
#include "services/server/rpc_service.h"
#include "tonus/server/v1/config.pb.h"

namespace tonus {

class GrpcServer {
 public:
  // Starts to serve the services of the table. Table, edge and authenticator
  // must outlive the server.
  //   FAILED_PRECONDITION  a TLS file can not be used.
  //   UNAVAILABLE          the address can not be bound.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const server::v1::Config& config, const MethodTable& table, Edge* edge,
      const Authenticator* authenticator);

  // Stops at once what was not stopped.
  ~GrpcServer();

  // The port that was bound.
  int port() const { return port_; }

  // The server itself, for channels within the process.
  grpc::Server& server() { return *server_; }

  // Tells health what the server can do: `reads` every service and the server
  // as a whole, `writes` the name `tonus.writes`. Thread-safe; has no effect
  // after Stop.
  void SetServing(bool reads, bool writes);

  // Tells health NOT_SERVING, for good, and serves on.
  void TellStopping();

  // Tells health NOT_SERVING, takes no more calls and waits for those under
  // way; those that are not done in time are cancelled. Streams end with
  // UNAVAILABLE after the message under way. Connections without a call are cut
  // when no call is left.
  void Stop(absl::Time deadline);

 private:
  explicit GrpcServer(Edge* edge) : edge_(edge) {}

  Edge* const edge_;
  std::vector<std::unique_ptr<RpcService>> services_;
  std::set<std::string> names_;  // Of the services.
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_GRPC_SERVER_H_
