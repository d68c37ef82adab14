// SPDX-License-Identifier: Apache-2.0
#include "services/server/grpc_server.h"

#include <grpc/support/log.h>
#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/server/credentials.h"
#include "services/server/introspection_guard.h"
#include "services/server/listen_address.h"
#include "services/server/log.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr size_t kMemoryBytes = size_t{256} << 20;
constexpr int kSecond = 1000;  // gRPC takes milliseconds.
constexpr int kMinute = 60 * kSecond;

struct Argument {
  const char* name;
  int value;
};

// Bounds what one client, and all of them together, can take.
constexpr Argument kArguments[] = {
    {GRPC_ARG_MAX_CONCURRENT_STREAMS, 100},
    {GRPC_ARG_MAX_METADATA_SIZE, 16384},  // bytes
    {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10 * kSecond},
    {GRPC_ARG_KEEPALIVE_TIME_MS, kMinute},
    {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond},
    {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30 * kSecond},
    {GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2},
    {GRPC_ARG_MAX_CONNECTION_IDLE_MS, 15 * kMinute},
    // Makes clients spread again over replicas.
    {GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * kMinute},
    {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kMinute},
    // Two servers on one port would share its calls at random.
    {GRPC_ARG_ALLOW_REUSEPORT, 0},
};

std::set<std::string> ServicesOf(const MethodTable& table) {
  std::set<std::string> services;
  for (const auto& [name, method] : table.methods()) {
    services.insert(method.descriptor().service()->full_name());
  }
  return services;
}

// What gRPC itself has to say becomes lines of our log.
void RouteLog() {
  gpr_set_log_function([](gpr_log_func_args* line) {
    Log(line->severity == GPR_LOG_SEVERITY_ERROR ? server::v1::LOG_LEVEL_WARNING
                                                 : server::v1::LOG_LEVEL_DEBUG,
        "grpc", {{"text", line->message}});
  });
}

// Health, reflection and channelz are switched on for the process.
void EnableIntrospection() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
}

void Configure(const server::v1::Config& config, grpc::ServerBuilder& builder) {
  for (const Argument& argument : kArguments) {
    builder.AddChannelArgument(argument.name, argument.value);
  }
  builder.SetMaxReceiveMessageSize(config.max_message_bytes());
  builder.SetResourceQuota(grpc::ResourceQuota("tonusd").Resize(kMemoryBytes));
  // Only channelz still uses the synchronous API.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const server::v1::Config& config, const MethodTable& table, Edge* edge,
    const Authenticator* authenticator) {
  TONUS_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(config.tls()));
  RouteLog();
  EnableIntrospection();
  std::unique_ptr<GrpcServer> result(new GrpcServer);
  grpc::ServerBuilder builder;
  Configure(config, builder);
  builder.AddListeningPort(config.listen_address(), credentials,
                           &result->port_);
  const std::set<std::string> services = ServicesOf(table);
  for (const std::string& service : services) {
    builder.RegisterService(
        result->services_
            .emplace_back(std::make_unique<RpcService>(service, table, edge))
            .get());
  }
  std::vector<
      std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface>>
      interceptors;
  interceptors.push_back(std::make_unique<IntrospectionGuard>(
      authenticator, IsLoopback(config.listen_address())));
  builder.experimental().SetInterceptorCreators(std::move(interceptors));

  result->server_ = builder.BuildAndStart();
  if (result->server_ == nullptr) {
    return absl::UnavailableError(
        absl::StrCat("can not listen on ", config.listen_address(),
                     "; is another server using the port? Choose one with "
                     "--listen-address"));
  }
  for (const std::string& service : services) {
    result->server_->GetHealthCheckService()->SetServingStatus(service, true);
  }
  return result;
}

GrpcServer::~GrpcServer() {
  if (server_ != nullptr) Stop(absl::Now());
}

void GrpcServer::Stop(absl::Time deadline) {
  server_->GetHealthCheckService()->Shutdown();
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
}

}  // namespace tonus
