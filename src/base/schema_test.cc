#include "base/schema.h"

#include <gtest/gtest.h>

namespace ss::schema_test {

enum class Colour : unsigned char { red, green };
constexpr auto names(Colour) {
    return std::to_array<std::string_view>({"red", "green"});
}
struct Leaf {
    std::optional<std::string> note;
    int64_t size = 0;
};
template <class V>
void fields(V& v, Leaf& t) {
    v("note", t.note)("size", t.size);
}
struct Tree {
    std::vector<Tree> below;
    Colour colour = Colour::red;
    Leaf leaf;
};
template <class V>
void fields(V& v, Tree& t) {
    v("below", t.below)("colour", t.colour)("leaf", t.leaf);
}
struct Plant {
    static constexpr std::string_view kWire = "tree.plant_it";
    Instant at;
    DossierId dossier;
    Sealed name;
};
template <class V>
void fields(V& v, Plant& t) {
    v("at", t.at)("dossier", t.dossier)("name", t.name);
}
struct Fell {
    static constexpr std::string_view kWire = "tree.fell";
};
template <class V>
void fields(V&, Fell&) {}
using Inner = std::variant<Fell>;
using Either = std::variant<Plant, Inner>;

TEST(Schema, NamesStructsByTypeAndCommandsByWireName) {
    wire::Schemas all("#/x/");
    EXPECT_EQ(all.of<Leaf>(), R"({"$ref":"#/x/SchemaTestLeaf"})");
    EXPECT_EQ(all.of<Plant>(), R"({"$ref":"#/x/TreePlantIt"})");
    EXPECT_EQ(all.of<Refusal>(), R"({"$ref":"#/x/Refusal"})");
    EXPECT_TRUE(all.defs().contains("RefusalCode"));
}

TEST(Schema, LeavesOptionalFieldsOutOfRequired) {
    wire::Schemas all("#/x/");
    all.of<Leaf>();
    EXPECT_EQ(all.defs().at("SchemaTestLeaf"),
              R"({"additionalProperties":false,"properties":{"note":{"type":"string"},)"
              R"("size":{"type":"integer"}},"required":["size"],"type":"object"})");
}

TEST(Schema, FollowsATypeThatLeadsBackToItself) {
    wire::Schemas all("#/x/");
    all.of<Tree>();
    EXPECT_EQ(all.defs().at("SchemaTestTree"),
              R"({"additionalProperties":false,"properties":{"below":{"items":)"
              R"({"$ref":"#/x/SchemaTestTree"},"type":"array"},"colour":)"
              R"({"$ref":"#/x/SchemaTestColour"},"leaf":{"$ref":"#/x/SchemaTestLeaf"}},)"
              R"("required":["below","colour","leaf"],"type":"object"})");
    EXPECT_EQ(all.defs().at("SchemaTestColour"), R"({"enum":["red","green"],"type":"string"})");
}

TEST(Schema, WritesAVariantAsObjectsOfOneKeyAndFlattensVariantsInside) {
    wire::Schemas all("#/x/");
    EXPECT_EQ(all.of<Either>(),
              R"({"oneOf":[{"additionalProperties":false,"properties":{"tree.plant_it":)"
              R"({"$ref":"#/x/TreePlantIt"}},"required":["tree.plant_it"],"type":"object"},)"
              R"({"additionalProperties":false,"properties":{"tree.fell":)"
              R"({"$ref":"#/x/TreeFell"}},"required":["tree.fell"],"type":"object"}]})");
}

TEST(Schema, SaysWhatAPlainIntegerMeans) {
    wire::Schemas all("#/x/");
    all.of<Plant>();
    EXPECT_EQ(all.defs().at("TreePlantIt"),
              R"({"additionalProperties":false,"properties":{"at":{"format":"ms-since-1970",)"
              R"("type":"integer"},"dossier":{"format":"id","minimum":0,"type":"integer"},)"
              R"("name":{"$ref":"#/x/Sealed"}},"required":["at","dossier","name"],)"
              R"("type":"object"})");
    EXPECT_NE(all.defs().at("Sealed").find("\"seal\""), std::string::npos);
}

TEST(Schema, MapsByTextAreObjectsAndOthersListsOfPairs) {
    wire::Schemas all("#/x/");
    EXPECT_EQ((all.of<std::map<std::string, bool>>()),
              R"({"additionalProperties":{"type":"boolean"},"type":"object"})");
    EXPECT_EQ((all.of<std::map<int32_t, bool>>()),
              R"({"items":{"items":false,"minItems":2,"prefixItems":[{"type":"integer"},)"
              R"({"type":"boolean"}],"type":"array"},"type":"array"})");
    EXPECT_EQ((all.of<std::pair<bool, bool>>()),
              R"({"items":false,"minItems":2,"prefixItems":[{"type":"boolean"},)"
              R"({"type":"boolean"}],"type":"array"})");
}

TEST(Schema, ADocumentNamesWhatItRefersTo) {
    const std::string text = wire::schema_document<Leaf>();
    EXPECT_EQ(text.find("{\"$defs\":{\"SchemaTestLeaf\":{"), 0u);
    EXPECT_NE(text.find("\"$ref\":\"#/$defs/SchemaTestLeaf\",\"$schema\""), std::string::npos);
}

}  // namespace ss::schema_test
