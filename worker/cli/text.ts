import type { SignableRequest } from "../../lib/approvals/load-request";
import { effectMeaning, lastUseInWords, ownerInWords, quorumInWords, requestTitle, targetFacts, whatCantBeKnown } from "../../lib/approvals/request-in-words";
import { formatDateTime, formatRelative } from "../../lib/core/format";
import { visible as seen } from "../../lib/core/visible";
import type { TrustStatement } from "../../lib/domain/statement";
import type { TrustInForce } from "../../lib/trust/queries";
import { whatWidens } from "../../lib/trust/widening";
import { type Names, trustInWords, wideningInWords } from "../../lib/trust/words";

/** Two columns, wrapped by the terminal. Control characters are shown, not sent: a token's name must not be able to redraw the screen. */
export function columns(rows: readonly { label: string; value: string }[], indent = ""): string {
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2;
  return rows.map(({ label, value }) => `${indent}${label.padEnd(width)}${visible(value)}`).join("\n");
}

/** Text on one line, with everything written out that can't be seen. */
export const visible = (text: string): string => seen(text, { lines: true });

/** A request as the signer's page says it. */
export function requestText(request: SignableRequest, now: Date): string {
  const { statement, connection, digest, approvals, denials } = request;
  const head = columns([
    { label: "Who asks", value: request.requester.name },
    { label: "Why", value: statement.reason },
    { label: "What happens", value: effectMeaning(request) },
    { label: "Can't be known", value: whatCantBeKnown },
    { label: "Where", value: connection ? `${connection.statement.name} (${connection.statement.vendor}) at ${connection.statement.origin}` : "unknown" },
    { label: "Valid until", value: `${formatDateTime(new Date(statement.expiry))}, ${formatRelative(new Date(statement.expiry), now)}` },
    { label: "Stands", value: request.status },
    { label: "Digest", value: digest },
  ]);
  const targets = request.targets.map(({ target, quorum, known }, n) => {
    const besides = [
      { label: "Last used *", value: lastUseInWords(known, now).value },
      { label: "Owner *", value: ownerInWords(known).value },
    ];
    return `${n + 1}. ${visible(target.name)}\n${columns([...targetFacts(target), { label: "Must sign", value: quorumInWords(quorum) }, ...besides], "   ")}`;
  });
  const signed = [
    ...approvals.map(({ person, kind, at }) => `${visible(person.name)} ${kind === "request" ? "signed as requester" : "approved"} ${formatRelative(at, now)}`),
    ...denials.map(({ person, reason, at }) => `${visible(person?.name ?? "Somebody")} denied ${formatRelative(at, now)}: ${visible(reason)}`),
  ];
  return `R-${request.number}: ${visible(requestTitle(request))}\n\n${head}\n\n${targets.join("\n\n")}\n\n* known besides, not part of what is signed\n\nSigned so far: ${signed.join("; ") || "nobody"}`;
}

/** A trust statement as the signer's page says it. */
export function trustText(digest: string, statement: TrustStatement, names: Names, trust: TrustInForce): string {
  const { title, meaning, facts } = trustInWords(statement, names);
  const widens = wideningInWords(whatWidens(statement, { groups: trust.groups, policy: trust.policy, rootPerson: trust.root?.personId ?? "" }), names);
  return `${visible(title)}\n${visible(meaning)}\n\n${columns([...facts, { label: "What it widens", value: widens ?? "nothing" }, { label: "Digest", value: digest }])}`;
}
