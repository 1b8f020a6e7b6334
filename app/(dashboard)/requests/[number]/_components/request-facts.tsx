import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import type { RequestPage, RequestTargetView } from "@/lib/requests/request-page";
import { Owner, When } from "../../../_components/token-words";

/** What will happen to which token, what it may break, that it can't be undone, and the statement that is signed. */
export function RequestFacts({ request, target }: { request: RequestPage; target: RequestTargetView }) {
  const { row, signed } = target;
  const total = request.targets.length;
  const environment = signed.environment ?? "an unknown environment";
  return (
    <Card className="mt-3.5">
      <Facts
        facts={[
          {
            term: request.status === "pending" || request.status === "approved" ? "What will happen" : "What was asked",
            value: (
              <>
                Revoke {total === 1 ? "1 token" : `${total} tokens, among them`}{" "}
                {row ? (
                  <Link href={`/inventory/${row.id}`} className="font-[560] underline">
                    {signed.name}
                  </Link>
                ) : (
                  <b className="font-[560]">{signed.name}</b>
                )}{" "}
                in <b className="font-[560]">{environment}</b>
              </>
            ),
            note: target.because.length > 0 ? `critical because ${target.because.join(" and ")}` : "standard",
          },
          {
            term: "What may break",
            value: <Unknown>no usage source: we can’t say</Unknown>,
            note: row ? (
              <>
                Owner: <Owner owner={row.owner} />. Last used: <When fact={row.lastUsed} />
                {row.lastUsed?.source && `, according to ${row.lastUsed.source}`}.
              </>
            ) : undefined,
          },
          { term: "Can’t be undone", value: "Whoever still needs it must be issued a new token" },
          {
            term: "Statement",
            value: (
              <CopyText
                text={request.digest}
                label="statement digest"
              >{`${request.digest.slice(0, 4)} ${request.digest.slice(4, 8)} ${request.digest.slice(8, 12)}`}</CopyText>
            ),
            note:
              request.status === "pending" ? (
                <>
                  {plural(request.quorum.people, "approver")} must sign, one more if the requester does not; valid until{" "}
                  <ExactTime at={request.expiresAt} show="both" />
                </>
              ) : (
                <>
                  filed <RelativeTime at={request.createdAt} />
                </>
              ),
          },
        ]}
      />
    </Card>
  );
}
