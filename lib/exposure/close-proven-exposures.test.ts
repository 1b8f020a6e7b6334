import { beforeEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { closeProvenExposures } from "./close-proven-exposures";
import { found } from "./testkit/found";
import { triageExposure } from "./triage-exposure";

const database = testDatabase();
const owner = () => database.as("owner");
const make = () => facts(owner(), () => database.clock.now());
const made = () => found(owner(), () => database.clock.now());

let token: { id: string; connectionId: string };
let personId: string;
let exposureId: string;
beforeEach(async () => {
  token = await make().token((await make().connection()).id);
  personId = (await make().person()).id;
  exposureId = (await made().exposure({ tokenId: token.id }, [{ sourceId: (await made().source()).id }])).id;
});
const stored = () => owner().exposure.findUniqueOrThrow({ where: { id: exposureId } });
const close = (executionId: string, role: "executor" | "collector" | "web" = "executor") => {
  const ctx = database.context(role);
  return ctx.db.$transaction((tx) => closeProvenExposures(tx, ctx, { tokenId: token.id, executionId }));
};

test("the executor closes the exposures of a token that is proven dead, those of its further sightings too, once", async () => {
  const sighting = await make().token(token.connectionId, { mergedInto: token.id });
  const other = await made().exposure({ tokenId: sighting.id }, []);
  const { id } = await make().execution(token, personId, { status: "proven" });
  expect(await close(id)).toBe(2);
  expect(await close(id)).toBe(0);
  expect(await stored()).toMatchObject({ status: "closed_proven", closedAt: database.clock.now(), validity: "invalid", validityFrom: "proven dead" });
  expect(await owner().exposure.findUnique({ where: { id: other.id } })).toMatchObject({ status: "closed_proven" });
  expect(await owner().auditEntry.findFirst({ where: { action: "exposures.closed", subjectId: token.id } })).toMatchObject({ dbRole: "executor" });
});

test.each([
  ["an execution that is still proving", () => make().execution(token, personId, { status: "proving" })],
  ["a proven disabling", () => make().execution(token, personId, { status: "proven", effect: "disabled" })],
  ["another token's death", async () => make().execution(await make().token(token.connectionId), personId, { status: "proven" })],
])("%s closes nothing", async (_name, execute) => {
  expect(await close((await execute()).id)).toBe(0);
  expect(await stored()).toMatchObject({ status: "open" });
});

test("web closes none as proven and opens none that is, neither by the verb nor around it; triage it may", async () => {
  const { id } = await make().execution(token, personId, { status: "proven" });
  const person = database.context("web", asPerson({ id: personId, displayName: "M" }, "security_manager"));
  await expect(person.db.$transaction((tx) => closeProvenExposures(tx, person, { tokenId: token.id, executionId: id }))).rejects.toMatchObject({
    code: "Forbidden",
  });
  for (const status of ["closed_proven", "regressed"])
    await expect(person.db.$executeRaw`update exposure set status = ${status}::finding_status where id = ${exposureId}::uuid`).rejects.toThrow(
      /exposure: web may not move open to/,
    );
  expect(await triageExposure(person, { exposureId, to: "in_review" })).toMatchObject({ status: "in_review" });
  await close(id);
  await expect(person.db.$executeRaw`update exposure set status = 'open' where id = ${exposureId}::uuid`).rejects.toThrow(
    /web may not move closed_proven to open/,
  );
});
