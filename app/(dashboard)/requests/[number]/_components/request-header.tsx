"use client";

import Link from "next/link";
import { PageHeader } from "@/components/ui/page-header";
import { Severity } from "@/components/ui/severity";
import type { RequestPage } from "@/lib/requests/request-page";
import { OpenSignerButton } from "../../../_components/open-signer-button";
import { RefileButton } from "./refile-button";
import { WithdrawButton } from "./withdraw-button";

/** What is asked, where it stands, and what this person can do about it. */
export function RequestHeader({ request, standing }: { request: RequestPage; standing: string }) {
  const { targets, connection, may } = request;
  const [first] = targets;
  const what = targets.length === 1 ? first?.signed.name : `${targets.length} tokens`;
  return (
    <PageHeader
      title={`${request.effect === "disabled" ? "Disable" : "Revoke"} ${what} on ${connection.name}`}
      mark={targets.some(({ critical }) => critical) ? <Severity level="critical" /> : undefined}
      actions={
        <>
          {may.withdraw && <WithdrawButton request={request.id} number={request.number} />}
          {may.refile && <RefileButton request={request.id} />}
          {may.sign && (
            <OpenSignerButton purpose="sign" subject={request.id} variant="primary">
              Open the signer’s page
            </OpenSignerButton>
          )}
        </>
      }
    >
      <p>
        {standing} {sayMaker(request)}
      </p>
      {(request.supersedes || request.supersededBy) && (
        <p className="text-[13px]">
          {request.supersedes && (
            <>
              Filed again after{" "}
              <Link href={`/requests/${request.supersedes}`} className="underline">
                R-{request.supersedes}
              </Link>
              .{" "}
            </>
          )}
          {request.supersededBy && (
            <>
              Filed again as{" "}
              <Link href={`/requests/${request.supersededBy}`} className="underline">
                R-{request.supersededBy}
              </Link>
              .
            </>
          )}
        </p>
      )}
      {request.status === "pending" && !request.policyActive && (
        <p className="text-[13px] text-critical">
          The approval policy changed since this was filed, so the machine would refuse it. Withdraw it and file it again.
        </p>
      )}
      {may.sign && (
        <p className="text-[13px] text-ink-3">
          You read and sign on the signer’s own page. Where passkeys can’t work:{" "}
          <code className="mono select-all md:whitespace-nowrap">npm run -s countersign -- sign R-{request.number} --key &lt;file&gt;</code>
        </p>
      )}
    </PageHeader>
  );
}

function sayMaker({ targets }: RequestPage): string {
  const maker = targets[0]?.row?.creator?.person;
  if (targets.length !== 1 || !maker) return "";
  if (maker.status === "departed") return `Made by ${maker.name}, who left.`;
  if (maker.status === "suspended") return `Made by ${maker.name}, who is suspended.`;
  return `Made by ${maker.name}.`;
}
