import { z } from "zod";
import { formatDateTime } from "../../../lib/core/format";
import { namesIn } from "../../../lib/trust/names";
import { readTrustStatement } from "../../../lib/trust/statements";
import { trustInWords } from "../../../lib/trust/words";
import type { Message } from "./channels";
import { addresses, type Composing, names, oneLine } from "./composing";

const Detail = z.object({ signedBy: z.array(z.object({ person: z.string(), key: z.string() })) });

/** A widening statement has enough signatures, and its delay begins. `about` is its digest and the instant at which the delay ends. */
export async function trustWaiting(from: Composing, about: string): Promise<Message | null> {
  const [digest = "", end = ""] = about.split(".");
  const at = formatDateTime(new Date(Number(end)));
  const when = `It takes effect at ${at}. If nobody meant this, withdraw a key that signed it before then: its signature goes with it.`;
  return ofTrust(from, digest, "trust_waiting", "Authority will widen", when);
}

/** A widening statement counts from now on. */
export async function trustActive(from: Composing, digest: string): Promise<Message | null> {
  const when = "It is in force. If nobody meant this, withdraw the keys that signed it, and any key that it brought in.";
  return ofTrust(from, digest, "trust_active", "Authority has widened", when);
}

async function ofTrust(from: Composing, digest: string, kind: "trust_waiting" | "trust_active", subject: string, when: string): Promise<Message | null> {
  const row = await from.ctx.db.trustStatement.findUnique({ where: { digest }, include: { state: true } });
  const statement = row && readTrustStatement(row);
  if (!statement) return null;
  const { title, meaning, facts } = trustInWords(statement, await namesIn(from.ctx.db, [statement]));
  const signed = Detail.safeParse(row.state?.detail).data?.signedBy ?? [];
  const keys = [...new Set(signed.map(({ key }) => key))];
  const commands = keys.map((key) => `countersign trust propose withdrawal ${oneLine(key)} --reason "why"`).join(" or ");
  const concerns = statement.type === "countersign/key" ? [statement.person] : [];
  return {
    kind,
    subject: `${subject}: ${oneLine(title)}`,
    text: [
      `${oneLine(title)}. ${oneLine(meaning)}`,
      facts.map(({ label, value }) => `${label}: ${oneLine(value)}`).join("\n"),
      `Signed by ${await names(
        from,
        signed.map(({ person }) => person),
      )}. ${when}`,
      ...(keys.length > 0 ? [`On the executor's host: ${commands}; an administrator then signs it (docs/trust.md).`] : []),
      `Digest of the statement: ${digest}`,
    ].join("\n\n"),
    url: `${from.origin}/set-up`,
    to: await addresses(from, concerns),
  };
}
