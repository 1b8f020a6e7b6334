import { z } from "zod";
import { countExposures } from "../../exposure/count-facets";
import { exposurePage } from "../../exposure/exposure-page";
import { HeadStartInput, headStart } from "../../exposure/head-start";
import { listExposures } from "../../exposure/list-exposures";
import { listPlaces } from "../../exposure/list-places";
import { readersOf } from "../../exposure/readers";
import { ExposureCountsInput, ExposureListInput, PlacesInput } from "../../exposure/schemas";
import { SuppressInput } from "../../exposure/suppressions/schemas";
import { suppressExposure } from "../../exposure/suppressions/suppress-exposure";
import { TriageExposureInput, triageExposure } from "../../exposure/triage-exposure";
import { endpoint } from "../endpoint";
import { Exposure, ExposureCounts, ExposureWithPlaces, Occurrence, Readers } from "../shapes/exposure";
import { HeadStart } from "../shapes/head-start";
import { pageOf } from "../shapes/parts";

const tag = "Exposures";

export const exposureEndpoints = [
  endpoint({
    method: "GET",
    path: "/exposures",
    id: "listExposures",
    tag,
    summary: "List secrets that were found where they should not be",
    description: "Without a status: those that still want something done. What is known not to be live is left out unless `marked` says otherwise.",
    action: "inventory.read",
    input: ExposureListInput,
    output: pageOf(Exposure),
    run: async (ctx, query) => {
      const { rows, next } = await listExposures(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/exposures/counts",
    id: "countExposures",
    tag,
    summary: "Count what each filter would leave, exactly",
    action: "inventory.read",
    input: ExposureCountsInput,
    output: ExposureCounts,
    run: (ctx, filters) => countExposures(ctx, filters),
  }),
  endpoint({
    method: "GET",
    path: "/exposures/head-start",
    id: "getHeadStart",
    tag,
    summary: "Read how long exposed secrets waited to be detected, decided, acted on and proven dead",
    description: "Kaplan–Meier over all, and by the week or month in which the waiting began. Times in seconds; null where so many have not got there.",
    action: "inventory.read",
    input: HeadStartInput,
    output: HeadStart,
    run: headStart,
  }),
  endpoint({
    method: "GET",
    path: "/exposures/{exposure}",
    id: "getExposure",
    tag,
    summary: "Read one exposure with where it stands and how far it is",
    action: "inventory.read",
    input: z.object({ exposure: z.uuid() }),
    output: ExposureWithPlaces,
    run: async (ctx, { exposure }) => {
      // what a token opens stands with the token
      const { row, places, token: _, opens: _opens, ...rest } = await exposurePage(ctx, exposure);
      return { ...row, ...rest, occurrences: { data: places.rows, next: places.next } };
    },
  }),
  endpoint({
    method: "GET",
    path: "/exposures/{exposure}/occurrences",
    id: "listOccurrences",
    tag,
    summary: "List the places of one exposure",
    description: "The longest visible first, those without a date last.",
    action: "inventory.read",
    input: PlacesInput.omit({ id: true }).extend({ exposure: z.uuid() }),
    output: pageOf(Occurrence),
    run: async (ctx, { exposure, ...query }) => {
      const { rows, next } = await listPlaces(ctx, { ...query, id: exposure });
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/exposures/{exposure}/readers",
    id: "listReaders",
    tag,
    summary: "List who could read the places of one exposure",
    description: "As its sources tell it. Whoever left before it became visible is left out; nobody whom a source once named is.",
    action: "inventory.read",
    input: z.object({ exposure: z.uuid() }),
    output: Readers,
    run: (ctx, { exposure }) => readersOf(ctx, { id: exposure }),
  }),
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/triage",
    id: "triageExposure",
    tag,
    summary: "Say where an exposure stands",
    description: "Opening a false positive takes its suppression back. Closing as proven follows from facts alone.",
    action: "finding.triage",
    input: TriageExposureInput,
    output: z.object({ was: z.string(), status: z.string() }),
    run: (ctx, input) => triageExposure(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/false-positive",
    id: "suppressExposure",
    tag,
    summary: "Say that a found secret is none, until a day",
    description: "Of the secret, wherever it stands. For one that works or is critical it is a proposal that a second person decides.",
    action: "finding.triage",
    input: SuppressInput,
    output: z.object({ suppression: z.uuid(), status: z.enum(["active", "proposed"]), was: z.string() }),
    run: (ctx, input) => suppressExposure(ctx, input),
  }),
];
