// SPDX-License-Identifier: Apache-2.0
// The floor: what gRPC alone costs on a server like ours, a raw callback method
// that looks at nothing and answers from memory that is always warm.

#ifndef TONUS_TESTS_BENCH_ECHO_SERVICE_H_
#define TONUS_TESTS_BENCH_ECHO_SERVICE_H_

#include <grpcpp/impl/service_type.h>

namespace tonus::bench {

class EchoService : public grpc::Service {
 public:
  EchoService();
};

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_ECHO_SERVICE_H_
