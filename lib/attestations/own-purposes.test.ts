import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { ownPurposes } from "./own-purposes";

const database = testDatabase();

test("purposes are one's own and confirmed, the most frequent first; nobody reads another's, nor does a machine", async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const connection = (await make.connection({ connector: "import" })).id;
  const [ada, ben] = [await make.person({ displayName: "Ada Lovelace" }), await make.person({ displayName: "Ben Ortiz" })];
  const own = async (personId: string, purpose: string | null, state: "confirmed" | "suggested" = "confirmed") => {
    const { id: tokenId } = await make.token(connection);
    await database.as("owner").ownership.create({ data: { tokenId, personId, state, purpose, setBy: "test", setAt: database.clock.now() } });
  };
  for (const purpose of ["Sends invoices.", "Builds images.", " Builds images. ", "  ", null]) await own(ada.id, purpose);
  await own(ada.id, "Nobody has said so.", "suggested");
  await own(ben.id, "Reads the stock.");
  const as = (person: typeof ada) => database.context("web", asPerson(person, "token_owner"));
  expect(await ownPurposes(as(ada))).toEqual({ purposes: ["Builds images.", "Sends invoices."] });
  expect(await ownPurposes(as(ben))).toEqual({ purposes: ["Reads the stock."] });
  await expect(ownPurposes(database.context("web", asPerson(ada)))).rejects.toMatchObject({ code: "Forbidden" });
});
