import { assignOwners } from "../../bulk/assign-owners";
import { describeSelection } from "../../bulk/describe-selection";
import { fileReviewed } from "../../bulk/file-reviewed";
import { linkSelection } from "../../bulk/link-selection";
import { AssignOwnersInput, FileReviewedInput, LinkSelectionInput, Reviewed, SetPurposesInput } from "../../bulk/schemas";
import { setPurposes } from "../../bulk/set-purposes";
import { ReviewSelectionInput, reviewSelection } from "../../tokens/review-selection";
import { endpoint } from "../endpoint";
import { BulkTokens, DescribedSelection, FiledReviewed, TokenSelection } from "../shapes/token-selection";

const tag = "Tokens";
const bound = "Bound to the digest that the set was made with. What changed since, and what is not one's own to decide, is left out and named.";

export const tokenSelectionEndpoints = [
  endpoint({
    method: "POST",
    path: "/tokens/selections",
    id: "reviewTokens",
    tag,
    summary: "Hold a set of tokens as they are now, to act on all of them at once",
    description:
      "The filters of the list, or of what they leave `only` these ids, without `except`; ten thousand at most. It changes no token, and the set is its maker's alone.",
    action: "inventory.read",
    input: ReviewSelectionInput,
    output: TokenSelection,
    status: 201,
    run: (ctx, input) => reviewSelection(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/tokens/selections/{selection}",
    id: "describeTokens",
    tag,
    summary: "Read what a held set holds, and what of it changed since",
    action: "inventory.read",
    input: Reviewed,
    output: DescribedSelection,
    run: (ctx, input) => describeSelection(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/tokens/selections/{selection}/owner",
    id: "assignOwners",
    tag,
    summary: "Say who answers for every token of a held set",
    description: `A purpose that was said stays. ${bound}`,
    action: "token.own",
    input: AssignOwnersInput,
    output: BulkTokens,
    run: (ctx, input) => assignOwners(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/tokens/selections/{selection}/workload",
    id: "linkSelection",
    tag,
    summary: "Say that a workload uses every token of a held set",
    description: bound,
    action: "workload.manage",
    input: LinkSelectionInput,
    output: BulkTokens,
    run: (ctx, input) => linkSelection(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/tokens/selections/{selection}/purpose",
    id: "setPurposes",
    tag,
    summary: "Say what every token of a held set is for",
    description: `Who owns them stays. ${bound}`,
    action: "token.own",
    input: SetPurposesInput,
    output: BulkTokens,
    run: (ctx, input) => setPurposes(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/tokens/selections/{selection}/request",
    id: "fileReviewed",
    tag,
    summary: "Ask for a revocation of tokens of a held set",
    description:
      "Of one connection, at most five hundred; `POST /requests/preview` says what must be given as acknowledgement. What changed since, or can't be requested any more, is left out and named. People sign it on the signer's page, never here.",
    action: "request.file",
    input: FileReviewedInput,
    output: FiledReviewed,
    status: 201,
    run: (ctx, input) => fileReviewed(ctx, input),
  }),
];
