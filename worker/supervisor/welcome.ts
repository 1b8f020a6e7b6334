import { userInfo } from "node:os";
import type { Running } from "./running";
import type { SignInLink } from "./sample/set-up";

/** What the terminal shows once everything serves. */
export function welcome(running: Running, links: readonly SignInLink[] | null): string {
  const lines = ["", `Countersign is ready: ${running.origins.web}`];
  if (running.walls === "database_only")
    lines.push(`Walls: database only, because ${userInfo().username} runs every process. Started as root on Linux, each gets a user of its own.`);
  if (!links)
    return [...lines, "The first administrator gets in by: npm run -s countersign -- admin invite --email you@example.com --role administrator"].join("\n");
  const width = Math.max(...links.map(({ displayName, title }) => displayName.length + title.length)) + 4;
  lines.push(
    "",
    "This is the sample organisation: its trust root is its own, and protects nothing. Sign in as one of its people (each link works once, for 24 hours):",
  );
  for (const { displayName, title, link } of links) lines.push(`  ${`${displayName}, ${title}`.padEnd(width)}${link}`);
  return lines.join("\n");
}
