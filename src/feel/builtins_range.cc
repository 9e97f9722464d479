// Allen's relations between points and ranges (DMN 1.3, 10.3.4.9). A point is the range of itself;
// where that changes the answer (finishes, starts), the point's ends are compared as closed ones.
#include <array>

#include "feel/builtins_impl.h"

namespace ss::feel {

namespace {

struct Pair {
    Range a, b;
    bool comparable = true;

    // Negative, zero, positive; anything if not comparable.
    int compare(const Value& x, const Value& y) {
        const auto below = less(x, y), above = less(y, x);
        if (!below || !above) {
            comparable = false;
            return 0;
        }
        return *below ? -1 : *above ? 1 : 0;
    }
    Pair swapped() const { return {b, a}; }
    Value answer(bool b_) const { return comparable ? Value(b_) : Value(); }
};

bool read(const Call& c, size_t i, Range& into) {
    const Value& v = plain(c, i);
    if (v.null() || v.list() || v.context() || v.function()) return false;
    into = v.range() ? *v.range() : Range{v, v};
    return !into.low.null() && !into.high.null();
}

using Relation = bool (*)(Pair&);

bool before(Pair& p) {
    const int d = p.compare(p.a.high, p.b.low);
    return d < 0 || (d == 0 && (!p.a.high_closed || !p.b.low_closed));
}
bool meets(Pair& p) {
    return p.compare(p.a.high, p.b.low) == 0 && p.a.high_closed && p.b.low_closed;
}
bool overlaps(Pair& p) {
    const int front = p.compare(p.a.high, p.b.low), back = p.compare(p.a.low, p.b.high);
    return (front > 0 || (front == 0 && p.a.high_closed && p.b.low_closed)) &&
           (back < 0 || (back == 0 && p.a.low_closed && p.b.high_closed));
}
bool overlaps_before(Pair& p) {
    const int low = p.compare(p.a.low, p.b.low), touch = p.compare(p.a.high, p.b.low),
              high = p.compare(p.a.high, p.b.high);
    return (low < 0 || (low == 0 && p.a.low_closed && !p.b.low_closed)) &&
           (touch > 0 || (touch == 0 && p.a.high_closed && p.b.low_closed)) &&
           (high < 0 || (high == 0 && (!p.a.high_closed || p.b.high_closed)));
}
// The lower end of a lies within b's; likewise the upper.
bool low_inside(Pair& p) {
    const int d = p.compare(p.a.low, p.b.low);
    return d > 0 || (d == 0 && (!p.a.low_closed || p.b.low_closed));
}
bool high_inside(Pair& p) {
    const int d = p.compare(p.a.high, p.b.high);
    return d < 0 || (d == 0 && (!p.a.high_closed || p.b.high_closed));
}
bool finishes(Pair& p) {
    const bool same = p.compare(p.a.high, p.b.high) == 0 && p.a.high_closed == p.b.high_closed;
    return low_inside(p) && same;
}
bool starts(Pair& p) {
    const bool same = p.compare(p.a.low, p.b.low) == 0 && p.a.low_closed == p.b.low_closed;
    return high_inside(p) && same;
}
bool during(Pair& p) {
    const bool low = low_inside(p), high = high_inside(p);
    return low && high;
}
bool coincides(Pair& p) {
    const int low = p.compare(p.a.low, p.b.low), high = p.compare(p.a.high, p.b.high);
    return low == 0 && high == 0 && p.a.low_closed == p.b.low_closed &&
           p.a.high_closed == p.b.high_closed;
}

template <Relation relation, bool swap>
Value relate(Call& c) {
    Pair p;
    if (!read(c, 0, p.a) || !read(c, 1, p.b)) return {};
    if (swap) p = p.swapped();
    const bool holds = relation(p);
    return p.answer(holds);
}

constexpr std::string_view kPoints = "point1,point2|point,range|range,point|range1,range2";

}  // namespace

std::span<const Builtin> range_builtins() {
    static constexpr std::array kTable{
        Builtin{"before", kPoints, relate<before, false>},
        Builtin{"after", kPoints, relate<before, true>},
        Builtin{"meets", "range1,range2", relate<meets, false>},
        Builtin{"met by", "range1,range2", relate<meets, true>},
        Builtin{"overlaps", "range1,range2", relate<overlaps, false>},
        Builtin{"overlaps before", "range1,range2", relate<overlaps_before, false>},
        Builtin{"overlaps after", "range1,range2", relate<overlaps_before, true>},
        Builtin{"finishes", kPoints, relate<finishes, false>},
        Builtin{"finished by", kPoints, relate<finishes, true>},
        Builtin{"includes", kPoints, relate<during, true>},
        Builtin{"during", kPoints, relate<during, false>},
        Builtin{"starts", kPoints, relate<starts, false>},
        Builtin{"started by", kPoints, relate<starts, true>},
        Builtin{"coincides", kPoints, relate<coincides, false>},
    };
    return kTable;
}

}  // namespace ss::feel
