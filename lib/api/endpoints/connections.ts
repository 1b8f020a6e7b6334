import { z } from "zod";
import { CancelSyncInput, cancelSync } from "../../connections/cancel-sync";
import { connectionOf, listConnections, runsOf } from "../../connections/queries";
import { RequestSyncInput, requestSync } from "../../connections/request-sync";
import { endpoint } from "../endpoint";
import { Connection, Run } from "../shapes/connection";

const tag = "Connections";
const id = z.object({ id: z.uuid() });

export const connectionEndpoints = [
  endpoint({
    method: "GET",
    path: "/connections",
    id: "listConnections",
    tag,
    summary: "List connections",
    description: "Every connection that was not removed, with its health. There are few, so they come at once.",
    action: "connection.read",
    input: z.object({}),
    output: z.object({ data: z.array(Connection) }),
    run: async (ctx) => ({ data: await listConnections(ctx) }),
  }),
  endpoint({
    method: "GET",
    path: "/connections/{id}",
    id: "getConnection",
    tag,
    summary: "Read one connection",
    action: "connection.read",
    input: id,
    output: Connection,
    run: (ctx, query) => connectionOf(ctx, query.id),
  }),
  endpoint({
    method: "GET",
    path: "/connections/{id}/runs",
    id: "listRuns",
    tag,
    summary: "List the latest runs of a connection",
    action: "connection.read",
    input: id,
    output: z.object({ data: z.array(Run) }),
    run: async (ctx, query) => ({ data: await runsOf(ctx, query.id) }),
  }),
  endpoint({
    method: "POST",
    path: "/connections/{connectionId}/syncs",
    id: "requestSync",
    tag,
    summary: "Have a connection read now",
    description: "Asking twice asks once: `fresh` is false where one was waiting already.",
    action: "connection.sync",
    input: RequestSyncInput,
    output: z.object({ id: z.uuid(), fresh: z.boolean() }),
    status: 201,
    run: (ctx, input) => requestSync(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/syncs/{runId}",
    id: "cancelSync",
    tag,
    summary: "Stop a run at its next page",
    action: "connection.sync",
    input: CancelSyncInput,
    output: null,
    run: (ctx, input) => cancelSync(ctx, input),
  }),
];
