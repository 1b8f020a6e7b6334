import { z } from "zod";
import { cancelImport } from "../../imports/cancel-import";
import { importOf, listImports, rejectsOf } from "../../imports/queries";
import { ImportInput } from "../../imports/schemas";
import { endpoint } from "../endpoint";
import { Import, ImportReject } from "../shapes/import";

const tag = "Imports";

export const importEndpoints = [
  endpoint({
    method: "GET",
    path: "/imports",
    id: "listImports",
    tag,
    summary: "List the newest imports",
    description: "At most a hundred.",
    action: "import.read",
    input: z.object({}),
    output: z.object({ data: z.array(Import) }),
    run: async (ctx) => ({ data: await listImports(ctx) }),
  }),
  endpoint({
    method: "GET",
    path: "/imports/{importId}",
    id: "getImport",
    tag,
    summary: "Read how an import is going, or went",
    action: "import.read",
    input: ImportInput,
    output: Import,
    run: (ctx, query) => importOf(ctx, query.importId),
  }),
  endpoint({
    method: "GET",
    path: "/imports/{importId}/rejects",
    id: "listRejects",
    tag,
    summary: "List rows that were not taken in",
    description: "Two hundred a page; send the last row's number as `after` for the next.",
    action: "import.read",
    input: ImportInput.extend({ after: z.coerce.number().int().min(0).default(0) }),
    output: z.object({ data: z.array(ImportReject) }),
    run: async (ctx, query) => ({ data: await rejectsOf(ctx, query.importId, query.after) }),
  }),
  endpoint({
    method: "DELETE",
    path: "/imports/{importId}",
    id: "cancelImport",
    tag,
    summary: "Stop an import",
    description: "What was taken in stays.",
    action: "import.start",
    input: ImportInput,
    output: null,
    run: (ctx, input) => cancelImport(ctx, input),
  }),
];
