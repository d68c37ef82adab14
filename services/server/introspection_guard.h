// SPDX-License-Identifier: Apache-2.0
// Guards the services that gRPC adds by itself (reflection, channelz), which
// never reach the edge.

#ifndef TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_
#define TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_

#include <grpcpp/support/server_interceptor.h>

#include <set>
#include <string>

#include "services/server/authentication.h"

namespace tonus {

// Lets every call of `edge_services` pass, since the edge guards them, and of
// health, which load balancers ask without a credential. Reflection is open
// when `open_reflection`. Everything else needs an administrator's credential.
//
// A refused call ends as CANCELLED: an interceptor can not end a call with a
// status of its own before the handler has run, but it can reset the stream
// before the handler's answer leaves. Only tools come here.
//
// `authenticator` must outlive the server.
class IntrospectionGuard
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  IntrospectionGuard(const Authenticator* authenticator,
                     std::set<std::string> edge_services, bool open_reflection);

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  const Authenticator* authenticator_;
  std::set<std::string> open_services_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_
