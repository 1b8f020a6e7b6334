import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { TrustRoot } from "../../lib/trust/root";
import type { SampleRoot } from "../../lib/trust/sample-root";
import { homeOf } from "./data-folder";
import type { Users } from "./homes";
import type { Options } from "./options";
import { placeFile } from "./place-file";
import type { Secrets } from "./secrets";

/** Puts into each home what its process must find there: the pepper, and in the sample the directory's token and the pinned root. Keeps what stands. */
export async function layKeepsakes({ folder, origins, organisation }: Options, secrets: Secrets, users: Users): Promise<void> {
  const place = async (resident: "signer" | "collector" | "executor", name: string, value: unknown) => {
    const home = homeOf(folder, resident);
    const content = typeof value === "string" ? value : JSON.stringify(value, null, 2);
    if ((await read(path.join(home, name))) !== content) await placeFile(home, name, content, users[resident]);
  };
  await place("collector", "pepper.json", secrets.pepper);
  await place("executor", "pepper.json", secrets.pepper);
  if (organisation !== "sample") return;
  await place("collector", "scim-token.sha256", createHash("sha256").update(secrets.demo.scimToken).digest("hex"));
  const { person, ...key } = secrets.sampleRoot;
  await place("signer", "sample-root.json", { deployment: secrets.deployment, person, key } satisfies SampleRoot);
  // A first start fixes the time; a changed port changes the origin that signatures must come from.
  const pinned = await read(path.join(homeOf(folder, "executor"), "trust-root.json"));
  const pinnedAt = pinned ? (JSON.parse(pinned) as { pinnedAt: string }).pinnedAt : new Date().toISOString();
  const root = {
    deployment: secrets.deployment,
    person,
    key: { id: key.id, kind: "ed25519" as const, publicKey: key.publicKey },
    rpId: new URL(origins.signer).hostname,
    origin: origins.signer,
  };
  await place("executor", "trust-root.json", { ...root, sample: true, pinnedAt } satisfies TrustRoot);
}

const read = (file: string): Promise<string | null> => readFile(file, "utf8").catch(() => null);
