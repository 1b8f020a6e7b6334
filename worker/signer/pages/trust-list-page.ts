import type { TrustStatement } from "../../../lib/domain/statement";
import type { WaitingStatement } from "../../../lib/trust/queries";
import { type Names, trustInWords } from "../../../lib/trust/words";
import type { Visitor } from "../entry/visitor";
import { type Html, html } from "../http/html";
import type { Signer } from "../signer";
import { layout, type Theme } from "./layout";
import { time } from "./parts";

export interface TrustListPage {
  signer: Signer;
  visitor: Visitor;
  theme: Theme;
  waiting: (WaitingStatement & { statement: TrustStatement })[];
  names: Names;
  now: Date;
}

const standing = { waiting_signatures: "waits for signatures", waiting_delay: "signed; its delay runs", not_seen_yet: "not seen by the executor yet" } as const;

/** Trust statements that wait, for administrators. */
export function trustListPage({ signer, visitor, theme, waiting, names, now }: TrustListPage): Html {
  const rows = waiting.map(
    ({ digest, statement, createdAt, status }) =>
      html`<li><a href="/trust/${digest}">${trustInWords(statement, names).title}</a><span class="muted">${standing[status]} · proposed ${time(createdAt, now)}</span></li>`,
  );
  return layout(
    { signer, theme, title: "Trust statements", visitor: visitor.person.name },
    html`<h1>Trust statements</h1>
<p class="sub">Keys, approver groups, policies and connections have no effect until administrators have signed them.</p>
<section class="card">${rows.length > 0 ? html`<ul class="waiting">${rows}</ul>` : html`<p class="muted">Nothing waits for a signature. New keys, groups and connections show up here.</p>`}</section>`,
  );
}
