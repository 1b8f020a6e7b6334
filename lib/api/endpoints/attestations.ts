import { z } from "zod";
import { attest } from "../../attestations/attest";
import { AttestationListInput, listAttestations } from "../../attestations/list-attestations";
import { listMyTokens } from "../../attestations/my-tokens";
import { attestationAnswers, MyTokensInput, WorkloadChoice } from "../../attestations/schemas";
import { Reviewed, reviewed } from "../../ownership/schemas";
import { endpoint } from "../endpoint";
import { AttestationRecord, Attested, MyToken } from "../shapes/ownership";
import { pageOf } from "../shapes/parts";

const tag = "Attestations";

export const attestationEndpoints = [
  endpoint({
    method: "GET",
    path: "/my-tokens",
    id: "listMyTokens",
    tag,
    summary: "List the tokens that I answer for",
    description: "Those of the API token's owner: what is due, or all they own or stand in for.",
    action: "token.attest",
    input: MyTokensInput,
    output: pageOf(MyToken),
    run: async (ctx, query) => {
      const { rows, next } = await listMyTokens(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/attestations",
    id: "listAttestations",
    tag,
    summary: "List the answers that owners gave",
    description: "The newest first, each with its evidence at that moment.",
    action: "inventory.read",
    input: AttestationListInput,
    output: pageOf(AttestationRecord),
    run: async (ctx, query) => {
      const { rows, next } = await listAttestations(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "POST",
    path: "/attestations",
    id: "attest",
    tag,
    summary: "Answer for tokens of one's own",
    description:
      "`mine` wants `expiryReviewed`, and `purpose` and `workload` where a token has none; `transfer` wants `to` and `reason`; `not_mine` and `no_longer_needed` want `reason`. Nobody answers for somebody else. What changed since it was read is left out and named.",
    action: "token.attest",
    input: z.object({
      answer: z.enum(attestationAnswers),
      items: reviewed(Reviewed),
      purpose: z.string().optional(),
      workload: WorkloadChoice.optional(),
      expiryReviewed: z.boolean().optional(),
      to: z.uuid().optional(),
      reason: z.string().optional(),
      acknowledgement: z.string().optional(),
    }),
    output: Attested,
    status: 201,
    run: (ctx, input) => attest(ctx, input),
  }),
];
