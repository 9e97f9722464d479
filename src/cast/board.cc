#include "cast/board.h"

#include <algorithm>
#include <tuple>

#include "plan/plan.h"

namespace ss::cast {

namespace {

constexpr int kUrgent = 0, kDossier = 1, kPaper = 2, kRest = 3;

struct Board {
    const office::State& state;
    const plan::Plan& plan;
    std::vector<Job> jobs;

    void dossiers() {
        for (const auto& [id, d] : state.dossiers.dossiers) {
            const auto* procedure = plan.procedure(d.procedure);
            Job job;
            job.number = id.number;
            job.procedure = d.procedure;
            job.role = procedure->receiving_role;
            job.rank = kDossier;
            if (d.stage == dossiers::Stage::presented) {
                job.kind = JobKind::receive;
                job.skill = "receive";
                job.due = job.since = d.presented_at;  // in the order of the queue
                jobs.push_back(job);
            } else if (d.stage == dossiers::Stage::resolved && !d.origin) {
                job.kind = JobKind::hand_back;
                job.skill = "return";
                job.due = job.since = d.resolved_at;
                jobs.push_back(job);
            }
        }
    }

    void work() {
        for (const auto& [id, item] : state.flow.work) {
            if (item.kind == "return" || item.taken_by) continue;
            Job job;
            job.kind = JobKind::work;
            job.number = id.number;
            job.skill = item.kind;
            job.role = item.role;
            job.procedure = item.procedure;
            job.rank = kDossier;
            job.due = item.due.value_or(item.offered);
            job.since = item.offered;
            jobs.push_back(job);
        }
    }

    int rank_of(const Code& urgency) const {
        const auto found = plan.documents.urgencies.find(urgency);
        return found != plan.documents.urgencies.end() && found->second.rank > 0 ? kUrgent : kPaper;
    }

    void paper(uint32_t number, const char* skill, int rank, Instant due, documents::Command next,
               Code post = {}) {
        Job job;
        job.kind = JobKind::document;
        job.number = number;
        job.skill = skill;
        job.post = std::move(post);
        job.rank = rank;
        job.due = job.since = due;
        job.next = office::Command{std::move(next)};
        jobs.push_back(std::move(job));
    }

    void outgoing() {
        using documents::Stage;
        for (const auto& [id, d] : state.documents.outgoing) {
            if (d.kind == documents::Kind::result) continue;  // goes with its dossier
            const int rank = rank_of(d.urgency);
            const auto put = [&](const char* skill, documents::Command next, Code post = {}) {
                paper(id.number, skill, rank, d.drafted, std::move(next), std::move(post));
            };
            const auto body = plan.organization.bodies.find(d.body);
            const bool seals = body != plan.organization.bodies.end() && body->second.has_seal;
            if (d.stage == Stage::draft)
                put("check", documents::MakeCheck{id, documents::Check::content, true, ""});
            else if (d.stage == Stage::checked_content)
                put("check", documents::MakeCheck{id, documents::Check::form, true, ""});
            else if (d.stage == Stage::checked) put("sign", documents::Sign{id}, d.signer_post);
            else if (d.stage == Stage::signed_) put("number", documents::Number{id});
            else if (d.stage == Stage::numbered && seals) put("seal", documents::Seal{id});
            else if (d.stage == Stage::numbered || d.stage == Stage::sealed)
                put("issue", documents::Issue{id, recipients_of(d)});
        }
    }

    // A paper that names nobody goes to the body it comes from.
    static std::vector<Code> recipients_of(const documents::Outgoing& d) {
        if (!d.recipients.empty()) return {};
        return {d.body};
    }

    void incoming() {
        using documents::Arrival;
        for (const auto& [id, d] : state.documents.incoming) {
            const int rank = rank_of(d.urgency);
            if (d.recall_asked && d.stage != Arrival::cancelled)
                paper(id.number, "register", rank, d.arrived, documents::AnswerRecall{id, true});
            else if (d.stage == Arrival::arrived)
                paper(id.number, "register", rank, d.register_by, documents::Register{id});
            else if (d.stage == Arrival::registered)
                paper(id.number, "assign", rank, d.assign_by, assign(id, d));
            else if (d.stage == Arrival::assigned)
                paper(id.number, "answer", rank, d.due.value_or(d.arrived),
                      documents::Finish{id, ""}, d.lead_post);
        }
    }

    // Given to the head of the body it was addressed to, for as long as the sender allows.
    documents::Assign assign(DocumentId id, const documents::Incoming& d) const {
        documents::Assign a;
        a.document = id;
        const auto body = plan.organization.bodies.find(d.body);
        a.lead_post = body == plan.organization.bodies.end() ? Code{} : body->second.head;
        // Its office does the work: the division where its clerk sits.
        const Code& clerk = d.side == org::Side::party ? plan.documents.party_clerk_role
                                                       : plan.documents.clerk_role;
        for (const auto& [code, post] : plan.organization.posts) {
            const auto division = plan.organization.bodies.find(post.body);
            if (std::find(post.roles.begin(), post.roles.end(), clerk) == post.roles.end() ||
                division == plan.organization.bodies.end() || division->second.parent != d.body ||
                division->second.head.empty())
                continue;
            a.lead_post = division->second.head;
            break;
        }
        a.due = d.due && *d.due > state.now ? *d.due
                                            : plan.calendar.after_working_ms(state.now, 8 * kHour);
        return a;
    }

    void assignments() {
        for (const auto& [id, a] : state.assignments.assignments) {
            Job job;
            job.kind = JobKind::assignment;
            job.number = id.number;
            job.rank = kRest;
            job.due = job.since = a.due;
            if (a.stage == assignments::Stage::given) {
                job.skill = "accept";
                job.post = a.owner_post;
                job.officer = a.owner;
                job.next = office::Command{assignments::Command{assignments::Accept{id}}};
                jobs.push_back(std::move(job));
            } else if (a.stage == assignments::Stage::done) {  // what is reported done is closed
                job.skill = "close";
                job.post = a.giver_post;
                job.officer = a.giver;
                job.next = office::Command{assignments::Command{assignments::Close{id, ""}}};
                jobs.push_back(std::move(job));
            }
        }
    }
};

// Takes the first fact and forgets it: enough to see that there was no refusal.
template <class Fact>
struct Nowhere final : Pen<Fact> {
    void write(Fact) override {}
};

}  // namespace

std::vector<Job> board(const office::State& state, const plan::Plan& plan) {
    Board b{state, plan, {}};
    b.dossiers();
    b.work();
    b.outgoing();
    b.incoming();
    b.assignments();
    std::sort(b.jobs.begin(), b.jobs.end(), [](const Job& x, const Job& y) {
        return std::tie(x.rank, x.due, x.since, x.kind, x.number) <
               std::tie(y.rank, y.due, y.since, y.kind, y.number);
    });
    return std::move(b.jobs);
}

bool would_accept(const office::State& state, const plan::Plan& plan, const Code& officer,
                  const office::Command& command, Instant at) {
    if (office::may_ask(state, plan, officer, command, at)) return false;
    const Who who{officer, at, std::nullopt};
    if (const auto* c = std::get_if<documents::Command>(&command)) {
        Nowhere<documents::Fact> pen;
        return !documents::decide(state.documents, plan, state.org, *c, who, pen);
    }
    if (const auto* c = std::get_if<assignments::Command>(&command)) {
        Nowhere<assignments::Fact> pen;
        return !assignments::decide(state.assignments, plan, state.org, *c, who, pen);
    }
    return true;
}

}  // namespace ss::cast
