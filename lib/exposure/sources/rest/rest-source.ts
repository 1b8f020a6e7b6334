import { holds } from "../../../connectors/declarative/answers";
import { ask, bodyOf, type DeclaredConnection } from "../../../connectors/declarative/client";
import { dateOf as dateFrom } from "../../../connectors/declarative/dates";
import { compilePath } from "../../../connectors/declarative/json-path";
import { lineOf, type Place, readPlace, turnPage } from "../../../connectors/declarative/paging";
import { Row, RowFault } from "../../../connectors/declarative/row";
import { fillPath, type Values } from "../../../connectors/declarative/template";
import { pause } from "../../../connectors/guard/back-off";
import { VendorFault, type VendorResponse } from "../../../connectors/vendor-http";
import type { Location } from "../../../domain/exposures";
import { type About, addressOf, dateOf, type Sourced, SourceFault } from "../piece";
import { plainText } from "../plain-text";
import { Segments } from "../segments";
import type { RestList, RestSource } from "./declaration";

/** What a list is read for: the row above it, as its place is called, and what its request may hold. */
interface Above {
  title: string | null;
  values: Values;
}

/** So long a system may ask to be left alone before a scan gives up, in seconds, and so often in a row. */
const longestWait = 3_600;
const mostWaits = 5;

/**
 * Every text of what a declared source lists, page by page. What is listed for one row and can't be had (gone meanwhile, not allowed) is told and the rest
 * is read; a list on its own that fails ends the scan. Throws {@link SourceFault}; its text holds no credential.
 */
export async function* restSource(declaration: RestSource, connection: DeclaredConnection, about: About): AsyncGenerator<Sourced> {
  const segments = new Segments<Location>(
    about,
    () => null,
    (place) => place,
  );
  const reader = new Reader(declaration, connection, segments);
  try {
    for (const list of declaration.lists) yield* reader.list(list as RestList, { title: null, values: {} });
  } catch (error) {
    const last = segments.take();
    if (last) yield { piece: last };
    if (error instanceof VendorFault) throw new SourceFault(error.message);
    throw error;
  }
  const piece = segments.take();
  if (piece) yield { piece };
}

class Reader {
  constructor(
    private readonly declaration: RestSource,
    private readonly connection: DeclaredConnection,
    private readonly segments: Segments<Location>,
  ) {}

  async *list(list: RestList, above: Above): AsyncGenerator<Sourced> {
    const request = `GET ${fillPath(list.request.slice("GET ".length), above.values).path}`;
    for (let place: Place | null = readPlace(null); place !== null; ) {
      const page: { rows: unknown[]; next: Place | null } = await this.page({ ...list, request }, place);
      for (const value of page.rows) {
        const row = new Row(value);
        this.add(list, row, above);
        const piece = this.segments.full ? this.segments.take() : null;
        if (piece) yield { piece };
        yield* this.below(list, row, above);
      }
      place = page.next;
    }
  }

  /** What is listed for one row. */
  private async *below({ each = [], values = {}, what, title, id }: RestList, row: Row, above: Above): AsyncGenerator<Sourced> {
    const name = soft(() => row.firstText("title", title)) ?? above.title ?? soft(() => row.text("id", id));
    const here: Values = { ...above.values };
    for (const [key, path] of Object.entries(values)) here[key as keyof Values] = soft(() => row.text(key, path)) ?? undefined;
    for (const inner of each) {
      try {
        yield* this.list(inner, { title: name, values: here });
      } catch (error) {
        if (!(error instanceof VendorFault) || !(error.status === 403 || error.status === 404 || error.status === 410 || !error.sent)) throw error;
        yield {
          unreadable: {
            path: `${name ?? what} ${inner.what}`,
            reason: error.status === 403 ? "not_allowed" : error.sent ? "vanished" : "malformed",
            detail: error.message,
          },
        };
      }
    }
  }

