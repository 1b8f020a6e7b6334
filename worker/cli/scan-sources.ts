import path from "node:path";
import { type Command, Option } from "commander";
import { invalidInput } from "../../lib/core/errors";
import { formatSpan } from "../../lib/core/format";
import { type Channel, channels, scanForms } from "../../lib/domain/exposures";
import { nameSource, removeSource } from "../../lib/exposure/scanning/name-source";
import { BaseAddress } from "../../lib/exposure/sources/base-address";
import { type Form, openSource } from "../../lib/exposure/sources/open-source";
import { SourceFault } from "../../lib/exposure/sources/piece";
import { type Outcome, onHost } from "./command";
import type { Host } from "./context";
import { addMirror, isElsewhere } from "./scan-mirror";
import type { RestOptions } from "./scan-rest";
import { addSystem } from "./scan-system";

interface AddOptions extends Omit<RestOptions, "channel" | "signal"> {
  every: string;
  as?: Form;
  channel?: Channel;
  name?: string;
  connection?: string;
  base?: string;
}

/** `countersign scan add | list | remove`: names what the collector looks through by itself. On its host alone: no page can point it at a path. */
export function scanSourceCommands(scan: Command): void {
  const add = scan.command("add <path>");
  add
    .description(
      "have the collector look through a repository on this host or at its https address, a directory, a file, or with --as rest a system at its origin, again and again",
    )
    .option("--every <span>", "minutes, hours, days or weeks between two runs: 15m, 6h, 1d, 1w", "1d")
    .addOption(new Option("--as <form>", "how the path is taken, where it is not what it looks like").choices(scanForms))
    .addOption(new Option("--channel <channel>", "where people see it").choices(channels))
    .option("--name <name>", "what it is called on the pages (its path, where absent)")
    .option("--base <url>", "of an export of Slack or Jira: the address of its workspace or site, for links to what is found")
    .option("--connection <name>", "of a system, or a repository elsewhere: use the credential for reading of this signed connection at the same origin")
    .action(
      onHost<[string, AddOptions]>("collector", async (host, where, { every: span, name, connection }) => {
        // options that `scan PATH` has too are taken by it, wherever they stand
        const options = add.optsWithGlobals<AddOptions>();
        const every = minutesOf(span);
        const lent = connection === undefined ? {} : { connection };
        const elsewhere = options.as !== "rest" && isElsewhere(where);
        try {
          if (options.as === "rest" || elsewhere) baseOf(options.base, false);
          if (options.as === "rest") return await addSystem(host, where, { ...options, name, every, ...lent });
          if (!elsewhere) return await addPlace(host, where, { ...options, name, every });
          if (options.as !== undefined && options.as !== "git") throw new SourceFault("What lies elsewhere is a git repository, or a system: --as rest.");
          return await addMirror(host, where, { ...options, name, every, ...lent });
        } catch (error) {
          throw error instanceof SourceFault ? invalidInput(error.message) : error;
        }
      }),
    );
  scan
    .command("list")
    .description("what the collector looks through by itself")
    .action(
      onHost("collector", async ({ ctx }) => {
        const rows = await ctx.db.scanSource.findMany({
          where: { every: { not: null }, removedAt: null },
          orderBy: { name: "asc" },
          include: { runs: { orderBy: [{ queuedAt: "desc" }, { id: "desc" }], take: 1, select: { status: true, error: true, queuedAt: true } } },
        });
        const sources = rows.map(({ id, name, location, form, channel, every, nextRunAt, pausedAt, runs: [last = null] }) => {
          return { id, name, location, form, channel, every, next: pausedAt ? null : nextRunAt, paused: pausedAt, last };
        });
        const lines = sources.map(
          ({ name, form, every, next, last }) =>
            `${name}  ${form}, every ${formatSpan((every as number) * 60_000)}, ${next ? `next ${next.toISOString()}` : "rests"}, ${last ? `last ${last.status}${last.error ? `: ${last.error}` : ""}` : "not looked through yet"}`,
        );
        return { json: sources, text: lines.length > 0 ? lines.join("\n") : "Nothing. Name a source: countersign scan add PATH --every 1d" };
      }),
    );
  scan
    .command("remove <name>")
    .description("no longer look through a source; what was found in it stays")
    .action(
      onHost<[string]>("collector", async ({ ctx }, name) => {
        const location = path.resolve(name);
        const known = await ctx.db.scanSource.findFirst({
          where: { OR: [{ name }, { location }, { location: name }], every: { not: null }, removedAt: null },
          select: { name: true },
        });
        await removeSource(ctx, known?.name ?? name);
        return { json: { removed: known?.name ?? name }, text: `${known?.name ?? name} is no longer looked through. What was found in it stays.` };
      }),
    );
}

async function addPlace(
  host: Host,
  where: string,
  { as, channel, name, every, base: given }: Pick<AddOptions, "as" | "channel" | "base"> & { name: string | undefined; every: number },
): Promise<Outcome> {
  const location = path.resolve(where);
  const base = baseOf(given);
  const opened = await openSource(location, { form: as, channel, ...(base === undefined ? {} : { base }) });
  // a system is never opened by a path
  const named = {
    name: name ?? location,
    location,
    form: opened.form as Exclude<Form, "rest">,
    channel: opened.channel,
    every,
    ...(base === undefined ? {} : { base }),
  };
  const { id } = await nameSource(host.ctx, named);
  return {
    json: { id, ...named },
    text: `${named.name} is looked through now and every ${formatSpan(every * 60_000)}: ${host.running.origins.web}/exposure/scans/${id}`,
  };
}

/** The address that somebody gave. Throws InvalidInput without repeating it: it may hold a credential. */
export function baseOf(given: string | undefined, takes = true): string | undefined {
  if (given === undefined) return undefined;
  if (!takes) throw invalidInput("--base is for exports of Slack and Jira.");
  const parsed = BaseAddress.safeParse(given);
  if (!parsed.success) throw invalidInput("--base is no address like https://acme.slack.com: https, without a user, a query or a fragment.");
  return parsed.data;
}

const minutes = { m: 1, h: 60, d: 1440, w: 10_080 } as const;
/** A year. */
const most = 525_600;

function minutesOf(span: string): number {
  const [, count, unit] = /^(\d{1,6})([mhdw])$/.exec(span) ?? [];
  const total = Number(count) * minutes[unit as keyof typeof minutes];
  if (!(total >= 1 && total <= most)) throw invalidInput(`--every ${span} is no span between a minute and a year, like 15m, 6h, 1d or 1w.`);
  return total;
}
