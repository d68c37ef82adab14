// SPDX-License-Identifier: Apache-2.0
// How the echo is called.

#ifndef TONUS_TESTS_BENCH_ECHO_PROTOCOL_H_
#define TONUS_TESTS_BENCH_ECHO_PROTOCOL_H_

namespace tonus::bench {

// Takes any bytes and answers with as many zeros as the header says, at most
// kMaxEchoBytes.
inline constexpr char kEchoPath[] = "/tonus.bench.Echo/Echo";
inline constexpr char kEchoBytesHeader[] = "echo-bytes";
inline constexpr int kMaxEchoBytes = 4 << 20;

}  // namespace tonus::bench

#endif  // TONUS_TESTS_BENCH_ECHO_PROTOCOL_H_
