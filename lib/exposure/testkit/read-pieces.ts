import type { Location } from "../../domain/exposures";
import type { Audience, AudienceRefusal, Piece, Sourced, Unreadable } from "../sources/piece";

export interface Text {
  text: string;
  piece: Piece;
  locate(part: string): Location;
}

/** Everything that a source yields, read to its end: the texts with the place of any part of them, and what could not be read. */
export async function readPieces(
  source: AsyncIterable<Sourced>,
): Promise<{ texts: Text[]; unreadable: Unreadable[]; commits: number; audiences: Audience[]; refusals: AudienceRefusal[] }> {
  const texts: Text[] = [];
  const unreadable: Unreadable[] = [];
  const audiences: Audience[] = [];
  const refusals: AudienceRefusal[] = [];
  let commits = 0;
  for await (const one of source) {
    if ("settled" in one) continue;
    if ("unreadable" in one) unreadable.push(one.unreadable);
    else if ("commits" in one) commits += one.commits;
    else if ("audience" in one) audiences.push(one.audience);
    else if ("refusal" in one) refusals.push(one.refusal);
    else if ("told" in one) throw new Error("a report of another scanner is looked through, not read");
    else {
      const { piece } = one;
      const bytes = piece.content instanceof Uint8Array ? Buffer.from(piece.content) : await whole(piece.content);
      texts.push({
        text: bytes.toString("utf8"),
        piece,
        locate: (part) => {
          const offset = bytes.indexOf(part);
          if (offset < 0) throw new Error(`${part} does not stand there`);
          return piece.locate({ offset, line: bytes.toString("utf8", 0, offset).split("\n").length });
        },
      });
    }
  }
  return { texts, unreadable, commits, audiences, refusals };
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}
