import { invalidInput } from "../core/errors";

const mostBytes = 1_048_576;

/** The JSON object in a request's body; an empty body is an empty object. Reads no more than a megabyte. Throws InvalidInput for anything else. */
export async function jsonBody(request: Request): Promise<Record<string, unknown>> {
  const text = await boundedText(request);
  if (text === "") return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw invalidInput("The body is not JSON. Send JSON with content-type application/json.");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw invalidInput("The body must be a JSON object.");
  return { ...body };
}

async function boundedText(request: Request): Promise<string> {
  if (!request.body) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > mostBytes) throw invalidInput("The body is larger than a megabyte. Send less at once.");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
