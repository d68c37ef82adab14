// SPDX-License-Identifier: Apache-2.0
// One run of the program: its streams, the options that every command shares,
// and how an answer is printed.

#ifndef TONUS_SERVICES_CLIENT_INVOCATION_H_
#define TONUS_SERVICES_CLIENT_INVOCATION_H_

#include <functional>
#include <istream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "services/client/connection.h"
#include "services/client/names.h"

namespace tonus::client {

// How an answer is printed.
enum class Output {
  kText,  // Plain words.
  kJson,  // The response as one JSON document.
  kName,  // The resource names alone, one a line, for scripts.
};

// The streams of the process, or those of a test.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
};

// Not thread-safe; lives as long as the run.
struct Invocation {
  Streams streams;
  ConnectionOptions connection;
  Output output = Output::kText;
  // What the chosen command does once every argument was read.
  std::function<absl::Status()> action;
};

// An answer that is about to be printed.
struct Reply {
  const google::protobuf::Message& response;
  // What Output::kName prints; empty when the answer names no resource.
  std::vector<std::string> names;
  // Makes the text; only called when text is wanted.
  std::function<absl::StatusOr<std::string>()> text;
};

// Prints the reply as the caller asked.
//   INVALID_ARGUMENT  names were asked for and the answer has none.
absl::Status Print(const Invocation& invocation, const Reply& reply);

// Returns what ids are called, from the pack that the server applies.
absl::StatusOr<Names> FetchNames(const Connection& connection);

// Prints a list: a line for each of its `resources`.
template <typename Resources, typename Line>
absl::Status PrintList(const Invocation& invocation,
                       const google::protobuf::Message& response,
                       const Resources& resources, Line line) {
  std::vector<std::string> names;
  for (const auto& resource : resources) names.push_back(resource.name());
  return Print(invocation, {response, std::move(names), [&] {
                              std::string text;
                              for (const auto& resource : resources) {
                                text += line(resource);
                              }
                              return text.empty() ? "None.\n" : text;
                            }});
}

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_INVOCATION_H_
