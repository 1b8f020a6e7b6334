import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

// What people can do on the pages, programs can do through the API: each server action's verb is run by an operation, or stands here with why not.

const root = join(import.meta.dirname, "../..");
const signedIn = "No scope opens it: it is for people who are signed in.";
const exceptions: Record<string, string> = {
  leave: "Ends a browser's session; an API token is none.",
  redeemAction: "Begins a browser's session.",
  requestLinkAction: "Begins a browser's session.",
  openSignerAction: "Signatures are given in the browser, on the signer's own origin alone.",
  proposeAction: `Trust. ${signedIn}`,
  createApiTokenAction: `An API token makes no further ones. ${signedIn}`,
  revokeApiTokenAction: signedIn,
  grantRoleAction: `Roles. ${signedIn}`,
  revokeRoleAction: `Roles. ${signedIn}`,
  unlinkIdentityAction: `How somebody signs in. ${signedIn}`,
  endSessionsAction: `Browsers' sessions. ${signedIn}`,
  inviteAction: `How somebody signs in. ${signedIn}`,
  addConnectionAction: `Connections' set-up. ${signedIn}`,
  checkDeclarationAction: `Connections' set-up. ${signedIn}`,
  bindingAction: "Credentials are sealed in the browser, or on the host of the process that uses them.",
  storeCredentialAction: "Credentials are sealed in the browser, or on the host of the process that uses them.",
  removeConnectionAction: `Connections' set-up. ${signedIn}`,
  allowChecksAction: `Connections' set-up. ${signedIn}`,
  startImportAction: "A pass for a browser; programs send a file to the collector.",
  resumeImportAction: "A pass for a browser; programs send a file to the collector.",
  rememberedMappingAction: "Fills in the browser's form.",
  sendAction: "A pass for a browser; programs ask by startScan and send content with their API token.",
  sendAgainAction: "A pass for a browser; programs send content with their API token.",
};

interface Action {
  name: string;
  /** module and name of what it runs; null where it does more than hand on */
  verb: string | null;
}

/** "module verb" of each import, whichever way the path is written. */
function imported(source: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, list = "", from = ""] of source.matchAll(/import \{([^}]*)\} from "([^"]+)"/g))
    for (const name of list.split(",").map((each) => each.trim())) if (name) names.set(name, `${from.replace(/^(@\/lib|\.\.\/\.\.)\//, "")} ${name}`);
  return names;
}

/** Every action of a file: whatever is made by defineAction or defineFormAction. */
function actionsIn(source: string): Action[] {
  const names = imported(source);
  return source.split(/^(?=(?:export )?const \w+ = define(?:Form)?Action\()/m).flatMap((part) => {
    const name = /^(?:export )?const (\w+) = define(?:Form)?Action\(/.exec(part)?.[1];
    if (!name) return [];
    // handed over as it is, or called with what the action was given
    const ran = /\brun: (\w+)\s*[,}\n]/.exec(part)?.[1] ?? /\brun: (?:async )?\(ctx, [^)]*\) =>\s*(\w+)\(ctx\b/.exec(part)?.[1];
    return [{ name, verb: (ran && names.get(ran)) ?? null }];
  });
}

const files = (folder: string, fits: (name: string) => boolean): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter(fits)
    .map((name) => readFileSync(join(root, folder, name), "utf8"));

const actions = files("app", (name) => name.endsWith(".ts") || name.endsWith(".tsx"))
  .filter((source) => source.startsWith('"use server"'))
  .flatMap(actionsIn);

/** What operations run: every import of theirs that stands in a body. */
const served = new Set(
  files("lib/api/endpoints", (name) => name.endsWith(".ts")).flatMap((source) =>
    [...imported(source)].filter(([name]) => new RegExp(`\\b${name}\\(|run: ${name}\\b`).test(source)).map(([, verb]) => verb),
  ),
);

test("every server action is found, whichever way it is written", () => {
  const made = files("app", (name) => name.endsWith(".ts") || name.endsWith(".tsx"))
    .filter((source) => source.startsWith('"use server"'))
    .flatMap((source) => [...source.matchAll(/ = define(?:Form)?Action\(/g)]);
  expect(actions).toHaveLength(made.length);
  expect(actions.length).toBeGreaterThan(60);
  expect(actionsIn('import { a } from "@/lib/x/a";\nexport const aAction = defineAction({ input: A, run: a });')).toEqual([{ name: "aAction", verb: "x/a a" }]);
  expect(actionsIn('import { a } from "@/lib/x/a";\nexport const bAction = defineAction({\n  run: (ctx, { id }) => a(ctx, id),\n});')).toEqual([
    { name: "bAction", verb: "x/a a" },
  ]);
});

test("what a server action does, an operation of the API does too, or it is said why not", () => {
  const without = actions.filter(({ name, verb }) => !(verb && served.has(verb)) && !(name in exceptions)).map(({ name }) => name);
  expect(without, "write an operation in lib/api/endpoints, or say above why programs can't").toEqual([]);
});

test("no exception is said for what an operation does, nor for an action that is none", () => {
  const excused = new Map(actions.filter(({ verb }) => !(verb && served.has(verb))).map(({ name, verb }) => [name, verb]));
  expect(Object.keys(exceptions).filter((name) => !excused.has(name))).toEqual([]);
});
