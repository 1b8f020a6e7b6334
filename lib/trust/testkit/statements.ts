import { randomUUID } from "node:crypto";
import type { TrustInput } from "../statements";
import { createTrustWorld, type TrustWorld } from "./world";

export const hour = 3_600_000;
export const day = 24 * hour;
export const group = (name: string, members: string[]): TrustInput => ({ type: "countersign/approver-group", group: name, members });
export const connection = (id = randomUUID(), origin = "https://unleash.example"): TrustInput => ({
  type: "countersign/connection",
  connection: id,
  name: "unleash-prod",
  vendor: "unleash",
  origin,
  ca: null,
  allowPrivate: false,
  settings: {},
});
export const policy = (changes: Partial<Extract<TrustInput, { type: "countersign/approval-policy" }>> = {}): TrustInput => ({
  type: "countersign/approval-policy",
  standard: { people: 1, groups: 1 },
  critical: { people: 2, groups: 2 },
  holdSeconds: 600,
  wideningDelaySeconds: 86_400,
  ...changes,
});

/** An administrator who is the root, and a second person whose key counts. */
export function twoPeople() {
  const world = createTrustWorld();
  const second = world.enrol(randomUUID(), [world.rootKey]);
  world.clock.advance(1000);
  return { world, second };
}
export const status = async (world: TrustWorld, digest: string) => (await world.view()).states.get(digest)?.status;
