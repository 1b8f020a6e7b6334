import type { DeclaredConnection } from "../../../connectors/declarative/client";
import { compilePath } from "../../../connectors/declarative/json-path";
import { Row } from "../../../connectors/declarative/row";
import type { Values } from "../../../connectors/declarative/template";
import { type DownloadedFile, VendorFault } from "../../../connectors/vendor-http";
import type { Location, UnreadableReason } from "../../../domain/exposures";
import { Budget, Unlookable } from "../budget";
import { contentOf } from "../content";
import { type About, placed, type Sourced, type Unreadable } from "../piece";
import { fetchOnce, fetchPatiently } from "./ask-patiently";
import type { RestFiles, RestSource } from "./declaration";
import { requestFor } from "./requests";
import { addressIn, momentOf, soft, urlOf } from "./row-fields";
import type { Sight } from "./sight";
import { mayBeAll, mostInARow, reasonOfFile } from "./what-failed";

/** The row that files hang on. */
export interface Hung {
  row: Row;
  /** as its place is called; null = it is a file itself, and stands below nothing */
  name: string | null;
  /** its own page */
  url: string | null;
  values: Values;
  audience: string | null;
  /** what was there before is known; null = everything is fetched */
  since: Date | null;
  /** whether it is asked for what changed alone: what fails is not met again in the next run */
  changing: boolean;
}

/** One file as its row tells of it. */
interface Told {
  path: string;
  /** how it is fetched; null = its row does not say so in a way that can be sent */
  line: string | null;
  size: number | null;
  media: string | null;
  place: Omit<Location, "path">;
}

/** Files at one row, and files and bytes in one run: more are told and not fetched. */
const most = { atRow: 1_000, files: 20_000, bytes: 32 * 1024 ** 3 };
const megabyte = 1024 * 1024;

/**
 * Fetches the files of rows, one after the other. What can't be had or is not looked at is told with its reason, and the rest is read on; once several in
 * a row were refused for the credential or gave no answer, no more are asked for in this run. Throws VendorFault for a wish to be left alone for long, and our stopping.
 */
export class FileReader {
  /** files that gave no answer, which may give one the next time */
  missed = 0;
  private files = 0;
  private bytes = 0;
  private failed: { times: number; reason: UnreadableReason } = { times: 0, reason: "faulty" };

  constructor(
    private readonly declaration: RestSource,
    private readonly connection: DeclaredConnection,
    private readonly about: About,
    private readonly sight: Sight,
  ) {}

  async *of(files: RestFiles, hung: Hung): AsyncGenerator<Sourced> {
    const rows = files.rows === undefined ? [hung.row.value] : compilePath(files.rows)(hung.row.value).flat();
    for (const value of rows.slice(0, most.atRow)) {
      if (value === null || value === undefined) continue;
      const told = this.told(files, new Row(value), hung);
      if (hung.since && told.place.at && Date.parse(told.place.at) < hung.since.getTime()) continue;
      const why = this.whyNot(files, told);
      if (why) yield untold(told, why.reason, why.detail, hung.changing);
      else yield* this.read(files, told, hung.changing);
    }
    if (rows.length > most.atRow)
      yield { unreadable: { path: placeOf(hung, files.what), reason: "too_many", detail: `the first ${most.atRow} of ${rows.length} were fetched` } };
  }

  /** One file by the request that reads it again: nothing where it is gone. Throws VendorFault. */
  async *again(files: RestFiles, line: string): AsyncGenerator<Sourced> {
    const file = await fetchOnce(this.declaration, this.connection, line, files.elsewhere);
    if (file instanceof VendorFault) throw file;
    if (file.status === 404 || file.status === 410) return file.close();
    const place = { line: null, reference: null, author: null, at: null, url: null, again: line };
    yield* this.content(files, { path: files.what, size: files.mostMegabytes * megabyte, place }, file, false);
  }

  private told({ what, id, name, request, address, size, media, author, at, url }: RestFiles, one: Row, hung: Hung): Told {
    const text = (path: string) => soft(() => one.text("files", path));
    const file = text(id);
    const called = soft(() => one.firstText("files", name)) ?? file ?? "without a name";
    const line = request === undefined ? this.addressed(address, text) : file === null ? null : requestFor(request, { ...hung.values, file });
    const bytes = size === undefined ? Number.NaN : Number(text(size) ?? Number.NaN);
    const { origin } = this.connection;
    return {
      path: placeOf(hung, what, called),
      line,
      size: Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null,
      media: media === undefined ? null : text(media),
      place: {
        line: null,
        reference: file,
        author: soft(() => one.firstText("files", author)),
        at: at === undefined ? null : momentOf(one.at(at.path), at.format),
        url: urlOf(url, { origin, read: text, id: file, above: hung.url }) ?? hung.url,
        ...(request === undefined || line === null ? {} : { again: line }),
        ...(hung.audience === null ? {} : { audience: hung.audience }),
      },
    };
  }

  private addressed(address: RestFiles["address"], text: (path: string) => string | null): string | null {
    const at = address && addressIn(this.connection.origin, text(address.path), address.under);
    return at ? `GET ${at}` : null;
  }

