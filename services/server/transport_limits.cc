// SPDX-License-Identifier: Apache-2.0
#include "services/server/transport_limits.h"

#include <grpc/grpc.h>
#include <grpcpp/resource_quota.h>

#include <array>

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
constexpr auto kArguments = std::to_array<Argument>({
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
});

}  // namespace

void SetTransportLimits(grpc::ServerBuilder& builder) {
  for (const Argument& argument : kArguments) {
    builder.AddChannelArgument(argument.name, argument.value);
  }
  builder.SetResourceQuota(grpc::ResourceQuota("tonusd").Resize(kMemoryBytes));
  // Only channelz still uses the synchronous API.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

}  // namespace tonus
