// SPDX-License-Identifier: Apache-2.0
// Runs the program against a server with canned answers.

#ifndef TONUS_TESTS_CLIENT_COMMAND_LINE_FIXTURE_H_
#define TONUS_TESTS_CLIENT_COMMAND_LINE_FIXTURE_H_

#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "services/client/command_line.h"
#include "tests/client/fake_server.h"

namespace tonus::client {

class CommandLineFixture : public ::testing::Test {
 protected:
  CommandLineFixture() {
    for (const char* name :
         {"TONUS_SERVER", "TONUS_TOKEN_FILE", "TONUS_DATA", "TONUS_PATIENT"}) {
      unsetenv(name);
    }
  }

  // Runs `arguments`, split at spaces, with the server and its credential.
  ExitCode RunTonus(const std::string& arguments) {
    std::vector<std::string> list = {"--server", server_.address(),
                                     "--token-file", server_.token_file()};
    for (const auto part : absl::StrSplit(arguments, ' ')) {
      list.emplace_back(part);
    }
    return RunExactly(std::move(list));
  }

  ExitCode RunExactly(std::vector<std::string> arguments) {
    std::istringstream in(input_);
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = client::Run(std::move(arguments), {in, out, err});
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  FakeServer server_;
  std::string input_;
  std::string out_;
  std::string err_;
};

}  // namespace tonus::client

#endif  // TONUS_TESTS_CLIENT_COMMAND_LINE_FIXTURE_H_
