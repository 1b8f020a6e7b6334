import { z } from "zod";
import { addDestination } from "../../workloads/add-destination";
import { createWorkload } from "../../workloads/create-workload";
import { editWorkload } from "../../workloads/edit-workload";
import { endLegacy } from "../../workloads/end-legacy";
import { linkTokens } from "../../workloads/link-tokens";
import { listWorkloads } from "../../workloads/list-workloads";
import { removeDestination } from "../../workloads/remove-destination";
import {
  AddDestinationInput,
  CreateWorkloadInput,
  EditWorkloadInput,
  EndLegacyInput,
  LinkTokensInput,
  RemoveDestinationInput,
  SetLegacyInput,
  UnlinkTokenInput,
  WorkloadListInput,
} from "../../workloads/schemas";
import { setLegacy } from "../../workloads/set-legacy";
import { unlinkToken } from "../../workloads/unlink-token";
import { workloadPage } from "../../workloads/workload-page";
import { endpoint } from "../endpoint";
import { pageOf } from "../shapes/parts";
import { Workload, WorkloadDetail } from "../shapes/workload";

const tag = "Workloads";
const action = "workload.manage";
const made = z.object({ id: z.uuid() });

export const workloadEndpoints = [
  endpoint({
    method: "GET",
    path: "/workloads",
    id: "listWorkloads",
    tag,
    summary: "List workloads",
    action: "workload.read",
    input: WorkloadListInput,
    output: pageOf(Workload),
    run: async (ctx, query) => {
      const { rows, next } = await listWorkloads(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/workloads/{workload}",
    id: "getWorkload",
    tag,
    summary: "Read one workload, what it uses and what it reaches",
    action: "workload.read",
    input: z.object({ workload: z.uuid() }),
    output: WorkloadDetail,
    run: async (ctx, query) => {
      const { row, tokens, ...page } = await workloadPage(ctx, query.workload);
      return { ...page, workload: row, tokens: tokens.map(({ row: token, link }) => ({ token, link })) };
    },
  }),
  endpoint({
    method: "POST",
    path: "/workloads",
    id: "createWorkload",
    tag,
    summary: "Describe a workload",
    action,
    input: CreateWorkloadInput,
    output: made,
    status: 201,
    run: (ctx, input) => createWorkload(ctx, input),
  }),
  endpoint({
    method: "PUT",
    path: "/workloads/{workload}",
    id: "editWorkload",
    tag,
    summary: "Describe it anew",
    description: "`seen` is the `changedAt` of what was read; a newer version is not overwritten (409).",
    action,
    input: EditWorkloadInput,
    output: null,
    run: (ctx, input) => editWorkload(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/workloads/{workload}/tokens",
    id: "linkTokens",
    tag,
    summary: "Say which tokens it uses",
    action,
    input: LinkTokensInput,
    output: z.object({ linked: z.int() }),
    run: (ctx, input) => linkTokens(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/workloads/{workload}/tokens/{token}",
    id: "unlinkToken",
    tag,
    summary: "Say that it does not use a token",
    action,
    input: UnlinkTokenInput,
    output: null,
    run: (ctx, input) => unlinkToken(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/workloads/{workload}/destinations",
    id: "addDestination",
    tag,
    summary: "Say what it reaches",
    action,
    input: AddDestinationInput,
    output: made,
    status: 201,
    run: (ctx, input) => addDestination(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/destinations/{destination}",
    id: "removeDestination",
    tag,
    summary: "Say that a workload does not reach a destination",
    action,
    input: RemoveDestinationInput,
    output: null,
    run: (ctx, input) => removeDestination(ctx, input),
  }),
  endpoint({
    method: "PUT",
    path: "/workloads/{workload}/legacy",
    id: "setLegacy",
    tag,
    summary: "Enter it in the legacy register",
    description: "It can't do short-lived credentials, because …, until ….",
    action,
    input: SetLegacyInput,
    output: null,
    run: (ctx, input) => setLegacy(ctx, input),
  }),
  endpoint({
    method: "DELETE",
    path: "/workloads/{workload}/legacy",
    id: "endLegacy",
    tag,
    summary: "Take it out of the legacy register",
    action,
    input: EndLegacyInput,
    output: null,
    run: (ctx, input) => endLegacy(ctx, input),
  }),
];
