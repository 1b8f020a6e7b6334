import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { catalog, notYet } from "./catalog";
import type { CatalogField } from "./catalog-entry";
import { exampleText } from "./declarative/testkit/example";
import { readConnectors } from "./readers";
import { revokers } from "./revokers";

test("the catalogue has exactly the connectors that are registered, and says of them what they say", () => {
  expect(catalog.map(({ vendor }) => vendor).sort()).toEqual(Object.keys(readConnectors).sort());
  for (const entry of catalog) {
    const connector = readConnectors[entry.vendor];
    expect(entry.title).toBe(connector?.title);
    expect(entry.abilities).toEqual(connector?.reader?.capabilities ?? {});
    expect(entry.blindSpots).toEqual(connector?.reader?.blindSpots ?? []);
    expect(entry.revokeCredential !== null).toBe(entry.vendor in revokers);
  }
});

test("a form filled in as its fields say gives what the connector takes, and an empty one does not", () => {
  for (const entry of catalog) {
    // a number's placeholder is a number
    const example = ({ name, placeholder }: CatalogField) => (/^\d+$/.test(placeholder) ? placeholder : `${name}-filled-in`);
    const filled = (fields: CatalogField[]) => Object.fromEntries(fields.map((field) => [field.name, field.text ? exampleText("unleash") : example(field)]));
    expect(readConnectors[entry.vendor]?.credential.safeParse(filled(entry.readCredential)).success).toBe(true);
    expect(readConnectors[entry.vendor]?.credential.safeParse({}).success).toBe(false);
    expect(readConnectors[entry.vendor]?.settings.safeParse(filled(entry.settings.filter(({ required }) => required))).success).toBe(true);
    if (entry.revokeCredential) expect(revokers[entry.vendor]?.credential.safeParse(filled(entry.revokeCredential)).success).toBe(true);
  }
});

test("what is not supported yet is not in the catalogue, and each has a way in", () => {
  for (const { title, wayIn } of notYet) {
    expect(catalog.map((entry) => entry.title)).not.toContain(title);
    expect(wayIn.length).toBeGreaterThan(40);
  }
});

test("the catalogue brings no connector's code along", async () => {
  for (const file of [
    "catalog-entry.ts",
    "catalog.ts",
    "declarative/about.ts",
    "directus/about.ts",
    "directus/form.ts",
    "github/about.ts",
    "github/form.ts",
    "glewlwyd/about.ts",
    "glewlwyd/form.ts",
    "ldap/about.ts",
    "unleash/about.ts",
    "unleash/form.ts",
  ]) {
    const imports = (await readFile(new URL(file, import.meta.url), "utf8")).match(/^import (?!type).*$/gm) ?? [];
    for (const line of imports) expect(line).toMatch(/\/(about|form)"|^import type/);
  }
});
