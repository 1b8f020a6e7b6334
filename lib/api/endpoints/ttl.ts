import { z } from "zod";
import { endTtlPolicy } from "../../ttl/end-ttl-policy";
import { DeviationsInput, deviations, ttlPolicies } from "../../ttl/queries";
import { EndTtlPolicyInput, SetTtlPolicyInput } from "../../ttl/schemas";
import { setTtlPolicy } from "../../ttl/set-ttl-policy";
import { endpoint } from "../endpoint";
import { pageOf } from "../shapes/parts";
import { Deviation, TtlPolicy } from "../shapes/ttl";

const tag = "TTL policies";

export const ttlEndpoints = [
  endpoint({
    method: "GET",
    path: "/ttl-policies",
    id: "listTtlPolicies",
    tag,
    summary: "List the TTL policies in force",
    description: "The narrowest first, each with how many tokens go beyond it. There are few, so they come at once.",
    action: "inventory.read",
    input: z.object({}),
    output: z.object({ data: z.array(TtlPolicy) }),
    run: async (ctx) => ({ data: await ttlPolicies(ctx) }),
  }),
  endpoint({
    method: "GET",
    path: "/ttl-policies/{policy}/deviations",
    id: "listDeviations",
    tag,
    summary: "List the tokens that go beyond a policy",
    description: "A hundred a page.",
    action: "inventory.read",
    input: DeviationsInput.omit({ after: true }).extend({ cursor: DeviationsInput.shape.after }),
    output: pageOf(Deviation),
    run: async (ctx, { cursor, ...query }) => {
      const { rows, next } = await deviations(ctx, { ...query, after: cursor });
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "POST",
    path: "/ttl-policies",
    id: "setTtlPolicy",
    tag,
    summary: "Set a TTL policy",
    description: "It takes the place of the one in force for the same class and environment, which is kept.",
    action: "ttl.set",
    input: SetTtlPolicyInput,
    output: z.object({ id: z.uuid() }),
    status: 201,
    run: setTtlPolicy,
  }),
  endpoint({
    method: "POST",
    path: "/ttl-policies/{policy}/end",
    id: "endTtlPolicy",
    tag,
    summary: "End a TTL policy",
    action: "ttl.set",
    input: EndTtlPolicyInput,
    output: null,
    run: endTtlPolicy,
  }),
];
