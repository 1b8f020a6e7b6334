import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { EmptyState } from "@/components/ui/states";
import { opens } from "@/lib/api-tokens/create-api-token";
import { listApiTokens } from "@/lib/api-tokens/queries";
import { may } from "@/lib/authorization/authorize";
import { apiScopes } from "@/lib/domain/api-scopes";
import { requireActor } from "@/lib/next/session";
import { CreateDialog } from "./_components/create-dialog";
import { TokenTable } from "./_components/token-table";

export const metadata: Metadata = { title: "API tokens" };

export default async function ApiTokensPage() {
  const ctx = await requireActor("api-token.own");
  const tokens = await listApiTokens(ctx);
  const everybody = may(ctx.actor, "people.manage");
  const scopes = apiScopes.filter((scope) => opens(scope, ctx.actor.roles));
  return (
    <>
      <PageHeader title="API tokens" actions={<CreateDialog scopes={scopes} />}>
        What programs use to speak for you at <span className="mono">/api/v1</span>. Your roles bound a token at each of its requests, and it stops with you.
        Nobody signs with one.{" "}
        <a href="/api/v1/openapi.json" className="text-people underline underline-offset-2">
          OpenAPI description
        </a>
      </PageHeader>
      <div className="mt-4">
        {tokens.length === 0 ? (
          <EmptyState title="No API token yet">
            Make one for each program, with no more scopes than it needs. It stands in the inventory like any other token, with you as its owner.
          </EmptyState>
        ) : (
          <TokenTable tokens={tokens} everybody={everybody} />
        )}
      </div>
    </>
  );
}
