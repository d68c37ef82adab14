// SPDX-License-Identifier: Apache-2.0
// Whatever text is given as a pack, loading it ends in a Knowledge or in
// complaints, never in a crash.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/engine/knowledge.h"

namespace {

class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  Silent silent;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  tonus::knowledge::v1::Pack pack;
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  if (!parser.ParseFromString(text, &pack) && !pack.ParseFromString(text)) {
    return 0;
  }
  // A pack of this size cannot be complete; what counts is how it is refused.
  if (tonus::engine::Knowledge::Compile(std::move(pack), "").ok())
    __builtin_trap();
  return 0;
}
