import { z } from "zod";
import { ruleSources } from "../../coverage/rule-sources";
import { FindingListInput, listFindings } from "../../findings/list-findings";
import { TriageFindingInput, triageFinding } from "../../findings/triage-finding";
import { listResidue } from "../../residue/queries";
import { ResidueInput } from "../../residue/schemas";
import { endpoint } from "../endpoint";
import { Finding, RuleShape } from "../shapes/finding";
import { pageOf } from "../shapes/parts";
import { Residue } from "../shapes/person";

const tag = "Findings";

export const findingEndpoints = [
  endpoint({
    method: "GET",
    path: "/findings",
    id: "listFindings",
    tag,
    summary: "List findings",
    description: "Without a status: those that still want something done.",
    action: "inventory.read",
    input: FindingListInput,
    output: pageOf(Finding),
    run: async (ctx, query) => {
      const { rows, next } = await listFindings(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/rules",
    id: "listRules",
    tag,
    summary: "List the rules, and what each rests on",
    description: "Why a rule matters, what to do about what it finds, how its severity follows, which controls it tests, and where it sees nothing.",
    action: "inventory.read",
    input: z.object({}),
    output: z.object({ data: z.array(RuleShape) }),
    run: async (ctx) => ({
      data: (await ruleSources(ctx)).map(({ rule, ...rest }) => {
        const { id, title, rationale, remediation, severity, controls, subjects } = rule;
        return { id, title, rationale, remediation, severity, controls: controls.map((one) => ({ ...one, erratum: one.erratum ?? null })), subjects, ...rest };
      }),
    }),
  }),
  endpoint({
    method: "POST",
    path: "/findings/{findingId}/triage",
    id: "triageFinding",
    tag,
    summary: "Say where a finding stands",
    description: "A false positive needs a reason. Closing as proven follows from facts alone.",
    action: "finding.triage",
    input: z.object(TriageFindingInput.shape),
    output: z.object({ status: z.string() }),
    run: (ctx, input) => triageFinding(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/residue",
    id: "listResidue",
    tag,
    summary: "List people who left something alive",
    action: "residue.read",
    input: ResidueInput,
    output: pageOf(Residue),
    run: async (ctx, query) => {
      const { people, next } = await listResidue(ctx, query);
      return { data: people.map(({ tokens, ...rest }) => ({ ...rest, tokens: tokens.map(({ row, ...token }) => ({ ...token, token: row })) })), next };
    },
  }),
];
