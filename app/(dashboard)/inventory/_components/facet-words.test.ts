import { expect, test } from "vitest";
import { severities } from "@/lib/domain/severity";
import { tokenStates } from "@/lib/domain/token-states";
import { TokenClass } from "@/lib/domain/tokens";
import { workloadKinds } from "@/lib/domain/workloads";
import { facetNames } from "@/lib/tokens/facet-names";
import { ageBuckets, expiryBuckets, exposureStates, ownerStates, ownershipGaps, TokenFilters, ttlBuckets, usedBuckets } from "@/lib/tokens/schemas";
import { facetTitles, firstFacets, valueTitles } from "./facet-words";
import { filterNames } from "./filter-names";

test("every facet and every value of its kind has words, and the address knows every filter", () => {
  expect(Object.keys(facetTitles).sort()).toEqual([...facetNames].sort());
  expect(firstFacets.every((name) => facetNames.includes(name))).toBe(true);
  expect([...filterNames].sort()).toEqual(Object.keys(TokenFilters.shape).sort());
  const kinds = {
    state: tokenStates,
    severity: [...severities, "none"],
    owner: ownerStates,
    class: TokenClass.options,
    kind: [...workloadKinds, "none"],
    expiry: [...expiryBuckets, "at"],
    age: ageBuckets,
    ttl: ttlBuckets,
    used: [...usedBuckets, "known"],
    gap: ownershipGaps,
    exposure: exposureStates,
    imported: ["yes", "no"],
  } as const;
  for (const [name, values] of Object.entries(kinds))
    for (const value of values) expect(valueTitles[name as keyof typeof kinds][value], `${name} ${value}`).toBeTruthy();
});
