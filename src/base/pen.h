#pragma once

#include <utility>

namespace ss {

// What decide() and follow() write facts with. A written fact is applied at once, so the State a
// room reads is always the State as it now is. Hence: never write while walking a container of it.
template <class Fact>
class Pen {
  public:
    virtual void write(Fact fact) = 0;

  protected:
    ~Pen() = default;
};

}  // namespace ss
