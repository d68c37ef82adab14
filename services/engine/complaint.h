// SPDX-License-Identifier: Apache-2.0
// What is wrong with a pack, and what to do about it.

#ifndef TONUS_SERVICES_ENGINE_COMPLAINT_H_
#define TONUS_SERVICES_ENGINE_COMPLAINT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tonus/knowledge/v1/complaint.pb.h"

namespace tonus::engine {

using Complaints = std::vector<knowledge::v1::Complaint>;

// Returns a complaint with the remedy that its check knows. The file is left
// to whoever read it.
knowledge::v1::Complaint MakeComplaint(knowledge::v1::PackCheck check,
                                       absl::string_view table,
                                       absl::string_view id,
                                       absl::string_view problem);

// Returns `table id: problem`, behind its file if that is known.
std::string ComplaintText(const knowledge::v1::Complaint& complaint);

// Returns the texts of all, one a line.
std::string ComplaintsText(const Complaints& complaints);

}  // namespace tonus::engine

#endif  // TONUS_SERVICES_ENGINE_COMPLAINT_H_
