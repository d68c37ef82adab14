// SPDX-License-Identifier: Apache-2.0
// Guards the services that gRPC adds by itself (reflection, channelz), which
// never reach the edge.

#ifndef TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_
#define TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_

#include <grpcpp/support/server_interceptor.h>

#include "services/server/authentication.h"

namespace tonus {

// Channelz needs an administrator's credential; so does reflection unless
// `open_reflection`. All other calls pass: those of the API, which the edge
// guards, those of health, which load balancers ask without a credential, and
// those of services that do not exist, so that clients learn just that.
//
// A refused call ends as CANCELLED: an interceptor can not end a call with a
// status of its own before the handler has run, but it can reset the stream
// before the handler's answer leaves. Only tools come here.
//
// `authenticator` must outlive the server.
class IntrospectionGuard
    : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  IntrospectionGuard(const Authenticator* authenticator, bool open_reflection);

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  const Authenticator* authenticator_;
  bool open_reflection_;
};

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_INTROSPECTION_GUARD_H_
