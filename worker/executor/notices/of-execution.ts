import { z } from "zod";
import { formatDateTime } from "../../../lib/core/format";
import type { Message } from "./channels";
import { addresses, type Composing, names, stopCommand } from "./composing";
import type { NoticeKind } from "./notices";
import { readRequest, tokensInWords } from "./of-request";

const Counted = z.object({ signers: z.array(z.string()) });

async function load({ ctx }: Composing, ids: readonly string[]) {
  const rows = await ctx.db.execution.findMany({
    where: { id: { in: [...ids] } },
    include: { request: true, token: { select: { name: true } } },
    orderBy: [{ notBefore: "asc" }, { id: "asc" }],
  });
  const [first] = rows;
  return first && { rows, first, row: first.request, request: readRequest(first.request), tokens: tokensInWords(rows.map(({ token }) => token.name)) };
}
type Loaded = NonNullable<Awaited<ReturnType<typeof load>>>;

async function message(from: Composing, { row, request }: Loaded, kind: NoticeKind, subject: string, text: string[]): Promise<Message> {
  const to = await addresses(from, [request.requester, row.requesterId]);
  return { kind, subject: `${subject}: request ${row.number}`, text: text.join("\n\n"), url: `${from.origin}/requests/${row.number}`, to };
}

/** Enough people signed: the hold runs from now on, or the machine acts at once. The last word before the act. */
export async function executionsBegin(from: Composing, ids: readonly string[]): Promise<Message | null> {
  const loaded = await load(from, ids);
  if (!loaded) return null;
  const { rows, first, row, request, tokens } = loaded;
  const held = first.notBefore > first.queuedAt;
  const signers = rows.flatMap(({ quorum }) => Counted.safeParse(quorum).data?.signers ?? []);
  const until = formatDateTime(first.notBefore);
  return message(from, loaded, "execution_begins", held ? `Acts at ${until}` : "Acts now", [
    held
      ? `The machine will ${request.verb} ${tokens}. It can be stopped until ${until}.`
      : `The machine acts now, without a hold: it will ${request.verb} ${tokens}.`,
    `Asked by ${await names(from, [request.requester])}. Signed by ${await names(from, signers)}. Reason given: ${request.reason}`,
    stopCommand(row.number),
    request.digest,
  ]);
}

/** The vendor was asked. */
export async function executionsActed(from: Composing, ids: readonly string[]): Promise<Message | null> {
  const loaded = await load(from, ids);
  if (!loaded) return null;
  const { request, tokens } = loaded;
  return message(from, loaded, "execution_acted", "Acted", [
    `The machine asked the vendor to ${request.verb} ${tokens}, and is proving now that it took effect.`,
    request.digest,
  ]);
}

/** An hour without proof. */
export async function executionsUnproven(from: Composing, ids: readonly string[]): Promise<Message | null> {
  const loaded = await load(from, ids);
  if (!loaded) return null;
  return message(from, loaded, "execution_unproven", "Not proven for an hour", [
    `The machine acted on ${loaded.tokens}, but no death is proven. It may still open something; look at the transcript.`,
    loaded.request.digest,
  ]);
}
