import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { catalog } from "../catalog";
import { readConnectors } from "../readers";
import { revokers } from "../revokers";

/** The suites that a vendor's own tests run, as they stand at the top level of a file there. */
async function suitesOf(vendor: string): Promise<string[]> {
  const folder = new URL(`../${vendor}/`, import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith(".test.ts"));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), "utf8")));
  return texts.flatMap((text) => [...text.matchAll(/^(readerConformance|connectorConformance|directoryConformance)\(/gm)].map(([, suite]) => suite ?? ""));
}

test.each(catalog.map(({ vendor }) => vendor))("%s runs the conformance suite of every part that it has", async (vendor) => {
  const connector = readConnectors[vendor];
  const wanted = [
    ...(connector?.reader ? [vendor in revokers ? "connectorConformance" : "readerConformance"] : []),
    ...(connector?.directory ? ["directoryConformance"] : []),
  ];
  expect(wanted).not.toEqual([]);
  expect((await suitesOf(vendor)).sort()).toEqual(wanted.sort());
});
