import { z } from "zod";
import { invalidInput } from "../../core/errors";
import { listScans, scanOf } from "../../exposure/scan-runs";
import { cancelRun } from "../../exposure/scanning/cancel-run";
import { pauseSource } from "../../exposure/scanning/pause-source";
import { runNow } from "../../exposure/scanning/run-now";
import { PauseInput, ScanListInput, SendInput, SourceListInput } from "../../exposure/scanning/schemas";
import { prepareSend } from "../../exposure/scanning/send";
import { listScanSources } from "../../exposure/scans";
import { endpoint } from "../endpoint";
import { pageOf } from "../shapes/parts";
import { AskedScan, Scan, ScanSource, ScanWithSeen } from "../shapes/scan";

const tag = "Scans";

export const scanEndpoints = [
  endpoint({
    method: "GET",
    path: "/scans",
    id: "listScans",
    tag,
    summary: "List what was looked through for secrets, and when",
    description: "Newest first.",
    action: "inventory.read",
    input: ScanListInput,
    output: pageOf(Scan),
    run: async (ctx, query) => {
      const { rows, next } = await listScans(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "POST",
    path: "/scans",
    id: "startScan",
    tag,
    summary: "Have a source or content looked through",
    description:
      "With `source`: a source on the collector's host is looked through now. With `content`: a run that waits for it; PUT the content to `send` at the collector's address, with the same API token. Where a source lies is said on the collector's host alone.",
    action: "scan.start",
    input: z.object({ source: z.uuid().optional(), content: SendInput.optional() }),
    output: AskedScan,
    status: 201,
    run: async (ctx, { source, content }) => {
      if ((source === undefined) === (content === undefined)) throw invalidInput("Send either `source` or `content`.");
      if (source !== undefined) {
        const { runId } = await runNow(ctx, { sourceId: source });
        return { id: runId, source, send: null };
      }
      const sent = await prepareSend(ctx, content as SendInput);
      return { id: sent.runId, source: sent.sourceId, send: `/scans/${sent.runId}` };
    },
  }),
  endpoint({
    method: "GET",
    path: "/scans/{id}",
    id: "getScan",
    tag,
    summary: "Read how a scan is going, or went, and what it saw",
    action: "inventory.read",
    input: z.object({ id: z.uuid() }),
    output: ScanWithSeen,
    run: (ctx, { id }) => scanOf(ctx, id),
  }),
  endpoint({
    method: "DELETE",
    path: "/scans/{id}",
    id: "cancelScan",
    tag,
    summary: "Stop a scan",
    description: "What was found stays.",
    action: "scan.start",
    input: z.object({ id: z.uuid() }),
    output: null,
    run: (ctx, { id }) => cancelRun(ctx, { runId: id }),
  }),
  endpoint({
    method: "GET",
    path: "/scans/sources",
    id: "listScanSources",
    tag,
    summary: "List what is looked through, with the last run and the next",
    description:
      "The latest first, two hundred at a time, without the repositories that systems list. With `system`: those that this one lists, first those whose last run failed.",
    action: "inventory.read",
    input: SourceListInput,
    output: pageOf(ScanSource).extend({ total: z.int() }),
    run: async (ctx, query) => {
      const { sources, total, next } = await listScanSources(ctx, query);
      return { data: sources, total, next };
    },
  }),
  endpoint({
    method: "PUT",
    path: "/scans/sources/{sourceId}/paused",
    id: "pauseScanSource",
    tag,
    summary: "Let a source rest, or go on",
    action: "scan.start",
    input: PauseInput,
    output: null,
    run: (ctx, input) => pauseSource(ctx, input),
  }),
];
