// Things that stay where they are until all of them go.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace ss::simulate {

// T has a member `next`, which is the pool's while it is free.
template <class T>
class Pool {
  public:
    // One that was given back, as it was, the last first; nullptr: there is none.
    T* again() {
        T* x = free_;
        if (x != nullptr) free_ = x->next;
        return x;
    }
    T& make() {
        if (made_ == kChunk * chunks_.size()) chunks_.push_back(std::make_unique<T[]>(kChunk));
        T& x = (*this)[made_++];
        std::construct_at(&x);
        return x;
    }
    void give_back(T& x) {
        x.next = free_;
        free_ = &x;
    }
    bool any_free() const { return free_ != nullptr; }
    size_t size() const { return made_; }  // with the free ones
    T& operator[](size_t i) const { return chunks_[i / kChunk][i % kChunk]; }
    void clear() {  // keeps the memory
        made_ = 0;
        free_ = nullptr;
    }

  private:
    static constexpr size_t kChunk = 256;
    std::vector<std::unique_ptr<T[]>> chunks_;
    size_t made_ = 0;
    T* free_ = nullptr;
};

}  // namespace ss::simulate
