import { type Command, InvalidArgumentError } from "commander";
import { formatDateTime } from "../../lib/core/format";
import { keyFingerprint } from "../../lib/signatures/key-fingerprint";
import { namesIn } from "../../lib/trust/names";
import { proposeStatement } from "../../lib/trust/propose-statement";
import { trustInForce } from "../../lib/trust/queries";
import { type TrustSetup, trustSetup } from "../../lib/trust/setup";
import { readTrustStatement } from "../../lib/trust/statements";
import { trustInWords } from "../../lib/trust/words";
import { type Outcome, onHost } from "./command";
import type { Host } from "./context";
import { findPerson } from "./find-person";
import { columns } from "./text";
import { type PinOptions, pin, readRoot } from "./trust-pin";

/** `countersign trust …`: the key ceremony on the executor's host. As the database role executor. */
export function trustCommands(program: Command): void {
  const trust = program.command("trust").description("what is trusted, and the key ceremony");
  trust
    .command("pin")
    .description("make an administrator's enrolled key the trust root, after comparing it")
    .option("--fingerprint <hex>", "the key's fingerprint, as the signing page shows it")
    .option("--yes", "don't ask; needs --fingerprint")
    .option("--replace", "take the place of the root that is pinned")
    .action(onHost("executor", (host, options: PinOptions) => pin(host, options)));
  trust.command("show").description("show the root, who may sign, and what waits for signatures").action(onHost("executor", show));
  proposeCommands(trust.command("propose").description("propose a trust statement; it has no effect until administrators have signed it"));
}

function proposeCommands(propose: Command): void {
  propose
    .command("group <name>")
    .description('say who approves as this group; "administrators" says who may sign trust statements. The list takes the place of the one in force')
    .option("--member <who...>", "e-mail addresses, user names or ids", [])
    .action(
      onHost("executor", async ({ ctx, running }, group: string, { member }: { member: string[] }) => {
        const members = await Promise.all(member.map(async (who) => (await findPerson(ctx.db, who)).id));
        return proposed(running.origins.signer, await proposeStatement(ctx, { propose: "group", group, members }));
      }),
    );
  propose
    .command("policy")
    .description("set how many must sign")
    .requiredOption("--standard <people/groups>", "for standard tokens, like 1/1", quorum)
    .requiredOption("--critical <people/groups>", "for critical and unknown ones, like 2/2", quorum)
    .option("--hold <seconds>", "between enough signatures and acting", Number, 600)
    .option("--delay <seconds>", "before widened trust takes effect", Number, 86_400)
    .action(
      onHost("executor", async ({ ctx, running }, { standard, critical, hold, delay }: { standard: Pair; critical: Pair; hold: number; delay: number }) =>
        proposed(
          running.origins.signer,
          await proposeStatement(ctx, { propose: "policy", standard, critical, holdSeconds: hold, wideningDelaySeconds: delay }),
        ),
      ),
    );
  propose
    .command("withdrawal <key>")
    .description("withdraw a key for good, by its id; one administrator's signature is enough")
    .requiredOption("--reason <text>", "why")
    .action(
      onHost("executor", async ({ ctx, running }, key: string, { reason }: { reason: string }) =>
        proposed(running.origins.signer, await proposeStatement(ctx, { propose: "withdrawal", key, reason })),
      ),
    );
}

interface Pair {
  people: number;
  groups: number;
}

function quorum(text: string): Pair {
  const [, people, groups] = /^([1-9])\/([1-9])$/.exec(text) ?? [];
  if (!people || !groups) throw new InvalidArgumentError("Write people and groups as 2/2, each from 1 to 9.");
  return { people: Number(people), groups: Number(groups) };
}

const proposed = (signerOrigin: string, { digest }: { digest: string }): Outcome => ({
  json: { statement: digest },
  text: `Proposed. It takes effect once signed: countersign sign ${digest.slice(0, 16)} --key FILE, or ${signerOrigin}/trust/${digest}`,
});

async function show(host: Host): Promise<Outcome> {
  const setup = await trustSetup(host.ctx);
  const { policy, groups } = await trustInForce(host.ctx.db);
  const root = await readRoot(host);
  const statements = setup.waiting.map(({ digest, body }) => ({ digest, statement: readTrustStatement({ digest, body }) }));
  const names = await namesIn(
    host.ctx.db,
    statements.flatMap(({ statement }) => (statement ? [statement] : [])),
    [...(root ? [root.person] : []), ...[...groups.values()].flatMap((members) => [...members])],
  );
  const title = (digest: string) => {
    const statement = statements.find((one) => one.digest === digest)?.statement;
    return statement ? trustInWords(statement, names).title : "malformed";
  };
  const named = (members: Set<string>) => [...members].map((id) => names.get(id) ?? id).join(", ");
  const rootLines = root
    ? columns([
        { label: "Root", value: `${names.get(root.person) ?? root.person}${root.sample ? " (sample trust: it pinned itself)" : ""}` },
        { label: "Fingerprint", value: keyFingerprint(root.key.publicKey) },
        { label: "RP ID", value: root.rpId },
        { label: "Origin", value: root.origin },
        { label: "Pinned", value: formatDateTime(new Date(root.pinnedAt)) },
      ])
    : "No trust root is pinned: nothing is executed. Run: countersign trust pin";
  const { standard, critical, holdSeconds, wideningDelaySeconds } = policy.statement;
  const text = [
    rootLines,
    `Policy: ${standard.people}/${standard.groups} people/groups, critical ${critical.people}/${critical.groups}, hold ${holdSeconds} s, widening delay ${wideningDelaySeconds} s`,
    groups.size > 0 ? columns([...groups].map(([name, members]) => ({ label: name, value: named(members) || "nobody" }))) : "No approver group is signed.",
    setup.waiting.length > 0 ? `Waiting:\n${setup.waiting.map((one) => waitingLine(one, title(one.digest))).join("\n")}` : "Nothing waits for a signature.",
  ].join("\n\n");
  return {
    json: {
      root,
      policy: policy.statement,
      groups: Object.fromEntries([...groups].map(([name, members]) => [name, [...members]])),
      waiting: setup.waiting,
      next: setup.next,
    },
    text,
  };
}

function waitingLine({ digest, status, activeAt, people, signedBy }: TrustSetup["waiting"][number], title: string): string {
  const state =
    status === "waiting_delay" && activeAt
      ? `takes effect ${formatDateTime(activeAt)}`
      : status === "not_seen_yet"
        ? "not seen by the executor yet"
        : `${signedBy.length} of ${people ?? 1} signed`;
  return `  ${digest.slice(0, 16)}  ${title} (${state})`;
}
