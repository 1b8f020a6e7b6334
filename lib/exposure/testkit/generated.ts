import { small } from "../../connectors/declarative/testkit/small";
import type { Db } from "../../core/db";
import { channels } from "../../domain/exposures";
import { severities } from "../../domain/severity";
import { facts } from "../../testkit/facts";
import { found } from "./found";

const day = 86_400_000;

/** Draws by chance that are the same in every run. */
function drawn(seed: number) {
  let state = seed;
  const upTo = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return { upTo, one: <T>(of: readonly T[]): T => of[upTo(of.length)] as T };
}
type Drawn = ReturnType<typeof drawn>;

/** Three hundred exposures in which everything meets everything, written as the owner role: who lists their tokens and answers for them, where they were seen, and days to the millisecond. */
export async function generated(db: Db, now: Date): Promise<void> {
  const draw = drawn(7);
  const people = await peopleInTeams(db, now);
  const tokens = await ownedTokens(db, now, draw, people);
  await exposures(db, now, draw, tokens, people.ids);
  await db.dueRule.update({ where: { basis: "low" }, data: { days: null } });
}

interface People {
  ids: string[];
  teams: string[];
}

/** Ada is in two teams, Ben in one of them, the others in none. */
async function peopleInTeams(db: Db, now: Date): Promise<People> {
  const make = facts(db, () => now);
  const [ada, ben, ...others] = await Promise.all(["Ada", "Ben", "Cem", "Dee"].map((displayName) => make.person({ displayName })));
  const team = async (name: string, ...members: { id: string }[]) => {
    const { id } = await db.team.create({ data: { id: crypto.randomUUID(), source: "scim", externalId: name, name, changedAt: now } });
    await db.teamMember.createMany({ data: members.map((person) => ({ teamId: id, personId: person.id })) });
    return id;
  };
  if (!ada || !ben) throw new Error("there are four people");
  return { ids: [ada, ben, ...others].map(({ id }) => id), teams: [await team("Shop", ada), await team("Payments", ada, ben), await team("Nobody's")] };
}

/** One connection of each sort that says something else of checks, and one that was removed. */
async function connectionsOf(db: Db, now: Date): Promise<string[]> {
  const make = facts(db, () => now);
  const declared = small();
  const sorts: [string, object][] = [
    ...["unleash", "directus", "github", "keycloak"].map((connector): [string, object] => [connector, {}]),
    ...[declared, { ...declared, probe: { cannot: "It has no call that tells." } }, { probe: {} }].map((declaration): [string, object] => [
      "declarative",
      { declaration },
    ]),
  ];
  const ids: string[] = [];
  for (const [connector, settings] of [...sorts, ...sorts]) {
    const { id } = await make.connection({ connector, settings });
    if (ids.push(id) > sorts.length)
      await db.connectionRemoval.create({ data: { connectionId: id, reason: "gone", removedBy: "person:test", removedAt: now } });
  }
  return ids;
}

async function ownedTokens(db: Db, now: Date, { upTo, one }: Drawn, people: People): Promise<string[]> {
  const make = facts(db, () => now);
  const connections = await connectionsOf(db, now);
  const classes = ["api_key", "personal_access_token", "oauth_grant", "service_credential"] as const;
  const tokens: string[] = [];
  for (let n = 0; n < 120; n++) {
    const mergedInto = n > 40 && upTo(2) ? one(tokens.slice(0, 40)) : null;
    const { id } = await make.token(one(connections), { class: one(classes), imported: upTo(4) === 0, mergedInto });
    tokens.push(id);
    const [personId, teamId] = [one([...people.ids, null]), one([...people.teams, null, null, null])];
    if (personId) await db.ownership.create({ data: { tokenId: id, personId, teamId, state: "confirmed", setBy: "test", setAt: now } });
  }
  return tokens;
}

async function exposures(db: Db, now: Date, { upTo, one }: Drawn, tokens: string[], people: string[]): Promise<void> {
  const { source, exposure } = found(db, () => now);
  const sources = (await Promise.all(["a", "b", "c"].map((name) => source({ name })))).map(({ id }) => id);
  const ago = (days: number) => new Date(now.getTime() - days * day + one([-1, 0, 1]));
  for (let n = 0; n < 300; n++) {
    const tokenId = one([...tokens.slice(0, 60), ...Array(20).fill(null)]);
    const sourceId = one(sources);
    // the same source by two channels, and twice by one
    const again = one([[], [], (["code", "chat", "chat"] as const).map((channel) => ({ sourceId, channel }))]);
    await exposure(
      {
        kind: one(["github_pat", "password_in_text", "unleash_token", "no_longer_known"]),
        severity: one(severities),
        status: one(["open", "open", "in_review", "regressed", "closed_false_positive"]),
        validity: one(["unknown", "unknown", "unknown", "valid", "invalid"]),
        mark: one([null, null, null, null, null, "example"]),
        tokenId,
        matchedBy: tokenId && one([null, "sha256", "sha256"]),
        firstVisibleAt: one([null, ago(upTo(500)), ago(upTo(100)), ago(7)]),
        // around the moment when a rule's days, or a week less, are over
        detectedAt: ago(one([0, 1, 7, 14, 23, 30, 83, 90])),
        dueAt: one([null, null, null, null, ago(one([0, 1, -7, -8]))]),
        assigneeId: one([null, ...people]),
      },
      [...Array.from({ length: 1 + upTo(4) }, () => ({ sourceId: one(sources), channel: one(channels) })), ...again],
    );
  }
}
