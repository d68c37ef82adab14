// SPDX-License-Identifier: Apache-2.0
// Reads a message that somebody wrote by hand: text proto or JSON, from a file
// or from standard input.

#ifndef TONUS_SERVICES_CLIENT_MESSAGE_INPUT_H_
#define TONUS_SERVICES_CLIENT_MESSAGE_INPUT_H_

#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace tonus::client {

// Fills `message` from the file `path`, or from `standard_input` when `path`
// is `-`. A name that ends in `.json` is read as JSON, one that ends in
// `.textproto`, `.txtpb` or `.pbtxt` as text proto; otherwise a text whose
// first character is `{` is JSON. Unknown fields are errors.
//   INVALID_ARGUMENT  the file can not be read, does not parse or is too
//                     large to be sent; the message
//                     begins with `argument` and names file and line.
absl::Status ReadMessage(absl::string_view argument, const std::string& path,
                         std::istream& standard_input,
                         google::protobuf::Message* message);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_MESSAGE_INPUT_H_
