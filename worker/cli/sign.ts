import type { Command } from "commander";
import { requirePending, requireStoppable } from "../../lib/approvals/decided";
import { denyRequest } from "../../lib/approvals/deny-request";
import { loadRequest, type SignableRequest } from "../../lib/approvals/load-request";
import { signRequest } from "../../lib/approvals/sign-request";
import type { Context } from "../../lib/core/context";
import { AppError, conflict, invalidInput, notFound } from "../../lib/core/errors";
import type { Answer } from "../../lib/domain/statement";
import { answerText } from "../../lib/signatures/answer";
import { signWithFileKey } from "../../lib/signatures/file-key";
import type { OpenedKey } from "../../lib/signatures/key-file";
import { signingPage } from "../../lib/signatures/signing-page";
import { namesIn } from "../../lib/trust/names";
import { trustInForce } from "../../lib/trust/queries";
import { signStatement } from "../../lib/trust/sign-statement";
import { readTrustStatement } from "../../lib/trust/statements";
import { ask } from "./ask";
import { type Outcome, onHost } from "./command";
import type { Host } from "./context";
import { openKey } from "./key";
import { requestText, trustText } from "./text";

interface SignOptions {
  key: string;
  passphraseFile?: string;
  only?: string[];
  deny?: boolean;
  reason?: string;
  yes?: boolean;
}

/** `countersign sign`: shows a request or a trust statement in words, asks, and signs it with a file key. As the database role signer. */
export function signCommand(program: Command): void {
  program
    .command("sign <subject>")
    .description("sign a request (R-12) or a trust statement (its digest, or the first 8 or more digits) with a file key")
    .requiredOption("--key <file>", "the file key, see key create")
    .option("--passphrase-file <file>", "the key's passphrase")
    .option("--only <tokens...>", "sign for these tokens of the request alone, by name or number")
    .option("--deny", "deny the request instead; one denial is enough")
    .option("--reason <text>", "why, with --deny")
    .option("--yes", "don't ask: the statement has been read elsewhere")
    .action(
      onHost("signer", async (host, subject: string, options: SignOptions) => {
        const key = await openKey(options.key, options);
        const enrolled = await host.ctx.db.enrolment.findUnique({ where: { keyId: key.id } });
        if (!enrolled) throw new AppError("NotFound", `This key is not enrolled here. Run: countersign key enrol ${options.key} --person you@example.com`);
        const number = /^R-?(\d+)$/i.exec(subject)?.[1];
        return number ? signOne(host, Number(number), key, enrolled.personId, options) : signTrust(host, subject, key, enrolled.personId, options);
      }),
    );
}

async function signOne(host: Host, number: number, key: OpenedKey, person: string, options: SignOptions): Promise<Outcome> {
  if (options.deny && options.only) throw invalidInput("A denial is of the whole request. Leave out --only, or sign for the tokens that are right.");
  const { ctx } = host;
  const request = await loadRequest(ctx.db, { number });
  // The hold is for a no: it comes after enough people have signed.
  if (options.deny) requireStoppable(request);
  else requirePending(request);
  const targets = options.only ? chosen(request, options.only) : request.targets;
  const kind: Answer["answer"] = options.deny ? "deny" : request.requester.id === person ? "request" : "approve";
  const scope = targets.length < request.targets.length ? `\n\nFor these alone: ${targets.map(({ target }) => target.name).join(", ")}` : "";
  await confirm(`${requestText(request, ctx.clock.now())}${scope}`, options.deny ? "deny" : "sign", options.yes);
  const signature = signed(key, { answer: kind, statement: request.digest, signer: person, targets: targets.map(({ digest }) => digest) });
  const page = signingPage(host.running.origins.signer);
  if (options.deny) await denyRequest(ctx, { request: request.id, reason: options.reason ?? "", signature }, page);
  else await signRequest(ctx, { request: request.id, ...signature }, page);
  const done = options.deny ? `You denied R-${number}.` : kind === "request" ? `You signed R-${number} as its requester.` : `You signed R-${number}.`;
  return {
    json: { request: number, answer: kind, targets: targets.map(({ digest }) => digest) },
    text: `${done} What happens next: ${host.running.origins.web}/requests/${number}`,
  };
}

function chosen(request: SignableRequest, only: string[]): SignableRequest["targets"] {
  const found = only.map((word) => {
    const fits = request.targets.filter(({ target }, n) => target.name === word || target.token === word || String(n + 1) === word);
    if (fits.length !== 1 || !fits[0])
      throw invalidInput(`${word} ${fits.length > 1 ? "names several tokens" : "is no token"} of this request. Name it by its number in the list.`);
    return fits[0];
  });
  return [...new Set(found)];
}

async function signTrust(host: Host, subject: string, key: OpenedKey, person: string, options: SignOptions): Promise<Outcome> {
  if (options.deny || options.only) throw invalidInput("--deny and --only are for requests. A trust statement that nobody signs has no effect.");
  const { ctx } = host;
  const row = await findStatement(ctx, subject);
  const statement = readTrustStatement(row);
  if (!statement) throw conflict("The stored statement is not the one its digest names. Have it proposed again.");
  await confirm(trustText(row.digest, statement, await namesIn(ctx.db, [statement]), await trustInForce(ctx.db)), "sign", options.yes);
  const signature = signed(key, { answer: "trust", statement: row.digest, signer: person, targets: [] });
  await signStatement(ctx, { digest: row.digest, ...signature }, signingPage(host.running.origins.signer));
  return { json: { statement: row.digest }, text: "You signed it. countersign trust show says what is still missing." };
}

async function findStatement({ db }: Context, digest: string): Promise<{ digest: string; body: string }> {
  if (!/^[0-9a-f]{8,64}$/.test(digest))
    throw invalidInput("Name a request (R-12) or a trust statement by its digest. countersign trust show lists what waits.");
  const [row, other] = await db.trustStatement.findMany({ where: { digest: { startsWith: digest } }, take: 2, select: { digest: true, body: true } });
  if (!row) throw notFound("The trust statement");
  if (other) throw invalidInput("Several trust statements begin like that. Give more of the digest.");
  return row;
}

function signed(key: OpenedKey, answer: Pick<Answer, "answer" | "statement" | "signer" | "targets">) {
  const text = answerText({ type: "countersign/answer", version: 1, key: key.id, ...answer });
  return { answer: text, assertion: signWithFileKey(key, text) };
}

async function confirm(text: string, verb: "sign" | "deny", yes?: boolean): Promise<void> {
  process.stderr.write(`${text}\n\n`);
  if (yes) return;
  const said = await ask(`Type "${verb}" to ${verb} this: `, "Read the statement and add --yes.");
  if (said !== verb) throw conflict(`Nothing was ${verb === "sign" ? "signed" : "denied"}.`);
}
