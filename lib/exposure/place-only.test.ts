import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import type { Identity } from "./identify";
import { exposuresAtPlaces } from "./place-only";
import type { Sighting } from "./sightings";
import { found } from "./testkit/found";

const database = testDatabase();
const owner = () => database.as("owner");

test("where a report's places stand is looked up, however many places there are", async () => {
  const make = found(owner(), () => database.clock.now());
  const { id: sourceId } = await make.source();
  const { id: exposureId } = await make.exposure({}, [{ sourceId, path: "told\ufffd.ts", reference: "beef", line: 3 }]);
  await owner().$executeRaw`
    insert into occurrence (id, exposure_id, source_id, channel, path, reference, context, place, detected_at, last_seen_at)
    select gen_random_uuid(), ${exposureId}::uuid, ${sourceId}::uuid, 'code', repeat('long/', 20) || n, 'c0ffee', '', 'many ' || n, now(), now() from generate_series(1, 2000) n`;
  await owner().$executeRaw`analyze occurrence`;
  const sought = async () => {
    const stats = await owner().$queryRaw<{ n: number }[]>`select idx_scan::int as n from pg_stat_user_indexes where indexrelname = 'occurrence_place_text'`;
    return stats[0]?.n ?? 0;
  };
  const before = await sought();
  const told = (path: string, reference: string, line: number) =>
    ({
      placeOnly: true,
      identity: { current: `asked ${line}`, former: [], pepperVersion: 1, sha256: "" },
      kind: { id: "reported_elsewhere" },
      hint: "•••",
      location: { path, reference, line },
    }) as unknown as Sighting<Identity>;
  const sightings = [told(`${"long/".repeat(20)}7`, "c0ffee", 1), told("told\0.ts", "beef", 3)];
  const known = await database.as("collector").$transaction(async (tx) => {
    // so few rows would all be read; what was sought is said when the transaction ends, instead of some seconds later
    for (const way of ["seqscan", "hashjoin", "mergejoin"]) await tx.$executeRawUnsafe(`set local enable_${way} = off`);
    await tx.$executeRaw`select pg_stat_force_next_flush()`;
    return exposuresAtPlaces(tx, sightings);
  });
  expect(known).toEqual(new Map([["asked 3", exposureId]]));
  expect(await sought()).toBeGreaterThan(before);
});
