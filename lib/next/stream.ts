import { Readable } from "node:stream";

/** A download that is made while it is sent; memory stays flat. */
export function streamed(lines: AsyncIterable<string>, { type, filename }: { type: string; filename: string }): Response {
  const body = Readable.toWeb(Readable.from(lines, { objectMode: false, encoding: "utf8" })) as ReadableStream<Uint8Array>;
  return new Response(body, {
    headers: { "content-type": `${type}; charset=utf-8`, "content-disposition": `attachment; filename="${filename}"`, "cache-control": "no-store" },
  });
}
