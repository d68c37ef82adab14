// SPDX-License-Identifier: Apache-2.0
// Tells the entries of the knowledge pack, an entry a line or two.

#ifndef TONUS_SERVICES_CLIENT_CATALOG_TEXT_H_
#define TONUS_SERVICES_CLIENT_CATALOG_TEXT_H_

#include <string>

#include "tonus/v1/knowledge_service.pb.h"

namespace tonus::client {

std::string MusclesText(const v1::ListMusclesResponse& response);
std::string TestsText(const v1::ListTestsResponse& response);
std::string ExercisesText(const v1::ListExercisesResponse& response);
std::string RulesText(const v1::ListRulesResponse& response);
std::string MeasuresText(const v1::ListMeasuresResponse& response);
std::string PackText(const v1::GetPackResponse& pack);
std::string RedFlagsText(const v1::GetPackResponse& pack);
std::string ConditionsText(const v1::GetPackResponse& pack);

}  // namespace tonus::client

#endif  // TONUS_SERVICES_CLIENT_CATALOG_TEXT_H_
