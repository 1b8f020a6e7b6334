import type { z } from "zod";
import { namesIn } from "../template";
import type { Declaration } from "./declaration";
import type { Listing } from "./listing";
import type { Answer } from "./parts";

type Path = (string | number)[];
interface Contradiction {
  path: Path;
  message: string;
}

/** What no single field shows: parts of a file that do not fit together, or that could do something else than meant. */
export function addContradictions(declaration: Declaration, check: z.core.$RefinementCtx<Declaration>): void {
  for (const { path, message } of contradictionsIn(declaration)) check.addIssue({ code: "custom", path, message, input: undefined });
}

function contradictionsIn(declaration: Declaration): Contradiction[] {
  return [
    ...lookUps(declaration),
    ...changes(declaration),
    ...deaths(declaration),
    ...headers(declaration),
    ...pagings(declaration.tokens.list, ["tokens", "list"]),
    ...("cannot" in declaration.accounts ? [] : pagings(declaration.accounts.list, ["accounts", "list"])),
    ...facts(declaration),
    ...when(declaration.tokens.class in declaration.otherClasses, ["otherClasses", declaration.tokens.class], "is the class that `tokens` lists"),
  ];
}

const when = (wrong: boolean, path: Path, message: string): Contradiction[] => (wrong ? [{ path, message }] : []);

function facts({ tokens: { class: kind, fields } }: Declaration): Contradiction[] {
  const at = (field: string): Path => ["tokens", "fields", field];
  return [
    ...when(fields.scopesUsed !== undefined && fields.scopes === undefined, at("scopesUsed"), "needs `scopes`: of those it says which were in use"),
    ...when(fields.family !== undefined && kind !== "ephemeral_secret", at("family"), "is of the class ephemeral_secret alone: other tokens are a row each"),
  ];
}

function lookUps({ tokens, describe, revoke, disable }: Declaration): Contradiction[] {
  const { id, secret } = tokens.fields;
  const acts = !("cannot" in revoke) || !("cannot" in disable);
  const call = typeof describe === "object" ? describe : null;
  return [
    ...when(id === undefined && secret === undefined, ["tokens", "fields"], "needs `id` or `secret`: by one of them a token is known again"),
    ...when(acts && describe === undefined, ["describe"], "is missing: before acting the executor looks whether the token still is what was signed"),
    ...when(call !== null && id === undefined, ["describe"], 'needs `tokens.fields.id`; without one write "from the list"'),
    ...when(call !== null && !namesIn(call.request).includes("id"), ["describe", "request"], "must hold {{id}}, or every token would be the same"),
    ...when(call?.secret !== undefined && secret !== undefined, ["describe", "secret"], "is already in `tokens.fields.secret`"),
  ];
}

function changes({ tokens, describe, revoke, disable }: Declaration): Contradiction[] {
  return (["revoke", "disable"] as const).flatMap((name) => {
    const change = name === "revoke" ? revoke : disable;
    if ("cannot" in change) return [];
    const names = namesIn(`${change.request} ${JSON.stringify([change.json ?? null, change.headers ?? null])}`);
    const targeted = namesIn(`${change.request} ${JSON.stringify(change.json ?? null)}`);
    return [
      ...when(
        !targeted.includes("id") && !targeted.includes("secret"),
        [name, "request"],
        "holds neither {{id}} nor {{secret}}, so it would not say which token",
      ),
      ...when(names.includes("id") && tokens.fields.id === undefined, [name], "uses {{id}}, and `tokens.fields.id` is missing"),
      ...when(names.includes("secret") && !showsSecret(tokens.fields.secret, describe), [name], "uses {{secret}}, and nothing shows it"),
    ];
  });
}

const showsSecret = (listed: string | undefined, describe: Declaration["describe"]): boolean =>
  listed !== undefined || (typeof describe === "object" && describe.secret !== undefined);

function deaths({ tokens, describe, probe }: Declaration): Contradiction[] {
  if ("cannot" in probe) return [];
  const overlapping = (answers: Answer[] | undefined, name: string) =>
    (answers ?? []).flatMap((answer, n) =>
      when(
        probe.alive.some((alive) => !exclude(answer, alive)),
        ["probe", name, n],
        "fits an answer of `alive` too: one status, and no `body` value that tells them apart",
      ),
    );
  const uses = namesIn(`${probe.request} ${JSON.stringify(probe.json ?? null)}`);
  return [
    ...when(
      probe.by === "credential" && !showsSecret(tokens.fields.secret, describe),
      ["probe"],
      "uses the token itself, and neither the list nor `describe` shows it. Say by: record, or `cannot` and why",
    ),
    ...when(uses.includes("id") && tokens.fields.id === undefined, ["probe", "request"], "uses {{id}}, and `tokens.fields.id` is missing"),
    ...when(probe.json !== undefined && probe.request.startsWith("GET "), ["probe", "json"], "is no part of a GET"),
    ...overlapping(probe.dead, "dead"),
    ...overlapping(probe.disabled, "disabled"),
  ];
}

/** Whether no answer can be both: another status, or another value at one plain path. */
function exclude(one: Answer, other: Answer): boolean {
  if (one.status !== other.status) return true;
  return Object.entries(one.body ?? {}).some(
    ([path, value]) => !path.includes("[]") && other.body && Object.hasOwn(other.body, path) && other.body[path] !== value,
  );
}

function headers({ headers: constant, authentication, probe }: Declaration): Contradiction[] {
  const taken = new Set(Object.keys(constant).map((name) => name.toLowerCase()));
  const clash = (use: { kind: string; name?: string }) => use.kind === "header" && taken.has(use.name?.toLowerCase() ?? "");
  const message = "is a constant header already, which would take the credential's place";
  return [
    ...when(clash(authentication), ["authentication", "name"], message),
    ...when(!("cannot" in probe) && clash(probe.token), ["probe", "token", "name"], message),
  ];
}

function pagings({ request, paging }: Listing, path: Path): Contradiction[] {
  const given = new Set(new URLSearchParams(request.split("?")[1] ?? "").keys());
  const { sizeParameter, size } = "sizeParameter" in paging || "size" in paging ? paging : { sizeParameter: undefined, size: undefined };
  const own = ["parameter" in paging ? paging.parameter : undefined, sizeParameter].filter((name) => name !== undefined);
  return [
    ...when(
      own.some((name) => given.has(name)),
      [...path, "request"],
      "already holds a parameter that `paging` sets",
    ),
    ...when((sizeParameter === undefined) !== (size === undefined), [...path, "paging"], "needs `sizeParameter` and `size` together, or neither"),
  ];
}
