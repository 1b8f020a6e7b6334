import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { type Fact, Facts } from "@/components/ui/facts";
import { Message } from "@/components/ui/message";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { tokenClassTitles, tokenStateMeanings } from "@/lib/domain/words";
import type { TokenPage } from "@/lib/tokens/token-page";
import type { Dated } from "@/lib/tokens/token-row";
import { Environment, Expiry, Owner, StateBadge, When } from "../../_components/token-words";
import { AbilityList } from "./abilities";
import { LifeLine } from "./life-line";
import { TokenActions } from "./token-actions";
import { TokenFindings } from "./token-findings";

/** Everything known about a token: in the panel one column, on its page two. */
export function TokenDetails({ token, narrow = false }: { token: TokenPage; narrow?: boolean }) {
  const { row } = token;
  return (
    <div className="flex flex-col gap-3.5">
      {narrow && (
        <div className="flex flex-wrap items-center gap-2">
          <StateBadge state={row.state} />
          <span className="text-[13px] text-ink-2">{tokenStateMeanings[row.state]}</span>
          <span className="ml-auto flex gap-2">
            <TokenActions row={row} may={token.may} owner={token.owner} />
          </span>
        </div>
      )}
      {row.imported && (
        <Message tone="info" title="Known from an import alone">
          What stands here was true when the list was made. Nothing refreshes it and nothing here can revoke it: connect its system for that.
        </Message>
      )}
      <Card>
        <Facts facts={identity(token)} columns={narrow ? 2 : 4} />
      </Card>
      <div className={narrow ? "contents" : "grid grid-cols-1 gap-3.5 lg:grid-cols-[1.2fr_1fr]"}>
        <div className="flex flex-col gap-3.5">
          <Card title="Findings">
            <TokenFindings findings={token.findings} mayTriage={token.may.triage} />
          </Card>
          <Card
            title="Life"
            aside={
              <Link href={`/audit?q=${row.id}`} className="underline">
                audit entries
              </Link>
            }
          >
            <LifeLine life={token.life} />
          </Card>
        </div>
        <div className="flex flex-col gap-3.5">
          <Card title="Identity">
            <Facts facts={handle(token)} columns={1} />
          </Card>
          <Card title={`What ${row.connection.name} can do with it`}>
            <AbilityList abilities={token.abilities} />
          </Card>
        </div>
      </div>
    </div>
  );
}

const source = (fact: Dated) => (fact?.source ? `according to ${fact.source}` : undefined);

function identity(token: TokenPage): Fact[] {
  const { row, reach, owner } = token;
  const person = row.creator?.person;
  return [
    { term: "Class", value: tokenClassTitles[row.class] },
    {
      term: "Connection",
      value: (
        <Link href={`/connections/${row.connection.id}`} className="underline">
          {row.connection.name}
        </Link>
      ),
      note: token.connection.lastGoodSync ? (
        <>
          read <RelativeTime at={token.connection.lastGoodSync} />
        </>
      ) : (
        "never read"
      ),
    },
    { term: "Environment", value: <Environment name={row.environment} /> },
    { term: "Reach", value: reach ? reach.summary : <Unknown />, note: reach ? `${reach.level} reach, as the connector judges it` : undefined },
    {
      term: "Made by",
      value: row.creator ? row.creator.account : <Unknown />,
      note: person ? (
        <Link href={`/people/${person.id}`} className="underline">
          {person.name}
          {person.status !== "active" && `, ${person.status}`}
        </Link>
      ) : row.creator ? (
        "no person is linked to this account"
      ) : undefined,
    },
    {
      term: "Owner",
      value: <Owner owner={row.owner} />,
      note: [owner?.purpose, owner?.backup && `backup: ${owner.backup.name}`].filter(Boolean).join(" · ") || undefined,
    },
    { term: "Created", value: row.created ? <ExactTime at={row.created.at} /> : <Unknown />, note: source(row.created) },
    { term: "Last used", value: <When fact={row.lastUsed} />, note: source(row.lastUsed) ?? "No source says when it was last used: that is not “never”." },
    {
      term: "Expires",
      value: <Expiry expiry={row.expiry} />,
      note: row.expiry.kind !== "unknown" && row.expiry.source ? `according to ${row.expiry.source}` : undefined,
    },
    { term: "First seen", value: <ExactTime at={row.firstSeen} /> },
    { term: "Last seen", value: <RelativeTime at={token.lastSeen} />, note: token.missingSince ? "a complete sync no longer lists it" : undefined },
    { term: "Scopes", value: token.scopes.length > 0 ? <span className="mono">{token.scopes.join(", ")}</span> : "none listed" },
  ];
}

function handle(token: TokenPage): Fact[] {
  const prints = token.fingerprints.map(({ kind, pepperVersion }) =>
    kind === "hmac_sha256" ? `keyed fingerprint (pepper ${pepperVersion})` : kind.replaceAll("_", " "),
  );
  return [
    { term: "Id here", value: <CopyText text={token.row.id} label="id" /> },
    ...(token.row.hint ? [{ term: "Hint", value: <CopyText text={token.row.hint} label="hint" /> }] : []),
    ...Object.entries(token.handle).map(([name, value]) => ({
      term: `Handle: ${name}`,
      value: value === null ? <Unknown /> : <CopyText text={value} label={name} />,
    })),
    { term: "Fingerprints", value: prints.length > 0 ? prints.join(", ") : "none", note: "The secret itself is never stored." },
  ];
}
