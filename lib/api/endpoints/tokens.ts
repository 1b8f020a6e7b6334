import { z } from "zod";
import { clearOwner } from "../../ownership/clear-owner";
import { confirmOwner } from "../../ownership/confirm-owner";
import { ClearOwnerInput, ConfirmOwnerInput } from "../../ownership/schemas";
import { ExportTokensInput, exportTokens } from "../../tokens/export-tokens";
import { tokenFacets } from "../../tokens/facets";
import { listTokenRows } from "../../tokens/queries";
import { TokenFilters, TokenListInput } from "../../tokens/schemas";
import { tokenPage } from "../../tokens/token-page";
import { endpoint } from "../endpoint";
import { pageOf } from "../shapes/parts";
import { Token, TokenFacets } from "../shapes/token";
import { TokenDetail } from "../shapes/token-detail";

const tag = "Tokens";
const id = { id: z.uuid() };

export const tokenEndpoints = [
  endpoint({
    method: "GET",
    path: "/tokens",
    id: "listTokens",
    tag,
    summary: "List tokens",
    description: "The inventory, by its filters, page by page.",
    action: "inventory.read",
    input: TokenListInput,
    output: pageOf(Token),
    run: async (ctx, query) => {
      const { rows, next } = await listTokenRows(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/tokens/facets",
    id: "countTokens",
    tag,
    summary: "Count tokens",
    description: "How many tokens the filters leave, and how many each choice of every facet would.",
    action: "inventory.read",
    input: TokenFilters,
    output: TokenFacets,
    run: async (ctx, filters) => {
      const { total, facets } = await tokenFacets(ctx, filters);
      return { total, facets };
    },
  }),
  endpoint({
    method: "GET",
    path: "/tokens/export",
    id: "exportTokens",
    tag,
    summary: "Export tokens",
    description: "The whole list as one stream, however long. Audited.",
    action: "inventory.read",
    input: ExportTokensInput,
    output: null,
    streams: ["text/csv", "application/json"],
    run: async (ctx, query) => {
      const { contentType, fileName, body } = await exportTokens(ctx, query);
      return new Response(body, { headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"` } });
    },
  }),
  endpoint({
    method: "GET",
    path: "/tokens/{id}",
    id: "getToken",
    tag,
    summary: "Read one token, and all that is known of it",
    description:
      "What its page shows: its facts and who says them, what uses it, what depends on it, and what was found, asked for, answered and recorded. Requests and the audit log come where scopes and roles allow those too, and are null otherwise.",
    action: "inventory.read",
    input: z.object(id),
    output: TokenDetail,
    run: async (ctx, query) => {
      const { row, owner, creator, ...page } = await tokenPage(ctx, query.id);
      const said = { owner: row.owner && owner ? owner.said : null, purpose: owner?.purpose ? owner.purposeSaid : null };
      return { ...page, token: row, creatorAccount: creator, backup: owner?.backup ?? null, purpose: owner?.purpose ?? null, said };
    },
  }),
  endpoint({
    method: "PUT",
    path: "/tokens/{id}/owner",
    id: "confirmOwner",
    tag,
    summary: "Confirm an owner",
    description: "Says who answers for the token, and what it is for. Takes the place of the owner before.",
    action: "token.own",
    input: ConfirmOwnerInput.omit({ token: true }).extend(id),
    output: null,
    run: (ctx, { id: token, ...said }) => confirmOwner(ctx, { token, ...said }),
  }),
  endpoint({
    method: "DELETE",
    path: "/tokens/{id}/owner",
    id: "clearOwner",
    tag,
    summary: "Say that nobody answers for it",
    action: "token.own",
    input: ClearOwnerInput.omit({ token: true }).extend(id),
    output: null,
    run: (ctx, { id: token }) => clearOwner(ctx, { token }),
  }),
];
