// SPDX-License-Identifier: Apache-2.0
// From the text of pack files to a pack, and back from complaints to files.

#ifndef TONUS_SERVICES_KNOWLEDGE_PACK_TEXT_H_
#define TONUS_SERVICES_KNOWLEDGE_PACK_TEXT_H_

#include <map>
#include <string>

#include "services/engine/complaint.h"
#include "tonus/v1/knowledge_service.pb.h"
#include "tonus/v1/pack_vector.pb.h"

namespace tonus {

// The folder of the cases.
inline constexpr char kVectorsFolder[] = "vectors/";
inline constexpr char kPackFileEnding[] = ".textproto";

// A pack that was read from text.
struct PackText {
  v1::PackRelease release;
  // Names of the files of each entry, by `table id`, as complaints call it.
  std::map<std::string, std::string> files;
  // Files that do not parse, and fields that two files set.
  engine::Complaints complaints;
};

// Reads files whose names end in kPackFileEnding; others are skipped. Parts of
// the pack are merged in the order of the files.
PackText ParsePackText(const v1::PackFiles& files);

// Gives each complaint about an entry the names of its files.
void NameFiles(const PackText& text, engine::Complaints* complaints);

}  // namespace tonus

#endif  // TONUS_SERVICES_KNOWLEDGE_PACK_TEXT_H_