  /** Why a file is not even asked for; null where it is. */
  private whyNot({ mostMegabytes }: RestFiles, { line, size, media }: Told): { reason: UnreadableReason; detail: string } | null {
    if (line === null) return { reason: "malformed", detail: "its row does not say where it is" };
    if (media !== null && isHeardOrSeen(media)) return { reason: "media", detail: `the system calls it ${media.slice(0, 60)}` };
    if (size !== null && size > mostMegabytes * megabyte) return { reason: "too_large", detail: `${size} bytes` };
    if (this.failed.times >= mostInARow) return { reason: this.failed.reason, detail: "not asked for, since those before it gave nothing" };
    if (this.files >= most.files || this.bytes >= most.bytes) return { reason: "too_many", detail: `${this.files} were fetched in this run` };
    return null;
  }

  private async *read(files: RestFiles, told: Told, changing: boolean): AsyncGenerator<Sourced> {
    this.files++;
    try {
      const file = await fetchPatiently(this.declaration, this.connection, told.line as string, files.elsewhere);
      yield* this.content(files, told, file, changing);
    } catch (error) {
      const reason = error instanceof VendorFault ? reasonOfFile(error) : null;
      if (reason === null) throw error;
      this.note(reason, (error as VendorFault).status);
      yield untold(told, reason, (error as VendorFault).message, changing);
    }
  }

  /** What a file holds, looked into; what was read of it to its end is told to whoever wants to know. */
  private async *content(
    { mostMegabytes }: Pick<RestFiles, "mostMegabytes">,
    { path, size, place }: Pick<Told, "path" | "size" | "place">,
    file: DownloadedFile,
    changing: boolean,
  ): AsyncGenerator<Sourced> {
    const limit = mostMegabytes * megabyte;
    let whole = true;
    try {
      mustBeFile(file, this.declaration.system);
      this.failed.times = 0;
      const entry = { path, at: null, bytes: this.counted(file, limit) };
      for await (const one of contentOf(entry, this.about, new Budget(Math.min(size ?? 0, limit)))) {
        if ("unreadable" in one && one.unreadable.reason !== "media") whole = false;
        yield within(one, place, changing);
      }
    } finally {
      file.close();
    }
    if (whole) this.sight.read?.({ path, reference: place.reference, inside: true });
  }

  /** The bytes, as far as they are taken; a fault on the way is one of this file. */
  private async *counted({ bytes }: DownloadedFile, limit: number): AsyncGenerator<Uint8Array> {
    let length = 0;
    try {
      for await (const chunk of bytes) {
        length += chunk.length;
        this.bytes += chunk.length;
        if (length > limit) throw new Unlookable("too_large", `more than ${limit} bytes`);
        yield chunk;
      }
    } catch (error) {
      if (!(error instanceof VendorFault)) throw error;
      const reason = reasonOfFile(error) ?? "timed_out";
      this.note(reason, error.status);
      throw new Unlookable(reason, error.message);
    }
  }

  private note(reason: UnreadableReason, status: number | null): void {
    if (mayBeAll(reason)) this.missed++;
    this.failed = mayBeAll(reason) || status === 401 ? { times: this.failed.times + 1, reason } : { times: 0, reason };
  }
}

const placeOf = ({ name }: Hung, ...parts: string[]): string => [...(name === null ? [] : [name]), ...parts].join(" ");

/** Throws VendorFault for an answer that is no file. */
function mustBeFile({ status }: DownloadedFile, system: string): void {
  if (status === 200) return;
  if (status === 401 || status === 403)
    throw new VendorFault("credential", `${system}: the file was refused (${status}). Look at what the credential may see.`, true, status);
  throw new VendorFault("unexpected_status", `${system}: a file was asked for, and the answer was ${status}.`, true, status);
}

/** Pictures and the like as the system calls them; SVG is text. */
const isHeardOrSeen = (media: string): boolean => /^(?:image|audio|video|font)\//i.test(media) && !/^image\/svg/i.test(media);

/** The place of what stands in a file: the file's, with the path within it. What knows its own sender and date keeps them. */
function within(one: Sourced, place: Told["place"], changing: boolean): Sourced {
  if ("unreadable" in one) return unread(one.unreadable, place, changing);
  return placed(one, (found) => (found.reference === null ? { ...place, path: found.path, line: found.line } : { ...found, ...again(place) }));
}

/** A message in a file has a reference of its own; it is read again with the file. */
const again = ({ again: line, audience, url }: Told["place"]) => ({
  url,
  ...(line === undefined ? {} : { again: line }),
  ...(audience === undefined ? {} : { audience }),
});

const untold = ({ path, place }: Told, reason: UnreadableReason, detail: string, changing: boolean): Sourced =>
  unread({ path, reason, detail }, place, changing);

/** Named as the places in it are told apart, by the request that reads it again; pictures hold nothing that a later run would miss. */
const unread = (one: Unreadable, { again: line }: Told["place"], changing: boolean): Sourced => ({
  unreadable: {
    ...one,
    ...(line === undefined ? {} : { below: (line.split("?", 1)[0] as string).slice("GET ".length) }),
    ...(changing && one.reason !== "media" ? { lasting: true } : {}),
  },
});
