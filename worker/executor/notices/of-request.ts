import { sha256 } from "../../../lib/core/canonical";
import type { Effect } from "../../../lib/domain/tokens";
import { readStatement } from "../authority/load-case";
import type { Message } from "./channels";
import { addresses, type Composing, names, oneLine, stopCommand } from "./composing";

const verbs: Record<Effect, string> = { dead: "revoke", disabled: "disable", shortened: "shorten the life of", narrowed: "narrow" };

/** What a request says of itself, as the executor reads it. */
export interface RequestRow {
  number: number;
  statement: string;
  reason: string;
  requesterId: string;
}

/** By the text that is signed; the row's own columns, which web wrote, only where that text can't be read. */
export function readRequest(row: RequestRow) {
  const statement = readStatement(row.statement);
  return {
    verb: verbs[statement?.effect ?? "dead"],
    tokens: statement ? tokensInWords(statement.targets.map(({ name }) => name)) : "tokens (the statement cannot be read)",
    requester: statement?.requester ?? row.requesterId,
    reason: oneLine(statement?.reason ?? row.reason),
    digest: `Digest of the statement: ${sha256(row.statement)}`,
  };
}

const mostNamed = 20;

/** `the token "a"`, `the tokens "a", "b"`; at most twenty by name. */
export function tokensInWords(all: readonly string[]): string {
  const named = all.slice(0, mostNamed).map((name) => `"${oneLine(name)}"`);
  const more = all.length > mostNamed ? ` and ${all.length - mostNamed} more` : "";
  return `the ${all.length === 1 ? "token" : "tokens"} ${named.join(", ")}${more}`;
}

/** A request was filed: to those who could sign, and to whom it names as the requester, who may know nothing of it. */
export async function toSign(from: Composing, requestId: string): Promise<Message | null> {
  const row = await from.ctx.db.request.findUnique({ where: { id: requestId } });
  if (!row) return null;
  const request = readRequest(row);
  const requester = await names(from, [request.requester]);
  return {
    kind: "request_to_sign",
    subject: `To sign: request ${row.number}`,
    text: [
      `${requester} asks to ${request.verb} ${request.tokens}. Reason given: ${request.reason}`,
      `It was filed in the name of ${requester}. If that is you and you did not file it, have it stopped, or deny it on the signing page.`,
      stopCommand(row.number),
      `${request.digest}. The signing page shows the same.`,
    ].join("\n\n"),
    url: `${from.origin}/requests/${row.number}`,
    to: await addresses(from, [request.requester, row.requesterId]),
  };
}
