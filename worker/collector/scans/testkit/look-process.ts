import { lookThrough, nothingLooked } from "../../../../lib/exposure/look-through";
import { openSource } from "../../../../lib/exposure/sources/open-source";

// A scan as a process of its own, for tests that look at its memory: a path comes as argument. Prints what it saw, how long it took and the most memory it had, in MB.
const begun = performance.now();
const looked = nothingLooked();
const found = new Set<string>();
const unreadable: { reason: string; detail: string | null }[] = [];
for await (const one of lookThrough((await openSource(process.argv[2] ?? "")).source, (secret) => secret, looked)) {
  if ("sighting" in one) found.add(one.sighting.identity);
  else if ("unreadable" in one && unreadable.length < 100) unreadable.push({ reason: one.unreadable.reason, detail: one.unreadable.detail });
}
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(JSON.stringify({ looked, found: [...found].sort(), unreadable, seconds: (performance.now() - begun) / 1000, megabytes }));
