// SPDX-License-Identifier: Apache-2.0
#include "services/server/token_file.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/digest.h"
#include "services/server/secret_file.h"
#include "services/status_macros.h"

namespace tonus {
namespace {

constexpr int kTokenBytes = 32;

// Keeps where the first error is, and not the text of it, which may quote the
// file.
class FirstErrorLine : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int /*column*/,
                const std::string& /*message*/) override {
    if (line_ == 0) line_ = line + 1;
  }
  int line() const { return line_; }

 private:
  int line_ = 0;
};

}  // namespace

absl::StatusOr<server::v1::TokenFile> ReadTokenFile(const std::string& path) {
  TONUS_ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(path));
  server::v1::TokenFile tokens;
  FirstErrorLine error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &tokens)) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, ":", error.line(), ": not a TokenFile in text form"));
  }
  if (tokens.tokens().empty()) {
    return absl::FailedPreconditionError(absl::StrCat(
        path,
        " holds no credential, so nobody could call; add one per caller: "
        "tokens { sha256: ... tenant: ... subject: ... role: ... }"));
  }
  return tokens;
}

std::string DevelopmentTokenPath(const std::string& data_folder) {
  return absl::StrCat(data_folder, "/development-token");
}

absl::StatusOr<server::v1::TokenFile> ReadOrCreateDevelopmentToken(
    const std::string& data_folder) {
  const std::string path = DevelopmentTokenPath(data_folder);
  absl::StatusOr<std::string> content = ReadSecretFile(path);
  if (absl::IsNotFound(content.status())) {
    TONUS_ASSIGN_OR_RETURN(const std::string token, RandomBytes(kTokenBytes));
    // Whoever comes second reads what the first one made.
    const absl::Status created = CreateSecretFile(
        path, absl::StrCat(absl::BytesToHexString(token), "\n"));
    if (!created.ok() && !absl::IsAlreadyExists(created)) return created;
    content = ReadSecretFile(path);
  }
  TONUS_RETURN_IF_ERROR(content.status());
  const absl::string_view token = absl::StripAsciiWhitespace(*content);
  if (token.size() != size_t{2} * kTokenBytes) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " is damaged; delete it and start again for a new token"));
  }
  server::v1::TokenFile tokens;
  server::v1::Token* credential = tokens.add_tokens();
  credential->set_sha256(absl::BytesToHexString(Sha256(token)));
  credential->set_tenant("dev");
  credential->set_subject("development");
  credential->set_role(tonus::v1::ROLE_CLINICIAN);
  return tokens;
}

}  // namespace tonus
