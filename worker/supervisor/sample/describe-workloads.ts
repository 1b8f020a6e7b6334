import { setTimeout } from "node:timers/promises";
import { canonical } from "../../../lib/core/canonical";
import type { Context } from "../../../lib/core/context";
import { addDestination } from "../../../lib/workloads/add-destination";
import { createWorkload } from "../../../lib/workloads/create-workload";
import { linkTokens } from "../../../lib/workloads/link-tokens";
import { setLegacy } from "../../../lib/workloads/set-legacy";
import type { HostContexts } from "./host-contexts";
import type { DescribedWorkload, World } from "./messages";

type TokenIds = Map<string, string>;

/**
 * Describes the workloads as the sample's people would: each by who owns it, through the same verbs as on the page. One that stands already is
 * left, so that an interrupted set-up goes on with the next.
 */
export async function describeWorkloads(contexts: HostContexts, world: World): Promise<void> {
  const web = contexts.as("web");
  const tokens = await importedTokens(web);
  const live = await liveTokens(web);
  for (const described of world.workloads) {
    if ((await web.db.workload.count({ where: { name: described.name } })) > 0) continue;
    const owner = await web.db.person.findFirst({ where: { userName: described.owner, status: "active" }, select: { id: true, displayName: true } });
    if (!owner) continue;
    const actor = { type: "person", ...owner, roles: ["token_owner"], sessionId: "sample" } as const;
    await describeOne(contexts.as("web", { ...actor, roles: [...actor.roles] }), owner.id, described, tokens, live.get(described.name) ?? []);
  }
}

async function describeOne(ctx: Context, owner: string, described: DescribedWorkload, tokens: TokenIds, live: string[]): Promise<void> {
  const { name, kind, environment, description, spiffeId, oidc } = described;
  const backup = described.backup && (await ctx.db.person.findFirst({ where: { userName: described.backup, status: "active" }, select: { id: true } }));
  const team = await ctx.db.team.findFirst({ where: { name: described.team }, select: { id: true } });
  const identity = { spiffeId, oidcIssuer: oidc?.issuer, oidcSubject: oidc?.subject };
  const { id } = await createWorkload(ctx, {
    ...identity,
    name,
    kind,
    environment,
    description,
    owner,
    backup: backup ? backup.id : null,
    team: team?.id,
  });
  const linked = [...live, ...described.tokens.flatMap((ref) => tokens.get(keyOf(ref.system, ref.id)) ?? [])];
  const most = 500;
  for (let from = 0; from < linked.length; from += most) await linkTokens(ctx, { workload: id, tokens: linked.slice(from, from + most) });
  for (const { destination, token } of described.destinations)
    await addDestination(ctx, { workload: id, destination, token: token ? tokens.get(keyOf(token.system, token.id)) : null });
  if (described.legacy) await setLegacy(ctx, { workload: id, ...described.legacy });
}

const keyOf = (system: string, id: string) => `${system}\n${canonical({ id })}`;

async function importedTokens(ctx: Context): Promise<TokenIds> {
  const rows = await ctx.db.token.findMany({ where: { imported: true }, select: { id: true, handleKey: true, connection: { select: { name: true } } } });
  return new Map(rows.map(({ id, handleKey, connection }) => [`${connection.name}\n${handleKey}`, id]));
}

const patienceMilliseconds = 20_000;

/** The tokens that Unleash lists, by name: those of the story are called like the workloads that use them. The first sync may take a moment; without it they stay unlinked. */
async function liveTokens(ctx: Context): Promise<Map<string, string[]>> {
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    const rows = await ctx.db.token.findMany({ where: { imported: false }, select: { id: true, name: true } });
    if (rows.length > 0 || Date.now() > until) return new Map(rows.map(({ name }) => [name, rows.filter((row) => row.name === name).map(({ id }) => id)]));
    await setTimeout(500);
  }
}
