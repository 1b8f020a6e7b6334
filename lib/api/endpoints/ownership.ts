import { z } from "zod";
import { acceptSuggestions } from "../../ownership/accept-suggestions";
import { answerOffers } from "../../ownership/answer-offers";
import { correctOwners } from "../../ownership/correct-owners";
import { fillGaps } from "../../ownership/fill-gaps";
import { countGaps, listGaps } from "../../ownership/list-gaps";
import { listProposals } from "../../ownership/list-proposals";
import { rejectSuggestions } from "../../ownership/reject-suggestions";
import {
  AcceptSuggestionsInput,
  AnswerOffersInput,
  CorrectOwnersInput,
  GapFilters,
  GapListInput,
  RejectSuggestionsInput,
  Reviewed,
  reviewed,
  UndoDecisionInput,
  WithdrawOffersInput,
} from "../../ownership/schemas";
import { undoDecision } from "../../ownership/undo-decision";
import { withdrawOffers } from "../../ownership/withdraw-offers";
import { endpoint } from "../endpoint";
import { GapCounts, GapToken, Outcome, Transfer } from "../shapes/ownership";
import { pageOf } from "../shapes/parts";

const tag = "Ownership";
const action = "token.attest";
const bound = "Each token with the `version` it was read with: what changed since is left out and named.";

export const ownershipEndpoints = [
  endpoint({
    method: "GET",
    path: "/ownership/gaps",
    id: "listGaps",
    tag,
    summary: "List tokens that nobody answers for in full, with the suggestions for each",
    description: "One gap at a time; without a choice, those that are suggested only, the surest first.",
    action: "inventory.read",
    input: GapListInput,
    output: pageOf(GapToken),
    run: async (ctx, query) => {
      const { rows, next } = await listGaps(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/ownership/gaps/counts",
    id: "countGaps",
    tag,
    summary: "Count each gap exactly",
    action: "inventory.read",
    input: GapFilters.omit({ gap: true }),
    output: GapCounts,
    run: (ctx, filters) => countGaps(ctx, filters),
  }),
  endpoint({
    method: "POST",
    path: "/suggestions/acceptance",
    id: "acceptSuggestions",
    tag,
    summary: "Accept the best suggestion of each token",
    description: bound,
    action,
    input: AcceptSuggestionsInput,
    output: Outcome,
    run: (ctx, input) => acceptSuggestions(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/suggestions/rejection",
    id: "rejectSuggestions",
    tag,
    summary: "Reject the best suggestion of each token",
    description: `It is learnt from. ${bound}`,
    action,
    input: RejectSuggestionsInput,
    output: Outcome,
    run: (ctx, input) => rejectSuggestions(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/suggestions/correction",
    id: "correctOwners",
    tag,
    summary: "Say who it is instead",
    description: bound,
    action: "token.own",
    input: CorrectOwnersInput,
    output: Outcome,
    run: (ctx, input) => correctOwners(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/suggestions/undo",
    id: "undoDecision",
    tag,
    summary: "Take one's own accepting or rejecting back",
    description: "For as long as nothing else about the token has changed.",
    action,
    input: UndoDecisionInput,
    output: Outcome,
    run: (ctx, input) => undoDecision(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/ownership/gaps/filling",
    id: "fillGaps",
    tag,
    summary: "Say who stands in, what uses them, or what they are for",
    description: `\`no_backup\` wants \`backup\`, \`no_workload\` \`workload\`, \`no_purpose\` \`purpose\`. What somebody said meanwhile stays. ${bound}`,
    action: "token.own",
    input: z.object({
      gap: z.enum(["no_backup", "no_workload", "no_purpose"]),
      items: reviewed(Reviewed),
      backup: z.uuid().optional(),
      workload: z.uuid().optional(),
      purpose: z.string().optional(),
    }),
    output: Outcome,
    run: (ctx, input) => fillGaps(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/transfers",
    id: "listTransfers",
    tag,
    summary: "List what is proposed to me",
    description:
      "Tokens that are offered to the API token's owner, left to them, or suggested as theirs. At most two hundred, those that run out first at the top.",
    action,
    input: z.object({}),
    output: z.object({ data: z.array(Transfer) }),
    run: async (ctx) => ({ data: (await listProposals(ctx)).proposals.map(({ row, ...rest }) => ({ ...rest, token: row })) }),
  }),
  endpoint({
    method: "POST",
    path: "/transfers/answer",
    id: "answerTransfers",
    tag,
    summary: "Take what is offered, or decline it",
    action,
    input: AnswerOffersInput,
    output: Outcome,
    run: (ctx, input) => answerOffers(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/transfers/withdrawal",
    id: "withdrawTransfers",
    tag,
    summary: "Take back what one offered",
    action,
    input: WithdrawOffersInput,
    output: Outcome,
    run: (ctx, input) => withdrawOffers(ctx, input),
  }),
];
