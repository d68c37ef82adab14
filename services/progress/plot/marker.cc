// SPDX-License-Identifier: Apache-2.0
#include "services/progress/plot/marker.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tonus::plot {
namespace {

constexpr double kRadius = 4.5;

std::string Corners(double x, double y,
                    std::initializer_list<std::pair<double, double>> corners) {
  std::string points;
  for (const auto& [right, down] : corners) {
    absl::StrAppend(&points, points.empty() ? "" : " ",
                    Coordinate(x + right * kRadius), ",",
                    Coordinate(y + down * kRadius));
  }
  return points;
}

}  // namespace

void DrawMarker(int style, bool hollow, double x, double y, SvgWriter* svg) {
  const std::string css =
      absl::StrCat(hollow ? "tonus-hollow" : "tonus-mark", style);
  std::string points;
  switch (style) {
    case 1:
      points = Corners(x, y, {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}});
      break;
    case 2:
      points = Corners(x, y, {{0, -1.2}, {1.1, 0.9}, {-1.1, 0.9}});
      break;
    case 3:
      points = Corners(x, y, {{0, -1.3}, {1.3, 0}, {0, 1.3}, {-1.3, 0}});
      break;
    default:
      svg->Element("circle", {{"class", css},
                              {"cx", Coordinate(x)},
                              {"cy", Coordinate(y)},
                              {"r", Coordinate(kRadius)}});
      return;
  }
  svg->Element("polygon", {{"class", css}, {"points", points}});
}

}  // namespace tonus::plot
