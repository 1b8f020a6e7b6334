import { accessSync, constants } from "node:fs";

/** util-linux's program for the kernel's death signal; null where there is none: on other systems than Linux. */
export const setpriv = findSetpriv();

function findSetpriv(): string | null {
  if (process.platform !== "linux") return null;
  for (const file of ["/usr/bin/setpriv", "/bin/setpriv"]) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next place
    }
  }
  return null;
}
