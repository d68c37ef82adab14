// SPDX-License-Identifier: Apache-2.0
// Where credentials come from: the operator's file, or a development token
// that the first start makes.

#ifndef TONUS_SERVICES_SERVER_TOKEN_FILE_H_
#define TONUS_SERVICES_SERVER_TOKEN_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "tonus/server/v1/token_file.pb.h"

namespace tonus {

// Returns the credentials in the file.
//   NOT_FOUND            no such file.
//   FAILED_PRECONDITION  it is open to others than the user of the server, or
//                        not a TokenFile in text form; the message names the
//                        line and repeats nothing of the content.
absl::StatusOr<server::v1::TokenFile> ReadTokenFile(const std::string& path);

// The file of a data folder that holds the development token as it is sent.
std::string DevelopmentTokenPath(const std::string& data_folder);

// Returns the credential of the development token: a clinician of tenant
// `dev`. Makes the token when the folder, which must exist, has none.
//   FAILED_PRECONDITION  the file is open to others, damaged, or can not be
//                        written.
absl::StatusOr<server::v1::TokenFile> ReadOrCreateDevelopmentToken(
    const std::string& data_folder);

}  // namespace tonus

#endif  // TONUS_SERVICES_SERVER_TOKEN_FILE_H_
