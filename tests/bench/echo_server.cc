// SPDX-License-Identifier: Apache-2.0
// Usage: tonus_bench_echo PORT_FILE
//
// Serves the echo on a free port of loopback, written to PORT_FILE, until it is
// asked to stop.

#include <grpcpp/grpcpp.h>
#include <signal.h>

#include <cstdio>
#include <fstream>

#include "services/server/transport_limits.h"
#include "tests/bench/echo_service.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: tonus_bench_echo PORT_FILE\n", stderr);
    return 2;
  }
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  // Before gRPC starts threads, which inherit it.
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  tonus::bench::EchoService service;
  grpc::ServerBuilder builder;
  int port = 0;
  tonus::SetTransportLimits(builder);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) {
    std::fputs("tonus_bench_echo can not listen\n", stderr);
    return 1;
  }
  std::ofstream(argv[1]) << port << "\n";
  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown();
  return 0;
}
