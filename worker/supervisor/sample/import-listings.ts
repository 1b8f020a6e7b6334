import type { Context } from "../../../lib/core/context";
import { importTokens } from "../../../lib/tokens/import-tokens";
import type { HostContexts } from "./host-contexts";
import type { World } from "./messages";

/** Imports the listings of systems that don't run here. Each gets a connection row of the kind "import": there is nothing to read from or act on. */
export async function importListings(contexts: HostContexts, world: World): Promise<void> {
  const owner = contexts.as("owner");
  const collector = contexts.as("collector", { type: "process", name: "collector" });
  for (const [system, rows] of bySystem(world.tokens)) {
    const connectionId = await connectionOf(owner, system);
    const known = await owner.db.token.count({ where: { connectionId } });
    if (known < rows.length) await importTokens(collector, { connectionId, source: "sample data", rows });
  }
}

async function connectionOf(ctx: Context, name: string): Promise<string> {
  const found = await ctx.db.connection.findFirst({ where: { name, removal: null }, select: { id: true } });
  if (found) return found.id;
  const origin = `import:${name.split(" ")[0]}`;
  const { id } = await ctx.db.connection.create({
    data: { id: ctx.ids.uuid(), name, connector: "import", origin, createdBy: "operator:sample", createdAt: ctx.clock.now() },
  });
  return id;
}

function bySystem(rows: World["tokens"]): Map<string, World["tokens"]> {
  const groups = new Map<string, World["tokens"]>();
  for (const row of rows) {
    const group = groups.get(row.system);
    if (group) group.push(row);
    else groups.set(row.system, [row]);
  }
  return groups;
}
