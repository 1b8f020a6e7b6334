import { textStream } from "../core/text-stream";

/** A download that is made while it is sent; memory stays flat. */
export function streamed(lines: AsyncIterable<string>, { type, filename }: { type: string; filename: string }): Response {
  return new Response(textStream(lines), {
    headers: { "content-type": `${type}; charset=utf-8`, "content-disposition": `attachment; filename="${filename}"`, "cache-control": "no-store" },
  });
}
