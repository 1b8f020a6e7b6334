import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { made } from "../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../lib/exposure/testkit/repository";

// What the guide says to put into a hook and into CI, as it stands there, run by a shell with git.
const guide = readFileSync(new URL("../../docs/scanning.md", import.meta.url), "utf8");
const recipe = (part: string): string => {
  const block = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text as string).find((text) => text.includes(part));
  if (block === undefined) throw new Error(`the guide has no recipe with ${part}`);
  return block;
};

const scratch = mkdtempSync(path.join(tmpdir(), "countersign-recipes-"));
const env = {
  ...process.env,
  ...{ PATH: `${scratch}:${process.env.PATH}`, TMPDIR: path.join(scratch, "tmp"), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
};
let repository: Repository;
beforeAll(() => {
  mkdirSync(path.join(scratch, "tmp"));
  // Countersign is not installed where it is tested: npm's part is to start the command where the person stands
  const [tsx, main] = [import.meta.resolve("tsx"), fileURLToPath(new URL("main.ts", import.meta.url))];
  writeFileSync(
    path.join(scratch, "npm"),
    `#!/bin/sh\ncase "$*" in "run -s --prefix /opt/countersign countersign -- "*) ;; *) exit 99 ;; esac\nshift 6\nexec "${process.execPath}" --import "${tsx}" "${main}" "$@"\n`,
  );
  chmodSync(path.join(scratch, "npm"), 0o755);
});
beforeEach(() => {
  repository = new Repository();
  return () => repository.remove();
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const secret = made.github("in a recipe");
const sh = (command: string, cwd = repository.folder) => {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { cwd, env, encoding: "utf8" });
  return { status, said: stdout + stderr };
};

test("the hook refuses a commit with a secret and names its file; what is not staged is not asked for, and nothing is left behind", () => {
  const hook = path.join(repository.folder, ".git/hooks/pre-commit");
  mkdirSync(path.dirname(hook), { recursive: true });
  writeFileSync(hook, recipe("pre-commit"));
  chmodSync(hook, 0o755);
  repository.write("conf dir/.pgpass", "db.example.test:5432:shop:app:tr4vel-Lamp-91-Quartz\n");
  repository.write("conf dir/.netrc", "machine api.example.test login ci password Vq7-marble-Otter-52\n");
  repository.write("plain.txt", "nothing here\n");
  const commit = () => sh("git add -A -- 'conf dir' plain.txt 2>/dev/null; git commit -q -m work");
  const refused = commit();
  expect(refused.status).not.toBe(0);
  for (const name of ["conf dir/.pgpass:1", "conf dir/.netrc:1"]) expect(refused.said).toContain(name);
  for (const shown of ["Lamp-91", "marble-Otter"]) expect(refused.said).not.toContain(shown);
  expect(sh("git rev-parse -q --verify HEAD").status).not.toBe(0);

  // taken out of what is staged, and left where it lies
  sh("git rm -q --cached 'conf dir/.pgpass' 'conf dir/.netrc'");
  const clean = sh("git commit -q -m work");
  expect([clean.status, clean.said]).toEqual([0, expect.stringContaining("No secret was found")]);
  expect(readdirSync(path.join(scratch, "tmp")).filter((name) => name.startsWith("tmp."))).toEqual([]);
}, 400_000);

test("CI is told what its branch adds: neither what main has nor what another branch of the clone has", () => {
  repository.commit({ "old.ts": `const token = "${made.github("of main")}";\n` });
  repository.git("checkout", "-q", "-b", "theirs");
  repository.commit({ "theirs.ts": `const token = "${made.github("of another branch")}";\n` });
  repository.git("checkout", "-q", "-b", "ours", "main");
  repository.commit({ "ours.ts": "export const one = 1;\n" });
  const clone = path.join(scratch, "clone");
  sh(
    `git clone -q "${repository.folder}" "${clone}" && cd "${clone}" && git fetch -q origin '+refs/heads/*:refs/remotes/origin/*' && git checkout -q --detach origin/ours`,
  );
  const ci = recipe("--since origin/main");
  const results = () => JSON.parse(readFileSync(path.join(clone, "scan.sarif"), "utf8")).runs[0].results;
  expect([sh(ci, clone).status, results()]).toEqual([0, []]);

  repository.commit({ "src/ours.ts": `const token = "${secret}";\n` });
  repository.commit({ "src/ours.ts": "export const one = 1;\n" });
  sh("git fetch -q && git checkout -q --detach origin/ours", clone);
  expect(sh(ci, clone).status).toBe(10);
  expect(results()).toMatchObject([{ locations: [{ physicalLocation: { artifactLocation: { uri: "src/ours.ts" } } }] }]);
}, 400_000);
