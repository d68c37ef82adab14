// SPDX-License-Identifier: Apache-2.0
#include "services/server/grpc_server.h"

#include <grpc/grpc.h>
#include <grpc/support/log.h>
#include <grpcpp/ext/channelz_service_plugin.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.pb.h"
#include "services/largest_request.h"
#include "services/server/credentials.h"
#include "services/server/introspection_guard.h"
#include "services/server/listen_address.h"
#include "services/server/log.h"
#include "services/server/transport_limits.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr std::chrono::milliseconds kCutPause{2};

// What calls and streams under way get before gRPC is told to stop.
constexpr absl::Duration kSettleTime = absl::Seconds(2);
constexpr absl::Duration kSettlePause = absl::Milliseconds(1);

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
  // Links the description in, so that reflection has it.
  grpc::health::v1::HealthCheckRequest::descriptor();
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::channelz::experimental::InitChannelzService();
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const server::v1::Config& config, const MethodTable& table, Edge* edge,
    const Authenticator* authenticator) {
  TONUS_ASSIGN_OR_RETURN(const auto credentials, MakeCredentials(config.tls()));
  RouteLog();
  EnableIntrospection();
  std::unique_ptr<GrpcServer> result(new GrpcServer(edge));
  grpc::ServerBuilder builder;
  SetTransportLimits(builder);
  // The edge knows which methods may have so much.
  builder.SetMaxReceiveMessageSize(kPackTimes * config.max_message_bytes());
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
  result->names_ = services;
  result->SetServing(/*reads=*/true, /*writes=*/true);
  return result;
}

void GrpcServer::SetServing(bool reads, bool writes) {
  auto* const health = server_->GetHealthCheckService();
  health->SetServingStatus("", reads);
  for (const std::string& name : names_) health->SetServingStatus(name, reads);
  health->SetServingStatus("tonus.writes", writes);
}

GrpcServer::~GrpcServer() {
  if (server_ != nullptr) Stop(absl::Now());
}

void GrpcServer::TellStopping() {
  server_->GetHealthCheckService()->Shutdown();
}

void GrpcServer::Stop(absl::Time deadline) {
  edge_->Stop();
  TellStopping();
  // gRPC answers CANCELLED to what comes between its shutdown and the end of
  // the connection, so that no more than an instant may lie between them.
  const absl::Time patience = std::min(deadline, absl::Now() + kSettleTime);
  while (edge_->open_calls() > 0 && absl::Now() < patience) {
    absl::SleepFor(kSettlePause);
  }
  auto shutdown = std::async(std::launch::async, [&] {
    server_->Shutdown(absl::ToChronoTime(deadline));
  });
  // A client that is idle does not hear that the server goes until it calls
  // again, which gRPC would wait for, and would cancel the call. Its connection
  // is cut instead, so that it connects to another server.
  do {
    if (edge_->open_calls() == 0) {
      grpc_server_cancel_all_calls(server_->c_server());
    }
  } while (shutdown.wait_for(kCutPause) != std::future_status::ready);
  server_->Wait();
}

}  // namespace tonus