  private add({ texts, title, id, author, at, url, what }: RestList, row: Row, above: Above): void {
    const name = soft(() => row.firstText("title", title)) ?? above.title ?? soft(() => row.text("id", id)) ?? "without a name";
    const place = {
      line: null,
      reference: soft(() => row.text("id", id)),
      author: soft(() => row.firstText("author", author)),
      at: at === undefined ? null : momentOf(row.at(at.path), at.format),
      url:
        url === undefined
          ? null
          : addressIn(
              this.connection.origin,
              soft(() => row.text("url", url.path)),
              url.under,
            ),
    };
    const inner = title === undefined && above.title !== null;
    for (const { name: field, path, html } of texts) {
      const said = compilePath(path)(row.value).flatMap(textsOf).join("\n");
      if (said.trim() === "") continue;
      this.segments.begin({ ...place, path: `${name} ${inner || field === "" ? what : field}` });
      this.segments.append(Buffer.from(html ? plainText(said) : said));
    }
  }

  private async page(list: RestList, place: Place): Promise<{ rows: unknown[]; next: Place | null }> {
    const { declaration, connection } = this;
    const what = `${declaration.system}: ${list.what}`;
    const line = lineOf(list, place);
    const response = await this.patiently(line);
    const json = bodyOf(declaration, response, what);
    const [all] = compilePath(list.rows)(json);
    if (!Array.isArray(all)) throw new VendorFault("shape", `${what}: there is no list at ${list.rows} in the answer.`, true, 200);
    const at = line.slice("GET ".length);
    const url = new URL(at.startsWith("/") ? `${declaration.basePath}${at}` : at, connection.origin);
    const counted = list.total === undefined ? null : compilePath(list.total)(json)[0];
    const total = typeof counted === "number" && Number.isSafeInteger(counted) ? counted : null;
    const identify = (value: unknown) => soft(() => new Row(value).text("id", list.id));
    const { rows, next } = turnPage(list, place, { response, json, rows: all, total, url, identify }, what);
    return { rows: list.only ? rows.filter((row) => holds(list.only ?? {}, row)) : rows, next };
  }

  /** Asks, and waits as long as it is asked to: as 429, or as GitHub says it, by 403 with what is left in a header. */
  private async patiently(line: string): Promise<VendorResponse> {
    for (let n = 0; ; n++) {
      let wait: number | null;
      try {
        const response = await ask(this.declaration, this.connection, { line });
        wait = response.status === 403 ? waitOf(response) : null;
        if (wait === null || n >= mostWaits || wait > longestWait) return response;
      } catch (error) {
        wait = error instanceof VendorFault && error.kind === "rate_limited" ? (error.retryAfterSeconds ?? 60) : null;
        if (wait === null || n >= mostWaits || wait > longestWait) throw error;
      }
      await pause(wait * 1000, this.connection.signal).catch(() => undefined);
      if (this.connection.signal?.aborted) throw new VendorFault("cancelled", `${this.declaration.system}: stopped while it was waited for.`, false);
    }
  }
}

function waitOf({ headers }: VendorResponse): number | null {
  const after = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(after)) return Math.max(1, after);
  const reset = headers["x-ratelimit-remaining"] === "0" ? Number(headers["x-ratelimit-reset"]) - Date.now() / 1000 : Number.NaN;
  return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset)) : null;
}

/** A field that can't be read is unknown; the text beside it counts. */
function soft<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowFault) return null;
    throw error;
  }
}

/** Without its zone a text is no moment. */
function momentOf(value: unknown, format: "unix_seconds" | "unix_milliseconds" | null): string | null {
  if (format === null) return typeof value === "string" && /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? dateOf(value) : null;
  const date = dateFrom(value, format);
  return date instanceof Date ? date.toISOString() : null;
}

function addressIn(origin: string, text: string | null, under: string): string | null {
  if (text === null) return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return addressOf(text);
  const path = `${under}${text.replace(/^\/+/, "")}`;
  return addressOf(URL.canParse(path, origin) ? new URL(path, origin).href : null);
}

const deepest = 30;
/** The text, or every text in a value of several parts: rich text comes as a tree. */
function textsOf(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((inner) => textsOf(inner, depth + 1));
}
