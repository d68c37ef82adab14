// SPDX-License-Identifier: Apache-2.0
// The markers of lines, which differ in shape.

#ifndef TONUS_SERVICES_PROGRESS_PLOT_MARKER_H_
#define TONUS_SERVICES_PROGRESS_PLOT_MARKER_H_

#include "services/progress/plot/svg.h"

namespace tonus::plot {

// Draws the marker of line `style`, in [0, kLines): a circle, a square, a
// triangle or a diamond.
void DrawMarker(int style, bool hollow, double x, double y, SvgWriter* svg);

}  // namespace tonus::plot

#endif  // TONUS_SERVICES_PROGRESS_PLOT_MARKER_H_
