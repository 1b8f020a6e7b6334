import type { Metadata } from "next";
import { countMine, listMyTokens } from "@/lib/attestations/my-tokens";
import { MyTokensInput } from "@/lib/attestations/schemas";
import { may } from "@/lib/authorization/authorize";
import { myRotations } from "@/lib/exposure/rotation/my-rotations";
import { requireActor } from "@/lib/next/session";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { myFilters } from "./_components/my-page";
import { MyTokens } from "./_components/my-tokens";

export const metadata: Metadata = { title: "My tokens" };

export default async function MyTokensPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("token.attest");
  const address = await pageAddress(searchParams, myFilters);
  const query = MyTokensInput.safeParse(Object.fromEntries(new URLSearchParams(address)));
  const [counts, list, rotations] = await Promise.all([countMine(ctx), query.success ? listMyTokens(ctx, query.data) : null, myRotations(ctx)]);
  return (
    <QueryProvider>
      <MyTokens rotations={rotations} counts={counts} first={list && { address, page: { ...list, counts } }} mayRequest={may(ctx.actor, "request.file")} />
    </QueryProvider>
  );
}
