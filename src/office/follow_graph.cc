// The graph of follow.cc over kinds of fact. A test plays every transcript and compares; another
// proves that it has no cycle, so that what one command brings about comes to an end.
#include "office/office.h"

namespace ss::office {

namespace {

using Kinds = std::vector<std::string_view>;

// A procedure that goes on: work.cancelled and the rest as bpmn/step.h orders them.
Kinds step(Kinds first) {
    for (const std::string_view kind :
         {flow::Advanced::kWire, flow::Cancelled::kWire, flow::Offered::kWire,
          flow::TimerArmed::kWire, flow::MessageAwaited::kWire, flow::ServiceCalled::kWire,
          flow::Stuck::kWire, flow::Ended::kWire})
        first.push_back(kind);
    return first;
}

// One that is left where it stands.
Kinds left() {
    return {flow::Advanced::kWire, flow::Cancelled::kWire, flow::Ended::kWire};
}

}  // namespace

const std::map<std::string_view, std::vector<std::string_view>>& follow_graph() {
    static const std::map<std::string_view, Kinds> graph = {
        {Opened::kWire, {org::MilestoneReached::kWire}},
        {MessageReceived::kWire,
         {dossiers::Accepted::kWire, dossiers::Transferred::kWire, dossiers::WorkerNamed::kWire,
          dossiers::Refused::kWire, dossiers::Resolved::kWire, flow::MessageDelivered::kWire,
          MessageSent::kWire, flow::Advanced::kWire, flow::Cancelled::kWire, flow::Offered::kWire,
          flow::TimerArmed::kWire, flow::MessageAwaited::kWire, flow::ServiceCalled::kWire,
          flow::Stuck::kWire, flow::Ended::kWire}},

        {dossiers::Transferred::kWire, step({flow::Started::kWire, MessageSent::kWire})},
        {dossiers::Accepted::kWire, {MessageSent::kWire}},
        {dossiers::Supplemented::kWire, step({flow::MessageDelivered::kWire})},
        {dossiers::Confirmed::kWire, step({flow::MessageDelivered::kWire})},
        {dossiers::Paid::kWire, step({flow::MessageDelivered::kWire})},
        {dossiers::Withdrawn::kWire, left()},
        {dossiers::Stopped::kWire, left()},
        // The step that hands a result back is the last of its procedure: nothing is called after
        // it. Otherwise a service could resolve the dossier again, and the graph had a cycle.
        {dossiers::Resolved::kWire,
         {MessageSent::kWire, flow::Completed::kWire, flow::Advanced::kWire, flow::Cancelled::kWire,
          flow::Ended::kWire}},
        {dossiers::Refused::kWire, {MessageSent::kWire}},
        {dossiers::Returned::kWire, step({documents::Issued::kWire, flow::Completed::kWire})},
        {dossiers::Archived::kWire, {documents::Archived::kWire}},

        {flow::Completed::kWire,
         {dossiers::DataChanged::kWire, documents::Drafted::kWire, documents::Signed::kWire,
          documents::Numbered::kWire, documents::SealedIt::kWire}},
        {flow::ServiceCalled::kWire,
         {dossiers::SupplementAsked::kWire, dossiers::Refused::kWire, dossiers::Resolved::kWire,
          documents::Numbered::kWire, MessageSent::kWire, dossiers::Notified::kWire}},

        {meetings::ItemAnnounced::kWire, {org::Appointed::kWire}},
        {meetings::ItemOver::kWire, {org::MilestoneReached::kWire, assignments::Created::kWire}},
        {meetings::Carried::kWire, {documents::Drafted::kWire}},
        {meetings::Directed::kWire, {assignments::Created::kWire}},

        // What a sender hears of his paper, and what goes out.
        {documents::Arrived::kWire, {MessageSent::kWire}},
        {documents::TurnedBack::kWire, {MessageSent::kWire}},
        {documents::Registered::kWire, {MessageSent::kWire}},
        {documents::Assigned::kWire, {MessageSent::kWire}},
        {documents::Answered::kWire, {MessageSent::kWire}},
        {documents::Finished::kWire, {MessageSent::kWire}},
        {documents::RecallAnswered::kWire, {MessageSent::kWire}},
        {documents::Issued::kWire, {MessageSent::kWire}},
        {documents::RecallSent::kWire, {MessageSent::kWire}},
    };
    return graph;
}

}  // namespace ss::office
