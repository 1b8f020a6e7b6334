/** Oldest Node this runs on: `engines` in package.json says the same. */
const oldest = [20, 12];

/** One sentence when that version of Node is too old, else null. In the plainest syntax: an old Node must be able to read it. */
export function nodeFault(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null;
  return `Countersign needs Node ${oldest.join(".")} or newer; this is ${version}. Install a current Node from https://nodejs.org, then try again.`;
}
