import { createHash } from "node:crypto";
import { seeded } from "./random.mjs";
import { ephemeral, systems, workloads } from "./systems.mjs";

const day = 24 * 3600 * 1000;

/** About 2,000 tokens of every class, as rows for the import; the same for the same day. */
export function importedTokens(world, today) {
  const random = seeded(20260202);
  const context = { people: world.people, today, random };
  const rows = systems.flatMap((system) =>
    Object.entries(system.classes).flatMap(([tokenClass, kind]) => Array.from({ length: kind.count }, () => row(system, tokenClass, kind, context))),
  );
  return [...rows, ...families(context)];
}

function row(system, tokenClass, kind, { people, today, random }) {
  const workload = random.pick(Object.keys(workloads));
  const name = `${workload}-${random.hex(4)}`;
  const id = filled(kind.id, name, random);
  const life = lifeOf(kind, today, random);
  const creator = creatorOf(people, workload, life.created, random);
  const drawn = ownerOf(people, creator, workload, kind, random);
  const owner = told(people, creator, workload, id) ?? drawn;
  return {
    system: system.name,
    class: tokenClass,
    id,
    name,
    hint: `${kind.hint}…${createHash("sha256").update(id).digest("hex").slice(0, 4)}`,
    fingerprint: fingerprint(id),
    scopes: someOf(system.scopes, random),
    environment: system.environments ? environmentOf(random) : null,
    creator: creator && { userName: creator.userName, name: creator.displayName, email: creator.email, enabled: enabled(system.name, creator) },
    owner: owner?.userName ?? null,
    purpose: owner && random.chance(0.6) ? `Used by ${workload} of ${workloads[workload]}` : null,
    created: life.created?.toISOString() ?? null,
    expiry: life.expiry,
    lastUsed: lastUseOf(life, today, random),
  };
}

/** One row for each role of Vault and workload that uses it: how many there were, and the longest that one lived. */
function families({ people, today, random }) {
  return Object.keys(workloads).flatMap((workload) =>
    ephemeral.roles
      .filter(() => random.chance(0.45))
      .map((role) => {
        const id = `${role}/${workload}`;
        const owner = random.chance(0.5) ? random.pick(within(people, workload)) : null;
        return {
          system: ephemeral.name,
          class: "ephemeral_secret",
          id,
          name: `${workload} from ${role}`,
          hint: null,
          fingerprint: fingerprint(id),
          scopes: [role],
          environment: environmentOf(random),
          creator: null,
          owner: owner?.userName ?? null,
          purpose: null,
          created: null,
          expiry: { kind: "unknown", at: null },
          lastUsed: new Date(today.getTime() - random.below(2 * day)).toISOString(),
          family: { count: 40 + random.below(9_000), longestSeconds: random.pick([900, 3_600, 3_600, 14_400, 86_400, 604_800]) },
        };
      }),
  );
}

/** No secret stands behind a row, so none could be hashed. */
const fingerprint = (id) => createHash("sha256").update(`sample:${id}`).digest("hex");

const capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** An id in its system's shape (systems.mjs). */
function filled(shape, name, random) {
  return shape
    .replace("{name}", name)
    .replace(/@+/, (run) => Array.from(run, () => random.pick(capitals)).join(""))
    .replace(/#+/, (run) => random.hex(run.length));
}

/** Issued when, and until when. What ends is mostly renewed, so of that an eighth alone is past its end; of what doesn't, much is old. */
function lifeOf({ lifetimes }, today, random) {
  const lifetime = random.pick(lifetimes);
  const renewed = lifetime !== null && random.chance(0.88);
  const age = renewed ? random.below(lifetime * day) : Math.floor(random.next() ** 1.8 * 1400 * day);
  const created = new Date(today.getTime() - age);
  if (lifetime !== null) return { created, expiry: { kind: "at", at: new Date(created.getTime() + lifetime * day).toISOString() } };
  // some listings leave out when a token was made, some whether it ends
  return { created: random.chance(0.9) ? created : null, expiry: { kind: random.chance(0.75) ? "never" : "unknown", at: null } };
}

/** Whoever made it was there on the day, and mostly of the department whose workload it is for. */
function creatorOf(people, workload, created, random) {
  const there = created ? people.filter((person) => person.joined < created && (!person.left || person.left > created)) : [];
  if (there.length === 0 || random.chance(0.2)) return null;
  const near = there.filter((person) => person.department === workloads[workload]);
  return random.pick(near.length > 0 && random.chance(0.8) ? near : there);
}

/** Two in five have an owner: a person's own token its maker, as long as they are here; a service's somebody of its department. */
function ownerOf(people, creator, workload, kind, random) {
  if (!random.chance(0.41)) return null;
  if (creator && !creator.left && (kind.by === "person" || random.chance(0.5))) return creator;
  return random.pick(within(people, workload));
}

/**
 * Owners that the story needs, by the id alone, so that nothing else moves: of what leavers made they are still listed as the owner of some, and the
 * token owner of the cast answers for a share of what the invoices run on.
 */
function told(people, creator, workload, id) {
  const random = seeded(Number.parseInt(fingerprint(`owner ${id}`).slice(0, 8), 16));
  if (creator?.left) return random.chance(0.3) ? creator : null;
  return workload === "invoice-export" && random.chance(0.55) ? people.find((person) => person.key === "owner") : null;
}

const within = (people, workload) => people.filter((person) => !person.left && person.department === workloads[workload]);

/** A leaver's account was closed in most systems, and in a few forgotten: one answer for a person and system. */
const enabled = (system, person) => !person.left || seeded(Number.parseInt(fingerprint(`${system}${person.userName}`).slice(0, 8), 16)).chance(0.35);

function environmentOf(random) {
  return random.weighted([
    ["production", 45],
    ["staging", 18],
    ["development", 25],
    [null, 12],
  ]);
}

function someOf(scopes, random) {
  const some = scopes.filter(() => random.chance(0.4));
  return some.length > 0 ? some : [random.pick(scopes)];
}

/** Between its making and its end or today: mostly lately, sometimes long ago; for a good quarter nobody knows. */
function lastUseOf({ created, expiry }, today, random) {
  if (random.chance(0.28)) return null;
  const until = Math.min(today.getTime(), expiry.at ? new Date(expiry.at).getTime() : Number.POSITIVE_INFINITY);
  const since = Math.max(created?.getTime() ?? 0, until - (random.chance(0.7) ? 20 : 500) * day);
  return new Date(until - Math.floor(random.next() * (until - since))).toISOString();
}
