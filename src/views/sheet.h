// What of a dossier other desks show too. For the .cc files of this room only.
#pragma once

#include "views/dossier.h"
#include "views/eyes.h"

namespace ss::views {

// Its variables that have a value; personal ones opened where the one who looks may see them.
std::vector<Datum> data_of(const Eyes&, const dossiers::Dossier&);

}  // namespace ss::views
