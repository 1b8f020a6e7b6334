import { fingerprinter } from "../../../fingerprints/pepper";
import type { ReadConnection } from "../../contract";
import { testPepper } from "../../testkit/open";
import type { VendorRequest, VendorResponse } from "../../vendor-http";

type Reply = { status?: number; json?: unknown; text?: string; headers?: Record<string, string> };

/** A connection to a system that answers as told, for what no real one can be made to say. What was asked is kept, in order. */
export function scripted<C extends { secret: string }>(
  credential: C,
  reply: (request: VendorRequest) => Reply,
): { connection: ReadConnection<C>; asked: VendorRequest[] } {
  const asked: VendorRequest[] = [];
  const request = async (input: VendorRequest): Promise<VendorResponse> => {
    asked.push(input);
    const { status = 200, json, text = JSON.stringify(json) ?? "", headers = {} } = reply(input);
    return { status, headers, text };
  };
  const connection = {
    ...{ id: "scripted", name: "scripted", origin: "https://api.example.com", settings: {}, credential, http: { request } },
    ...fingerprinter(testPepper()),
    now: () => new Date("2026-11-26T12:00:00Z"),
  };
  return { connection, asked };
}
