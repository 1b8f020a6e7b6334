import Link from "next/link";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import type { Fact } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, formatSpan } from "@/lib/core/format";
import { tokenClassTitles } from "@/lib/domain/words";
import type { Said, TokenPage } from "@/lib/tokens/token-page";
import type { Dated } from "@/lib/tokens/token-row";
import { KnownBy } from "../../_components/known-by";
import { Environment, Expiry, Owner, When } from "../../_components/token-words";

const source = (fact: Dated) => (fact?.source ? `according to ${fact.source}` : undefined);

/** What a token is, each with who says so. */
export function identityFacts(token: TokenPage): Fact[] {
  const { row, family, rotated } = token;
  const person = row.creator?.person;
  return [
    { term: "Class", value: tokenClassTitles[row.class], note: token.thirdParty ? `granted to ${token.thirdParty}` : undefined },
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
    { term: "Created", value: row.created ? <ExactTime at={row.created.at} /> : <Unknown />, note: source(row.created) },
    { term: "Last used", value: <When fact={row.lastUsed} />, note: row.lastUsed ? source(row.lastUsed) : "No source says: that is not “never”." },
    {
      term: "Expires",
      value: <Expiry expiry={row.expiry} />,
      note: row.expiry.kind !== "unknown" && row.expiry.source ? `according to ${row.expiry.source}` : undefined,
    },
    { term: "Rotated", value: <When fact={rotated} unknown="No source says when its secret was last replaced" />, note: source(rotated) },
    ...(family
      ? [
          {
            term: "Seen of this family",
            value: family.count === null ? <Unknown /> : formatCount(family.count),
            note: family.longest === null ? "longest life unknown" : `longest life ${formatSpan(family.longest * 1000)}`,
          },
        ]
      : []),
  ];
}

const saidBy = ({ by, at }: Said) => (
  <>
    {" "}
    by {by}, <RelativeTime at={at} />
  </>
);

/** Who answers for it, which workload uses it and what for: each with who said so, and when. */
export function responsibleFacts({ row, owner, dependencies }: TokenPage): Fact[] {
  return [
    {
      term: "Owner",
      value: <Owner owner={row.owner} />,
      note:
        row.owner && owner ? (
          <>
            {row.owner.state}
            {saidBy(owner.said)}
          </>
        ) : undefined,
    },
    { term: "Backup", value: owner?.backup ? owner.backup.name : <span className="text-ink-3">nobody</span> },
    ...(owner?.team ? [{ term: "Team", value: owner.team.name }] : []),
    {
      term: "Workload",
      value:
        dependencies.workloads.length > 0 ? (
          <ul className="flex flex-col gap-1">
            {dependencies.workloads.slice(0, 5).map(({ id, name, edge }) => (
              <li key={id}>
                <Link href={`/workloads/${id}`} className="underline">
                  {name}
                </Link>{" "}
                <span className="text-[12.5px]">
                  <KnownBy {...edge} />
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <Unknown title="No workload is linked to it" />
        ),
    },
    {
      term: "Purpose",
      value: owner?.purpose ?? <Unknown title="Nobody said what it is for" />,
      note: owner?.purpose ? <>said{saidBy(owner.purposeSaid)}</> : undefined,
    },
  ];
}

/** What looks it up at its system, and what is known of the secret. */
export function handleFacts(token: TokenPage): Fact[] {
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
