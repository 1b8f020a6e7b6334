import Link from "next/link";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Message } from "@/components/ui/message";
import { proofWords, tokenStateMeanings } from "@/lib/domain/words";
import type { TokenPage } from "@/lib/tokens/token-page";
import { LetInSince } from "../../_components/let-in-since";
import { StateBadge } from "../../_components/token-words";
import { AbilityList } from "./abilities";
import { DependencyGraph } from "./dependency-graph";
import { LifeLine } from "./life-line";
import { PermissionTree } from "./permission-tree";
import { ParentKey, Sightings } from "./sightings";
import { TokenActions } from "./token-actions";
import { TokenExposures } from "./token-exposures";
import { handleFacts, identityFacts, responsibleFacts } from "./token-facts";
import { TokenFindings } from "./token-findings";
import { AttestationLines, AuditCard, RequestLines } from "./token-records";

/** Everything known about a token: in the panel one column, on its page two. */
export function TokenDetails({ token, narrow = false }: { token: TokenPage; narrow?: boolean }) {
  const { row } = token;
  return (
    <div className="flex flex-col gap-3.5">
      {narrow && (
        <div className="flex flex-wrap items-center gap-2">
          <StateBadge state={row.state} />
          <span className="text-[13px] text-ink-2">{stateInWords(token)}</span>
          <span className="ml-auto flex flex-wrap gap-2">
            <TokenActions token={token} />
          </span>
        </div>
      )}
      <Notes token={token} />
      <Card>
        <Facts facts={identityFacts(token)} columns={narrow ? 2 : 4} />
      </Card>
      <div className={narrow ? "contents" : "grid grid-cols-1 gap-3.5 lg:grid-cols-[1.2fr_1fr]"}>
        <Card title="Findings">
          <TokenFindings findings={token.findings} mayTriage={token.may.triage} />
        </Card>
        <Card title="Who answers for it, and what for">
          <Facts facts={responsibleFacts(token)} columns={narrow ? 2 : 1} />
        </Card>
      </div>
      {token.exposures.length > 0 && (
        <Card title="Exposed">
          <TokenExposures exposures={token.exposures} />
        </Card>
      )}
      <Card title="What depends on it">
        <DependencyGraph name={row.name} dependencies={token.dependencies} />
      </Card>
      <div className={narrow ? "contents" : "grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[1.2fr_1fr]"}>
        <div className="flex min-w-0 flex-col gap-3.5">
          <Card title="What it may do">
            <PermissionTree permissions={token.permissions} reach={token.reach} scopesUsedFrom={token.scopesUsedFrom} />
          </Card>
          <Card title="Life">
            <LifeLine life={token.life} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-3.5">
          {token.requests !== null && token.requests.length > 0 && (
            <Card title="Requests">
              <RequestLines requests={token.requests} />
            </Card>
          )}
          {token.attestations.length > 0 && (
            <Card title="Attestations">
              <AttestationLines attestations={token.attestations} />
            </Card>
          )}
          <Card title={token.sightings.length > 1 ? `Seen by ${token.sightings.length} connections` : "Sightings"}>
            <Sightings token={token} />
          </Card>
          <Card title={`What ${row.connection.name} can do with it`}>
            {token.siblings && (
              <div className="mb-3">
                <ParentKey siblings={token.siblings} name={row.name} />
              </div>
            )}
            <AbilityList abilities={token.abilities} />
          </Card>
          <Card title="Identity">
            <Facts facts={handleFacts(token)} columns={1} />
          </Card>
          <AuditCard subject={row.id} audit={token.audit} />
        </div>
      </div>
    </div>
  );
}

/** What its state says: by its own proof where there is one. */
export const stateInWords = ({ row, proof }: TokenPage): string => (proof ? `${proofWords(proof.effect, proof.basis)}.` : tokenStateMeanings[row.state]);

function Notes({ token: { row, mergedInto, contradiction } }: { token: TokenPage }) {
  return (
    <>
      {contradiction && <LetInSince contradiction={contradiction} />}
      {mergedInto && (
        <Message tone="info" title="The same credential is listed elsewhere too">
          This is a sighting of{" "}
          <Link href={`/inventory/${mergedInto.id}`} className="underline">
            {mergedInto.name}
          </Link>
          , which speaks for both: owner, workload and findings stand there.
        </Message>
      )}
      {row.imported && (
        <Message tone="info" title="Known from an import alone">
          What stands here was true when the list was made. Nothing refreshes it and nothing here can revoke it: connect its system for that.
        </Message>
      )}
    </>
  );
}
