import { z } from "zod";
import { connectionCoverage } from "../../coverage/coverage";
import { UnknownInput, unknownTokens } from "../../coverage/unknown-tokens";
import { coverageGaps } from "../../overview/coverage";
import { endpoint } from "../endpoint";
import { ConnectionCoverage, Coverage } from "../shapes/connection";
import { named, TokenClass } from "../shapes/parts";

const tag = "Coverage";

const UnknownToken = z
  .object({ id: z.uuid(), name: z.string(), class: TokenClass, environment: z.string().nullable() })
  .register(named, { id: "UnknownToken" });

export const coverageEndpoints = [
  endpoint({
    method: "GET",
    path: "/coverage",
    id: "getCoverage",
    tag,
    summary: "Read what can't be seen now",
    description: "Connections that were not read well lately: what they hold may have changed unseen.",
    action: "connection.read",
    input: z.object({}),
    output: Coverage,
    run: async (ctx) => {
      const [gaps, connections] = await Promise.all([coverageGaps(ctx), ctx.db.connection.count({ where: { removal: null } })]);
      return { gaps, connections };
    },
  }),
  endpoint({
    method: "GET",
    path: "/coverage/connections",
    id: "listConnectionCoverage",
    tag,
    summary: "Read what each connection lists, and what it can't",
    description: "The least certain first, with how old that is and how many rows were left out. There are few, so they come at once.",
    action: "connection.read",
    input: z.object({}),
    output: z.object({ data: z.array(ConnectionCoverage) }),
    run: async (ctx) => ({
      data: (await connectionCoverage(ctx)).map(({ classes, ...rest }) => ({
        ...rest,
        classes: classes.map(({ class: of, listed }) => ({ class: of, listed: listed === true, because: listed === true ? null : listed })),
      })),
    }),
  }),
  endpoint({
    method: "GET",
    path: "/coverage/{connection}/{field}",
    id: "listUnknown",
    tag,
    summary: "List the tokens of a connection of which a field is unknown",
    description: "A hundred a page.",
    action: "inventory.read",
    input: UnknownInput.omit({ after: true }).extend({ cursor: UnknownInput.shape.after }),
    output: z.object({ data: z.array(UnknownToken), next: z.string().nullable() }),
    run: async (ctx, { cursor, ...query }) => {
      const { rows, next } = await unknownTokens(ctx, { ...query, after: cursor });
      return { data: rows, next };
    },
  }),
];
