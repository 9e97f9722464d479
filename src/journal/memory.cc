// The journal of a virtual office, and the twin that fails when it is told to.
#include <algorithm>
#include <map>
#include <set>

#include "journal/journal.h"

namespace ss::journal {

namespace {

template <class T>
Status visit_all(const std::vector<T>& all, const Visit<T>& visit) {
    for (const T& one : all) SS_TRY(visit(one));
    return ok();
}

class MemoryStorage final : public Storage {
  public:
    Status append(const std::vector<Record>& group) override {
        std::set<std::string> fresh;
        for (const auto& [entry, beside] : group)  // all or none: complain before anything is done
            if (!entry.request.empty() &&
                (requests_.contains(entry.request) || !fresh.insert(entry.request).second))
                return Error{ErrorCode::io, "request " + entry.request + " is there already"};
        for (const auto& [entry, beside] : group) {
            entries_.push_back(entry);
            if (!entry.request.empty()) requests_[entry.request] = entry.seq;
            lay(entry.seq, beside);
        }
        return ok();
    }
    Status read(uint64_t from_seq, const Visit<Entry>& visit) override {
        for (size_t i = from_seq == 0 ? 0 : from_seq - 1; i < entries_.size(); ++i)
            SS_TRY(visit(entries_[i]));
        return ok();
    }
    Result<uint64_t> find_request(std::string_view request) override {
        const auto found = requests_.find(request);
        return found == requests_.end() ? 0 : found->second;
    }
    Status read_sealed(const Visit<SealedRow>& visit) override { return visit_all(sealed_, visit); }
    Status read_keys(const Visit<Key>& visit) override { return visit_all(keys_, visit); }
    Status read_attachments(const Visit<Attachment>& visit) override {
        return visit_all(attachments_, visit);
    }
    Result<std::optional<Attachment>> find_attachment(const Hash& hash) override {
        for (const Attachment& a : attachments_)
            if (a.hash == hash) return std::optional(a);
        return std::optional<Attachment>{};
    }
    Status read_plan_files(const Visit<PlanFile>& visit) override {
        return visit_all(plan_files_, visit);
    }

  private:
    void lay(uint64_t seq, const Beside& beside) {
        uint32_t n = 0;
        for (const SealedValue& s : beside.sealed) {
            by_hash_[s.sealed().hash].push_back(sealed_.size());
            sealed_.push_back({seq, n++, s.sealed().hash, s.salt, s.value});
        }
        keys_.insert(keys_.end(), beside.keys.begin(), beside.keys.end());
        attachments_.insert(attachments_.end(), beside.attachments.begin(),
                            beside.attachments.end());
        plan_files_.insert(plan_files_.end(), beside.plan_files.begin(), beside.plan_files.end());
        for (const Hash& hash : beside.erase_sealed)
            for (const size_t i : by_hash_[hash]) sealed_[i].salt = sealed_[i].value = {};
        for (const std::string& id : beside.erase_keys)
            for (Key& key : keys_)
                if (key.id == id) key.bytes.clear();
    }

    std::vector<Entry> entries_;
    std::map<std::string, uint64_t, std::less<>> requests_;
    std::vector<SealedRow> sealed_;
    std::map<Hash, std::vector<size_t>> by_hash_;
    std::vector<Key> keys_;
    std::vector<Attachment> attachments_;
    std::vector<PlanFile> plan_files_;
};

class FaultyStorage final : public Storage {
  public:
    FaultyStorage(Storage& inner, Faults& faults) : inner_(inner), faults_(faults) {}

    Status append(const std::vector<Record>& group) override {
        if (faults_.appends_until_failure != 0) {
            if (faults_.appends_until_failure > 0) --faults_.appends_until_failure;
            return inner_.append(group);
        }
        if (faults_.written_all_the_same) {
            SS_TRY(inner_.append(group));
        } else if (faults_.written_of_group > 0) {
            const auto kept = std::min(group.size(), static_cast<size_t>(faults_.written_of_group));
            const auto end = group.begin() + static_cast<std::ptrdiff_t>(kept);
            SS_TRY(inner_.append({group.begin(), end}));
        }
        return Error{ErrorCode::io,
                     faults_.disk_full ? "the disk is full" : "the disk refused to sync"};
    }
    Status read(uint64_t from_seq, const Visit<Entry>& visit) override {
        return inner_.read(from_seq, [&](const Entry& entry) -> Status {
            if (entry.seq == faults_.unreadable_seq)
                return Error{ErrorCode::io, "entry " + std::to_string(entry.seq) +
                                                " cannot be read from the disk"};
            return visit(entry);
        });
    }
    Result<uint64_t> find_request(std::string_view request) override {
        return inner_.find_request(request);
    }
    Status read_sealed(const Visit<SealedRow>& visit) override { return inner_.read_sealed(visit); }
    Status read_keys(const Visit<Key>& visit) override { return inner_.read_keys(visit); }
    Status read_attachments(const Visit<Attachment>& visit) override {
        return inner_.read_attachments(visit);
    }
    Result<std::optional<Attachment>> find_attachment(const Hash& hash) override {
        return inner_.find_attachment(hash);
    }
    Status read_plan_files(const Visit<PlanFile>& visit) override {
        return inner_.read_plan_files(visit);
    }
    std::vector<std::string> notes() override { return inner_.notes(); }
    Inspection inspect() override { return inner_.inspect(); }

  private:
    Storage& inner_;
    Faults& faults_;
};

}  // namespace

std::unique_ptr<Storage> memory_storage() {
    return std::make_unique<MemoryStorage>();
}

std::unique_ptr<Storage> faulty_storage(Storage& inner, Faults& faults) {
    return std::make_unique<FaultyStorage>(inner, faults);
}

}  // namespace ss::journal
